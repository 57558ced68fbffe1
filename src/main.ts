import { mkdirSync } from 'node:fs';
import { SystemClock } from './platform/clock.js';
import { openDatabase } from './platform/database.js';
import { loadSecrets } from './platform/secrets.js';
import { loadSettings, SettingsError } from './platform/settings.js';
import { EmbeddedPostgresError } from './platform/embedded-postgres.js';

async function main(): Promise<void> {
  const settings = loadSettings(process.env);
  mkdirSync(settings.DATA_DIR, { recursive: true, mode: 0o711 });
  const secrets = loadSecrets(settings);
  const database = await openDatabase(settings, secrets);
  const { bootstrap } = await import('./service.js');
  const service = await bootstrap({ settings, secrets, database, clock: new SystemClock() });

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void service
      .close()
      .then(() => database.close())
      .then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

main().catch((error: unknown) => {
  const expected = error instanceof SettingsError || error instanceof EmbeddedPostgresError;
  process.stderr.write(`${expected ? (error as Error).message : String((error as Error).stack ?? error)}\n`);
  process.exit(1);
});
