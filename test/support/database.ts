import { randomBytes } from 'node:crypto';
import { connect, type Database, urlOf, withClient } from '../../src/platform/database.js';

/** What global-setup.mjs tells the test files. */
interface TestServer {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly template: string;
  readonly appPassword: string;
}

/** A migrated, empty database of its own for one test file; `close` drops it. */
export async function freshDatabase(): Promise<Database> {
  const server = JSON.parse(process.env.AIRSHED_TEST_SERVER!) as TestServer;
  return made(server, server.template);
}

/** The same rows in a database of their own; whoever is connected to the first is thrown out. */
export async function copyOf({ ownerUrl }: Pick<Database, 'ownerUrl'>): Promise<Database> {
  const server = JSON.parse(process.env.AIRSHED_TEST_SERVER!) as TestServer;
  const name = new URL(ownerUrl).pathname.slice(1);
  const adminUrl = urlOf(server, server.user, server.password, 'postgres');
  await withClient(adminUrl, (client) =>
    client.query(`SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1`, [name]),
  );
  return made(server, name);
}

async function made(server: TestServer, template: string): Promise<Database> {
  const name = `t_${randomBytes(8).toString('hex')}`;
  const adminUrl = urlOf(server, server.user, server.password, 'postgres');
  await withClient(adminUrl, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
  const ownerUrl = urlOf(server, server.user, server.password, name);
  const database = await connect(ownerUrl, urlOf(server, 'airshed_app', server.appPassword, name));
  return {
    ...database,
    close: async () => {
      await database.close();
      await withClient(adminUrl, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
    },
  };
}
