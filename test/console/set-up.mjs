import { spawn } from 'node:child_process';
import { chmodSync, createWriteStream, mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ROOT } from '../../scripts/setup.mjs';
import { findChromium } from './chromium.mjs';

const START_MS_MAX = 90_000;

/**
 * One real service, as `npm start` runs it, and one browser for every console spec. Where there is no browser the
 * specs are skipped, and say why.
 */
export default async function setUp() {
  const found = findChromium();
  if (found.path === undefined) {
    process.stderr.write(`\nconsole specs are skipped: ${found.reason}\n`);
    process.env.AIRSHED_CONSOLE = JSON.stringify({ skipped: found.reason });
    return;
  }
  ensureBuilt();
  const dataDir = mkdtempSync(join(tmpdir(), 'airshed-console-'));
  // The embedded database's own user must be able to pass through.
  chmodSync(dataDir, 0o711);
  const port = await freePort();
  const service = spawn(process.execPath, [join(ROOT, 'dist', 'src', 'main.js')], {
    cwd: ROOT,
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'warn', NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = join(dataDir, 'service.log');
  service.stderr.pipe(createWriteStream(log));
  globalThis.consoleWorld = { service, dataDir };
  await started(service, log);
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launchServer({
    executablePath: found.path,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
  globalThis.consoleWorld.browser = browser;
  const address = `http://127.0.0.1:${port}`;
  const { venue, people } = JSON.parse(readFileSync(join(dataDir, 'demo-credentials.json'), 'utf8'));
  process.env.AIRSHED_CONSOLE = JSON.stringify({ address, venue, people, browser: browser.wsEndpoint() });
}

function started(service, log) {
  return new Promise((resolve, reject) => {
    const give = (why) => reject(new Error(`${why}\n${readFileSync(log, 'utf8')}`));
    const timer = setTimeout(() => give('the service did not start in time'), START_MS_MAX);
    service.once('exit', (code) => give(`the service stopped with ${code}`));
    service.stdout.on('data', (data) => {
      if (!String(data).includes('Airshed is running')) return;
      clearTimeout(timer);
      service.removeAllListeners('exit');
      resolve();
    });
  });
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
