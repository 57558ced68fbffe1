/** The real service in a process and with a PostgreSQL of its own, and people who act through its public API. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { urlOf } from '../../dist/src/platform/database.js';
import { findEmbeddedPostgres, startEmbeddedPostgres } from '../../dist/src/platform/embedded-postgres.js';
import { freePort, stop } from './ground.mjs';
import { sleep } from './measure.mjs';
import { openClient } from './postgres.mjs';

const START_TRIES = 600;
const TRY_MS = 100;
const API = '/api/v1';
const VENUE = `${API}/venues/demo`;
/** Accounts that the load places from: one account may have 100,000 open orders. */
const LOAD_ACCOUNTS = 8;
/** As many requests at once as the bulkhead lets one member have. */
const CONNECTIONS_A_MEMBER = 64;

export class BenchService {
  #tokens = new Map();

  /** With the data folder of a service that is gone, that one goes on. */
  static async start(ground, { entry = 'dist/src/main.js', env = {}, dataDir } = {}) {
    const service = new BenchService();
    service.dataDir = dataDir ?? ground.folder();
    if (dataDir === undefined) ground.later(() => stopPostgresOf(service.dataDir));
    const port = await freePort();
    service.url = `http://127.0.0.1:${port}`;
    const settings = { PORT: String(port), DATA_DIR: service.dataDir, LOG_LEVEL: 'error', ...env };
    service.child = ground.spawn(entry, settings, { quiet: true });
    await service.#untilReady();
    return service;
  }

  /** kill -9; PostgreSQL goes on beside it. */
  kill() {
    return stop(this.child, 'SIGKILL');
  }

  /** A connection as the owner of the tables. */
  async database(ground) {
    return openClient(ground, await this.databaseUrl());
  }

  async databaseUrl() {
    const { ownerPassword } = secretsOf(this.dataDir);
    const port = await findEmbeddedPostgres(join(this.dataDir, 'postgres'));
    return urlOf({ port }, 'airshed_owner', ownerPassword, 'airshed');
  }

  /** What a load of orders needs: where, as which members, and from which accounts with money. */
  async orderTask(connections = CONNECTIONS_A_MEMBER) {
    const members = [];
    for (let no = 1; no <= Math.ceil(connections / CONNECTIONS_A_MEMBER); no++)
      members.push(await this.#newMember(`load-${no}`));
    return { url: this.url, path: `${VENUE}/orders`, members };
  }

  async #newMember(name) {
    const { orgId } = await this.#post('admin', '/organisations', { title: name, kind: 'enterprise' });
    for (const role of ['ent_trader', 'ent_manager']) {
      const [login, password] = [`${name}-${role.replace('_', '-')}`, randomUUID()];
      const person = { login, displayName: login, password, orgId, roles: [role] };
      await this.#post('admin', '/people', person);
      this.#tokens.set(login, await this.#signIn(login, password));
    }
    const accountIds = [];
    for (let i = 0; i < LOAD_ACCOUNTS; i++)
      accountIds.push(await this.#openAccount(`${name}-ent-manager`, `${name} ${i}`));
    return { headers: { authorization: `Bearer ${await this.tokenOf(`${name}-ent-trader`)}` }, accountIds };
  }

  async tokenOf(login) {
    if (!this.#tokens.has(login)) this.#tokens.set(login, await this.#signIn(login, this.#passwordOf(login)));
    return this.#tokens.get(login);
  }

  async #openAccount(manager, title) {
    const { accountId } = await this.#post(manager, 'accounts', { title, kind: 'compliance' });
    await this.#post('issuer', `accounts/${accountId}/review`, {});
    await this.#post('approver', `accounts/${accountId}/approve`, {});
    const deposit = { accountId, amount: '1000000000.00', bankReference: 'bench' };
    const { proposalId, payloadHash } = await this.#post('clearing1', 'deposits', deposit);
    await this.#post('clearing2', `proposals/${proposalId}/approve`, { payloadHash });
    return accountId;
  }

  /** A path of the venue, or with a slash in front one of the whole service. */
  async #post(login, path, body) {
    const whole = path.startsWith('/') ? `${API}${path}` : `${VENUE}/${path}`;
    const response = await fetch(`${this.url}${whole}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
        authorization: `Bearer ${await this.tokenOf(login)}`,
      },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return response.json();
  }

  #passwordOf(login) {
    const { people } = JSON.parse(readFileSync(join(this.dataDir, 'demo-credentials.json'), 'utf8'));
    return people.find((person) => person.login === login).password;
  }

  async #signIn(login, password) {
    const response = await fetch(`${this.url}${API}/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login, password }),
    });
    return (await response.json()).token;
  }

  async #untilReady() {
    for (let tries = 0; tries < START_TRIES && this.child.exitCode === null; tries++) {
      const ready = await fetch(`${this.url}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (ready) return;
      await sleep(TRY_MS);
    }
    throw new Error('the service did not start');
  }
}

/** Only after kill -9 it still runs; a service that is asked to leave takes its PostgreSQL along. */
export async function stopPostgresOf(dataDir) {
  const folder = join(dataDir, 'postgres');
  if ((await findEmbeddedPostgres(folder)) === undefined) return;
  (await startEmbeddedPostgres(folder, secretsOf(dataDir).ownerPassword)).stop();
}

export const secretsOf = (dataDir) => JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8'));
