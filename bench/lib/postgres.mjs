/** An embedded PostgreSQL of a row's own, with as many migrated databases as it asks for. */
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { allowAppLogin, prepareEmbedded } from '../../dist/src/platform/database.js';
import { startEmbeddedPostgres } from '../../dist/src/platform/embedded-postgres.js';
import { migrate } from '../../dist/src/platform/migrate.js';

export class BenchPostgres {
  #ground;
  #server;
  #appPassword = randomBytes(8).toString('hex');
  #folder;

  static async start(ground) {
    const postgres = new BenchPostgres();
    postgres.#ground = ground;
    postgres.#folder = join(ground.folder(), 'postgres');
    postgres.#server = await startEmbeddedPostgres(postgres.#folder, randomBytes(8).toString('hex'));
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

  /** The same rows under another name; nobody may be connected to `from`. */
  async copy({ ownerUrl, appUrl }, from, name) {
    const named = (url) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
    const client = new pg.Client({
      connectionString: Object.assign(new URL(ownerUrl), { pathname: '/postgres' }).href,
    });
    await client.connect();
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${from} STRATEGY FILE_COPY`);
    await client.end();
    return { ownerUrl: named(ownerUrl), appUrl: named(appUrl) };
  }

  /** What all of its processes have used so far, user and system; Linux only. */
  cpuSeconds() {
    const postmaster = Number(
      readFileSync(join(this.#folder, 'pgdata', 'postmaster.pid'), 'utf8').split('\n')[0],
    );
    const living = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
    const children = living.filter((pid) => cpuOf(pid)?.parent === postmaster);
    const { own, ended } = cpuOf(postmaster);
    return children.reduce((sum, pid) => sum + (cpuOf(pid)?.own ?? 0), own + ended);
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

const TICKS_A_SECOND = 100;

/** A process's own time and that of its children that have ended; undefined once it is gone. */
export function cpuOf(pid) {
  try {
    // "pid (name) state parent …"; the name may have blanks.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
    const [user, system, endedUser, endedSystem] = fields
      .slice(11, 15)
      .map((ticks) => Number(ticks) / TICKS_A_SECOND);
    return { parent: Number(fields[1]), own: user + system, ended: endedUser + endedSystem };
  } catch {
    return undefined;
  }
}

/** One value of one row. */
export async function valueOf(client, text, values) {
  const { rows } = await client.query(text, values);
  return Number(Object.values(rows[0])[0]);
}
