/** `node start-postgres.mjs <folder> <port>`: starts the embedded PostgreSQL, or finds it running; ends when it takes connections. */
import { prepareEmbedded } from '../../dist/src/platform/database.js';
import { startEmbeddedPostgres } from '../../dist/src/platform/embedded-postgres.js';

const [folder, port] = process.argv.slice(2);
const server = await startEmbeddedPostgres(folder, process.env.TORTURE_PASSWORD);
if (server.port !== Number(port)) {
  server.stop();
  throw new Error(`somebody else took port ${port}`);
}
await prepareEmbedded(server, 'airshed');
