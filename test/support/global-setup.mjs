import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureServiceBuilt } from '../../scripts/setup.mjs';

/**
 * One embedded PostgreSQL for the whole run, its template database migrated once.
 * Jest does not transform this file's imports, so it uses the build.
 */
export default async function setUp() {
  ensureServiceBuilt();
  const { startEmbeddedPostgres } = await import('../../dist/src/platform/embedded-postgres.js');
  const { allowAppLogin, prepareEmbedded } = await import('../../dist/src/platform/database.js');
  const { migrate } = await import('../../dist/src/platform/migrate.js');
  const directory = mkdtempSync(join(tmpdir(), 'airshed-test-'));
  // The server's own user must be able to pass through.
  chmodSync(directory, 0o711);
  const server = await startEmbeddedPostgres(directory, randomBytes(12).toString('hex'));
  const template = 'airshed_template';
  const appPassword = randomBytes(12).toString('hex');
  await migrate(await prepareEmbedded(server, template));
  await allowAppLogin(server, appPassword, template);
  const { port, user, password } = server;
  process.env.AIRSHED_TEST_SERVER = JSON.stringify({ port, user, password, template, appPassword });
  globalThis.stopTestServer = () => {
    server.stop();
    rmSync(directory, { recursive: true, force: true });
  };
}
