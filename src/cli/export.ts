import { createWriteStream, renameSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Command } from 'commander';
import { exportHolder } from '../bundle/export-holder.js';
import { exportJournal } from '../bundle/export-journal.js';
import { openDatabase } from '../platform/database.js';
import { loadSecrets } from '../platform/secrets.js';
import { loadSettings } from '../platform/settings.js';
import { exportsOf, venueSlugs } from './tool.js';

type Pieces = (
  client: Parameters<typeof exportJournal>[0],
  venue: string,
  idSecret: string,
) => AsyncIterable<Buffer>;

/** Bundles for auditors and holders: files that are verified without us (docs/verify.md). */
export function registerExport(program: Command): void {
  const command = exportsOf(program);
  command
    .command('journal')
    .argument('<file>', 'the bundle; packed if its name ends with .gz')
    .option('--venue <slug>', 'needed when there are several')
    .option('--from <seq>', 'first record', record, 1)
    .option(
      '--to <seq>',
      'last record; without it, all that are under a checkpoint',
      record,
      Number.MAX_SAFE_INTEGER,
    )
    .description('every record, for an auditor')
    .action(async (file: string, { venue, from, to }: { venue?: string; from: number; to: number }) =>
      write(file, venue, (client, slug, idSecret) =>
        exportJournal(client, { venue: slug, from, to, idSecret }),
      ),
    );
  command
    .command('holder')
    .argument('<file>', 'the bundle')
    .requiredOption('--account <number>', 'its number in the journal', record)
    .option('--venue <slug>', 'needed when there are several')
    .description('the records and holdings of one holder, and nothing of others')
    .action(async (file: string, { venue, account }: { venue?: string; account: number }) =>
      write(file, venue, (client, slug, idSecret) =>
        exportHolder(client, { venue: slug, account, idSecret }),
      ),
    );
}

async function write(file: string, asked: string | undefined, pieces: Pieces): Promise<void> {
  const settings = loadSettings(process.env);
  const secrets = loadSecrets(settings);
  const database = await openDatabase(settings, secrets);
  const client = await database.pool.connect();
  try {
    const [venue, ...more] = await venueSlugs(database, asked);
    if (venue === undefined || more.length > 0) throw new Error('name the venue with --venue');
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const bytes = Readable.from(pieces(client, venue, secrets.idSecret));
    // A bundle that was not finished must not lie about under the name of one that was.
    const out = createWriteStream(`${file}.new`, { mode: 0o600 });
    await (file.endsWith('.gz') ? pipeline(bytes, createGzip(), out) : pipeline(bytes, out));
    renameSync(`${file}.new`, file);
    process.stdout.write(`${file}: ${venue}\n`);
  } finally {
    await client.query('ROLLBACK').catch(() => undefined);
    client.release();
    await database.close();
  }
}

function record(text: string): number {
  if (!/^[1-9]\d{0,15}$/.test(text)) throw new Error(`${text} is not the number of a record or an account`);
  return Number(text);
}
