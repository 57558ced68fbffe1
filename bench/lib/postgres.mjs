/** An embedded PostgreSQL of a row's own, with as many migrated databases as it asks for. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { allowAppLogin, prepareEmbedded } from '../../dist/src/platform/database.js';
import { startEmbeddedPostgres } from '../../dist/src/platform/embedded-postgres.js';
import { migrate } from '../../dist/src/platform/migrate.js';

export class BenchPostgres {
  #ground;
  #server;
  #appPassword = randomBytes(8).toString('hex');

  static async start(ground) {
    const postgres = new BenchPostgres();
    postgres.#ground = ground;
    postgres.#server = await startEmbeddedPostgres(
      join(ground.folder(), 'postgres'),
      randomBytes(8).toString('hex'),
    );
    ground.later(() => postgres.#server.stop());
    return postgres;
  }

  /** Returns the addresses of the owner and of the service's own role. */
  async database(name, { migrated = true } = {}) {
    const ownerUrl = await prepareEmbedded(this.#server, name);
    if (!migrated) return { ownerUrl };
    await migrate(ownerUrl);
    return { ownerUrl, appUrl: await allowAppLogin(this.#server, this.#appPassword, name) };
  }

  async client({ ownerUrl }) {
    return openClient(this.#ground, ownerUrl);
  }
}

export async function openClient(ground, url) {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  ground.later(() => client.end());
  return client;
}

/** For whoever needs several connections; the owner's, like `openClient`. */
export function openPool(ground, connectionString) {
  const pool = new pg.Pool({ connectionString });
  pool.on('error', () => undefined);
  ground.later(() => pool.end());
  return pool;
}

/** One value of one row. */
export async function valueOf(client, text, values) {
  const { rows } = await client.query(text, values);
  return Number(Object.values(rows[0])[0]);
}
