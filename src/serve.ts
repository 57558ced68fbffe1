import { welcome } from './demo/welcome.js';
import { claimDataDir, DataDirInUseError } from './platform/data-dir-claim.js';
import { openDatabase } from './platform/database.js';
import { EmbeddedPostgresError } from './platform/embedded-postgres.js';
import { setLogLevel } from './platform/logger.js';
import { DatabaseUnreachableError } from './platform/await-database.js';
import { loadSecrets } from './platform/secrets.js';
import { loadSettings, SettingsError } from './platform/settings.js';
import { Shutdown } from './platform/shutdown.js';
import { SystemClock } from './platform/clock.js';

/** The program: a service that runs until it is told to stop, or says why it cannot start and leaves with 1. */
export async function serve(): Promise<void> {
  const shutdown = new Shutdown();
  try {
    await open(shutdown);
  } catch (error) {
    process.stderr.write(`${explain(error as Error)}\n`);
    await shutdown.close();
    process.exit(1);
  }
}

/** Most of the program, and of no use before there is a database. */
export const loadService = (): Promise<typeof import('./service.js')> => import('./service.js');

/** Opens what the process stands on, then the service. What was opened is closed in reverse, also after half a start. */
async function open(shutdown: Shutdown): Promise<void> {
  const settings = loadSettings(process.env);
  setLogLevel(settings.LOG_LEVEL);
  const claim = claimDataDir(settings.DATA_DIR);
  shutdown.add('data folder', () => claim.release());
  shutdown.onSignals();
  const secrets = loadSecrets(settings);
  const database = await openDatabase(settings, secrets);
  shutdown.add('database', () => database.close());
  const { bootstrap } = await loadService();
  const service = await bootstrap({ settings, secrets, database, clock: new SystemClock() }, { pages: true });
  shutdown.add('service', () => service.close());
  process.stdout.write(`${welcome(service.address, service.demo, { isTrading: settings.DEMO_TRADING })}\n`);
}

/** A sentence where we know what to do about it; else everything we know. */
function explain(error: Error & { code?: string }): string {
  const told = [SettingsError, EmbeddedPostgresError, DataDirInUseError, DatabaseUnreachableError];
  if (told.some((kind) => error instanceof kind)) return error.message;
  const address = `HOST=${process.env.HOST || '127.0.0.1'}, PORT=${process.env.PORT || '3000'}`;
  if (error.code === 'EADDRINUSE')
    return `Airshed cannot start. Somebody else listens on ${address}; stop that one, or set PORT to another number.`;
  if (error.code === 'EACCES' && (error as NodeJS.ErrnoException).syscall === 'listen')
    return `Airshed cannot start. This user may not listen on ${address}; set PORT to a number above 1023.`;
  return error.stack ?? String(error);
}
