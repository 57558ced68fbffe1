/**
 * `npm run day -- --seed 7 [--orders 4000]`: a scripted trading day on a fresh venue in a data folder of its own, through
 * the public API and the command line (docs/guide-operator.md). Exit code 0 only if every step held.
 */
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exportDay, replayAway, verifyAway } from './day/proof-at-home.mjs';
import { StepFailed, tradingDay } from './day/trading-day.mjs';
import { ensureBuilt, ensureInstalled, ROOT } from './setup.mjs';

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '7' }, orders: { type: 'string', default: '4000' } },
});
const [seed, orders] = [Number(values.seed), Number(values.orders)];
if (![seed, orders].every((n) => Number.isSafeInteger(n) && n >= 0) || orders < 100)
  throw new Error('--seed is a whole number, --orders at least 100');
ensureInstalled();
ensureBuilt();

const READY_MS = 120_000;
const folder = mkdtempSync(join(tmpdir(), 'airshed-day-'));
// Started by root, PostgreSQL runs as somebody else, who must get through to its data.
chmodSync(folder, 0o711);
const env = { DATA_DIR: join(folder, 'data') };
const say = (line = '') => console.log(line);
const service = await start();
try {
  const { venue, people } = JSON.parse(readFileSync(join(env.DATA_DIR, 'demo-credentials.json'), 'utf8'));
  const facts = await tradingDay({ url: service.url, venue, people, seed, orders, say });
  say('10. The day leaves the house 导出 — a bundle for anybody');
  const bundle = exportDay(ROOT, folder, env, say);
  await service.stop();
  say('  the service is stopped, its database with it');
  say();
  say('11. Verified offline 离线验证 — a folder with the bundle and the verifier, no database');
  verifyAway(ROOT, folder, bundle, facts.keys, say);
  say();
  say('12. Replayed 重放 — every record decided again from the bundle alone');
  replayAway(ROOT, bundle, say);
  say();
  say('Every step held.');
} catch (error) {
  process.exitCode = 1;
  console.error(error instanceof StepFailed ? `\nTHE DAY DOES NOT HOLD: ${error.message}` : error);
} finally {
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function start() {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let said = '';
  const child = spawn(process.execPath, [join(ROOT, 'dist', 'src', 'main.js')], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: String(port), LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => (said = (said + text).slice(-8_000)));
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await gone;
  };
  const deadline = performance.now() + READY_MS;
  for (;;) {
    const isReady = await fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return { url, stop };
    if (child.exitCode !== null || performance.now() > deadline) {
      await stop();
      throw new Error(`the service did not come up: ${said}`);
    }
    await new Promise((next) => setTimeout(next, 200));
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
