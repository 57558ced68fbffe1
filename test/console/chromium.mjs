import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const PLACES = [
  '/usr/bin',
  '/usr/local/bin',
  '/snap/bin',
  '/Applications/Google Chrome.app/Contents/MacOS',
  '/Applications/Chromium.app/Contents/MacOS',
];

/** The system's Chromium, or why there is none. `CHROMIUM` names one, which must then be there. */
export function findChromium() {
  const named = process.env.CHROMIUM;
  if (named && !existsSync(named)) throw new Error(`CHROMIUM=${named} does not exist`);
  if (named) return { path: named };
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...PLACES];
  const paths = folders.flatMap((folder) =>
    [...NAMES, 'Google Chrome', 'Chromium'].map((name) => join(folder, name)),
  );
  const path = paths.find((candidate) => existsSync(candidate));
  return path === undefined ? { reason: 'no Chromium or Chrome on this machine' } : { path };
}

/** Tries to install it where that is one command and allowed; the console's specs are skipped where it is not. */
export function ensureChromium() {
  if (process.env.CHROMIUM || findChromium().path !== undefined) return;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  process.stderr.write('Installing Chromium for the console specs (apt-get) …\n');
  const apt = (args, ms) =>
    execFileSync('apt-get', args, {
      stdio: ['ignore', 'ignore', 'ignore'],
      timeout: ms,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  try {
    apt(['-qq', 'update'], 60_000);
    apt(['-qq', '-y', '--no-install-recommends', 'install', 'chromium', 'fonts-noto-cjk'], 180_000);
  } catch {
    process.stderr.write('Chromium could not be installed; the console specs will be skipped.\n');
  }
}
