import type { Command } from 'commander';
import { type Database, openDatabase } from '../platform/database.js';
import { loadSecrets } from '../platform/secrets.js';
import { loadSettings } from '../platform/settings.js';
import type { Verdict } from '../checker/invariant.js';

/** Opens the service's database, beside the running service or without it, and closes what it opened. */
export async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const settings = loadSettings(process.env);
  const database = await openDatabase(settings, loadSecrets(settings));
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** A line on stderr that overwrites itself on a terminal and stays away from pipes. */
export function progress(what: string): (count: number) => void {
  return (count) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${what} ${count.toLocaleString('en')}\u001b[K`);
  };
}

export function print(json: boolean, value: object, text: string): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : `${text}\n`);
}

export function verdictLines(verdicts: readonly Verdict[]): string {
  const width = Math.max(...verdicts.map(({ id }) => id.length));
  return verdicts
    .flatMap(({ id, promise, ok, checked, broken }) => [
      `${ok ? 'ok    ' : 'BROKEN'}  ${id.padEnd(width)}  ${promise} (${checked.toLocaleString('en')})`,
      ...broken.map((what) => `          ${what}`),
    ])
    .join('\n');
}

/** Slugs of the venues asked for: the one named, or all. */
export async function venueSlugs({ pool }: Database, asked: string | undefined): Promise<string[]> {
  const { rows } = await pool.query<{ slug: string }>(`SELECT slug FROM venues ORDER BY venue_no`);
  const slugs = rows.map(({ slug }) => slug);
  if (asked === undefined) return slugs;
  if (!slugs.includes(asked))
    throw new Error(`there is no venue ${asked}; there are: ${slugs.join(', ') || 'none'}`);
  return [asked];
}

/** `airshed export …`: what is written to files that others check. Several tools put their own under it. */
export function exportsOf(program: Command): Command {
  const there = program.commands.find((command) => command.name() === 'export');
  return there ?? program.command('export').description('files that anybody checks without us');
}
