/**
 * `npm run bench orders`: durable single orders through HTTP at 64 keep-alive connections, alternating rounds on one
 * machine and one PostgreSQL: ours, the naive peer (bench/peers/naive-exchange.mjs), and our own floor (same guard,
 * schema and answer, the engine answers at once and nothing is written). Median of the pair ratios. Both sides
 * authenticate, validate and answer after the commit; only 2xx count.
 */
import { fork, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CONNECTIONS = 64;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);

const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

const steal = () => {
  const [, ...fields] = readFileSync('/proc/stat', 'utf8').split('\n')[0].trim().split(/\s+/);
  const numbers = fields.map(Number);
  return { steal: numbers[7], total: numbers.slice(0, 8).reduce((a, b) => a + b, 0) };
};

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const round = (value, digits = 2) => Number(value.toFixed(digits));

async function startService(dataDir, port, environment = {}) {
  const child = spawn(process.execPath, [environment.ENTRY ?? join(ROOT, 'dist/src/main.js')], {
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'error', ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries++) {
    const ok = await fetch(`${url}/readyz`).then(
      (r) => r.ok,
      () => false,
    );
    if (ok) return { child, url };
    if (tries > 600 || child.exitCode !== null) throw new Error('the service did not start');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function stop(child) {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  await gone;
}

const rssMb = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

async function signIn(url, dataDir, login) {
  const { people } = JSON.parse(readFileSync(join(dataDir, 'demo-credentials.json'), 'utf8'));
  const { password } = people.find((person) => person.login === login);
  const response = await fetch(`${url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  });
  const { token } = await response.json();
  const accounts = await fetch(`${url}/api/v1/venues/demo/accounts`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return { token, accountId: (await accounts.json()).items[0].accountId };
}

/** Money for as many orders as a long bench can place, by four eyes like any other. */
async function fund(url, dataDir) {
  const { accountId } = await signIn(url, dataDir, 'plant-b');
  const post = async (login, path, body) => {
    const { token } = await signIn(url, dataDir, login);
    const headers = {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      'idempotency-key': randomBytes(8).toString('hex'),
    };
    const response = await fetch(`${url}/api/v1/venues/demo/${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return response.json();
  };
  const deposit = { accountId, amount: '1000000000.00', bankReference: 'bench' };
  const { proposalId, payloadHash } = await post('clearing1', 'deposits', deposit);
  await post('clearing2', `proposals/${proposalId}/approve`, { payloadHash });
}

/** The load runs in a process of its own. */
function load(task) {
  return new Promise((resolve, reject) => {
    const child = fork(join(ROOT, 'bench/load.mjs'));
    child.once('message', resolve);
    child.once('error', reject);
    child.send(task);
  });
}

const dataDir = mkdtempSync(join(tmpdir(), 'airshed-bench-'));
chmodSync(dataDir, 0o711);
const ours = await startService(dataDir, await freePort());
const { readSecrets, urlOf, port } = await databaseOf(dataDir);
const peerPort = await freePort();
const peerKey = randomBytes(16).toString('hex');
const peer = spawn(process.execPath, [join(ROOT, 'bench/peers/naive-exchange.mjs')], {
  env: {
    ...process.env,
    PEER_DATABASE_URL: urlOf({ port }, 'airshed_owner', readSecrets.ownerPassword, 'airshed'),
    PEER_PORT: String(peerPort),
    PEER_KEY: peerKey,
  },
  stdio: ['ignore', 'pipe', 'inherit'],
});
await new Promise((resolve) => peer.stdout.once('data', resolve));
const floorDir = mkdtempSync(join(tmpdir(), 'airshed-bench-floor-'));
chmodSync(floorDir, 0o711);
const floor = await startService(floorDir, await freePort(), { ENTRY: join(ROOT, 'bench/floor.mjs') });

await fund(ours.url, dataDir);
await fund(floor.url, floorDir);
const idleMb = rssMb(ours.child.pid);
const buyer = await signIn(ours.url, dataDir, 'plant-b');
const floorBuyer = await signIn(floor.url, floorDir, 'plant-b');
const tasks = {
  ours: {
    url: ours.url,
    path: '/api/v1/venues/demo/orders',
    headers: { authorization: `Bearer ${buyer.token}` },
    accountId: buyer.accountId,
  },
  floor: {
    url: floor.url,
    path: '/api/v1/venues/demo/orders',
    headers: { authorization: `Bearer ${floorBuyer.token}` },
    accountId: floorBuyer.accountId,
  },
  peer: {
    url: `http://127.0.0.1:${peerPort}`,
    path: '/orders',
    headers: { 'x-key': peerKey },
    accountId: null,
  },
};
const results = { ours: [], peer: [], floor: [] };
const before = steal();
for (let i = 0; i < ROUNDS; i++) {
  for (const side of i % 2 === 0 ? ['ours', 'peer', 'floor'] : ['floor', 'peer', 'ours']) {
    const result = await load({ ...tasks[side], connections: CONNECTIONS, seconds: SECONDS });
    if (result.non2xx > 0 || result.errors > 0) throw new Error(`${side}: ${JSON.stringify(result)}`);
    results[side].push(result);
    process.stderr.write(
      `round ${i + 1} ${side}: ${Math.round(result.rps)} orders/s, p50 ${result.p50} ms, p99 ${result.p99} ms\n`,
    );
  }
}
const after = steal();
const opened = results.ours.reduce((sum, { ok }) => sum + ok, 0);
const restMb = rssMb(ours.child.pid);
const ratios = (a, b) => results[a].map(({ rps }, i) => rps / results[b][i].rps);
const report = {
  machine: `${cpus().length} × ${cpus()[0].model}, node ${process.version}`,
  rounds: ROUNDS,
  secondsEach: SECONDS,
  connections: CONNECTIONS,
  stealPercent: round((100 * (after.steal - before.steal)) / (after.total - before.total)),
  oursPerSecond: Math.round(median(results.ours.map(({ rps }) => rps))),
  peerPerSecond: Math.round(median(results.peer.map(({ rps }) => rps))),
  floorPerSecond: Math.round(median(results.floor.map(({ rps }) => rps))),
  oursP50Ms: median(results.ours.map(({ p50 }) => p50)),
  oursP99Ms: median(results.ours.map(({ p99 }) => p99)),
  peerP99Ms: median(results.peer.map(({ p99 }) => p99)),
  oursToPeer: round(median(ratios('ours', 'peer'))),
  oursToFloor: round(median(ratios('ours', 'floor'))),
  idleMb: round(idleMb, 0),
  openOrders: opened,
  residentMbWithThem: round(restMb, 0),
};
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
peer.kill();
await stop(floor.child);
await stop(ours.child);
for (const folder of [dataDir, floorDir]) rmSync(folder, { recursive: true, force: true });

async function databaseOf(folder) {
  const { urlOf } = await import('../dist/src/platform/database.js');
  const { findEmbeddedPostgres } = await import('../dist/src/platform/embedded-postgres.js');
  const readSecrets = JSON.parse(readFileSync(join(folder, 'secrets.json'), 'utf8'));
  return { urlOf, readSecrets, port: await findEmbeddedPostgres(join(folder, 'postgres')) };
}
