import { welcome } from './demo/welcome.js';
import { claimDataDir, DataDirInUseError } from './platform/data-dir-claim.js';
import { openDatabase } from './platform/database.js';
import { EmbeddedPostgresError } from './platform/embedded-postgres.js';
import { setLogLevel } from './platform/logger.js';
import { loadSecrets } from './platform/secrets.js';
import { loadSettings, SettingsError } from './platform/settings.js';
import { Shutdown } from './platform/shutdown.js';
import { SystemClock } from './platform/clock.js';

/** Opens what the process stands on, then the service. What was opened is closed in reverse, also after half a start. */
async function main(shutdown: Shutdown): Promise<void> {
  const settings = loadSettings(process.env);
  setLogLevel(settings.LOG_LEVEL);
  const claim = claimDataDir(settings.DATA_DIR);
  shutdown.add('data folder', () => claim.release());
  shutdown.onSignals();
  const secrets = loadSecrets(settings);
  const database = await openDatabase(settings, secrets);
  shutdown.add('database', () => database.close());
  const { bootstrap } = await import('./service.js');
  const service = await bootstrap({ settings, secrets, database, clock: new SystemClock() });
  shutdown.add('service', () => service.close());
  process.stdout.write(`${welcome(service.address, service.demo)}\n`);
}

const shutdown = new Shutdown();
main(shutdown).catch(async (error: unknown) => {
  const expected = [SettingsError, EmbeddedPostgresError, DataDirInUseError].some((kind) => error instanceof kind);
  process.stderr.write(`${expected ? (error as Error).message : String((error as Error).stack ?? error)}\n`);
  await shutdown.close();
  process.exit(1);
});
