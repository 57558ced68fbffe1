import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { appendOfficeEntry } from '../audit/index.js';
import { openDatabase } from '../platform/database.js';
import { loadSecrets } from '../platform/secrets.js';
import { loadSettings } from '../platform/settings.js';
import { rotateKey } from '../proof/commands/rotate-key.js';
import { inTransaction } from '../proof/commands/transaction.js';
import { LOG_ALGORITHMS, type LogAlgorithm, parseVkey, vkeyOf } from '../proof/domain/note-key.js';
import { exportTiles } from '../proof/queries/export-tiles.js';
import { signerParts } from '../proof/jobs/log-keeper.js';
import { exportsOf, withDatabase } from './tool.js';

const ACTOR = 'operator:cli';

/** Keys and witnesses of the logs, and their static files. What changes something is an entry of the office journal. */
export function registerLogTools(program: Command): void {
  program
    .command('log-key')
    .argument('<what>', 'rotate')
    .requiredOption('--reason <text>', 'why, for the office journal')
    .option('--algorithm <name>', LOG_ALGORITHMS.join(' | '), 'ed25519')
    .description('a new key signs checkpoints from now on; what the old one signed stays verifiable')
    .action(async (what: string, { reason, algorithm }: { reason: string; algorithm: string }) => {
      if (what !== 'rotate') throw new Error(`log-key rotate; not ${what}`);
      if (!(LOG_ALGORITHMS as readonly string[]).includes(algorithm))
        throw new Error(`there is no algorithm ${algorithm}`);
      const settings = loadSettings(process.env);
      const database = await openDatabase(settings, loadSecrets(settings));
      try {
        const parts = signerParts(database.pool, settings);
        const named = algorithm as LogAlgorithm;
        const { keyNo, publicKey } = await rotateKey(parts, named, { actor: ACTOR, reason });
        const vkey = vkeyOf({ name: settings.LOG_ORIGIN, algorithm: named, publicKey });
        process.stdout.write(`key ${keyNo} signs from now on: ${vkey}\n`);
      } finally {
        await database.close();
      }
    });
  program
    .command('log-witness')
    .argument('<what>', 'add | remove')
    .argument('<vkey>', 'as the witness prints it')
    .requiredOption('--reason <text>', 'why, for the office journal')
    .description('whose signatures under our checkpoints are kept')
    .action(async (what: string, vkey: string, { reason }: { reason: string }) => {
      if (what !== 'add' && what !== 'remove') throw new Error(`log-witness add, remove; not ${what}`);
      if (parseVkey(vkey)?.algorithm !== 'cosignature') throw new Error(`${vkey} is not a witness's key`);
      await withDatabase(({ pool }) =>
        inTransaction(pool, async (client) => {
          const { rowCount } = await client.query(
            what === 'add'
              ? `INSERT INTO log_witnesses (vkey, added_at) VALUES ($1, now()) ON CONFLICT DO NOTHING`
              : `UPDATE log_witnesses SET removed_at = now() WHERE vkey = $1 AND removed_at IS NULL`,
            [vkey],
          );
          if (rowCount !== 1)
            throw new Error(`that witness is ${what === 'add' ? 'there already' : 'not there'}`);
          const kind = what === 'add' ? 'log-witness-added' : 'log-witness-removed';
          await appendOfficeEntry(client, { actor: ACTOR, kind, subject: vkey, detail: { reason } });
        }),
      );
      process.stdout.write(`${vkey}: ${what === 'add' ? 'its signatures are kept' : 'no longer kept'}\n`);
    });
  exportsOf(program)
    .command('tiles')
    .argument('<dir>', 'an empty or missing folder')
    .description('every log as static files, to be served by any web server')
    .action(async (dir: string) => {
      if (existsSync(dir)) throw new Error(`${dir} is there already`);
      let files = 0;
      await withDatabase(async ({ pool }) => {
        for await (const { path, bytes } of exportTiles(pool)) {
          mkdirSync(dirname(join(dir, path)), { recursive: true });
          writeFileSync(join(dir, path), bytes);
          files += 1;
        }
      });
      process.stdout.write(`${files} files in ${dir}\n`);
    });
}
