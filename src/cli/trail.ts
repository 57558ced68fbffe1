import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { checkTrailFile } from '../trail/domain/trail-file.js';
import { rebuildTrail } from '../trail/store/rebuild-trail.js';
import { print, progress, withDatabase } from './tool.js';

/** The index of the audit trail, and the files that it was exported to. */
export function registerTrail(program: Command): void {
  const trail = program.command('trail').description('the audit trail: its index, and exported files');
  trail
    .command('rebuild')
    .requiredOption('--reason <text>', 'why, for the office journal')
    .option('--json', 'one JSON object for programs')
    .description('empty the index and read all journals again; nothing of the journals changes')
    .action(async ({ reason, json = false }: { reason: string; json?: boolean }) => {
      const built = await withDatabase(({ ownerUrl, pool }) =>
        rebuildTrail(ownerUrl, pool, reason, progress('records read')),
      );
      const { journals, records, lines } = built;
      const [read, made] = [records, lines].map((count) => count.toLocaleString('en'));
      print(json, built, `${read} records of ${journals} journals read, ${made} lines in the index`);
    });
  trail
    .command('check')
    .argument('<file>', 'NDJSON or CSV, as GET /api/v1/trail/export gave it')
    .option('--json', 'one JSON object for programs')
    .description('hash an exported file and compare it with its last line; no database')
    .action((file: string, { json = false }: { json?: boolean }) => {
      const { fault, lines, sha256, next } = checkTrailFile(readFileSync(file));
      const goes = next === undefined ? '' : `; it goes on with after=${next}`;
      const said = fault ?? `whole: ${lines.toLocaleString('en')} lines, SHA-256 ${sha256}${goes}`;
      print(json, { ok: fault === undefined, lines, sha256, next, fault }, `${file}: ${said}`);
      process.exitCode = fault === undefined ? 0 : 1;
    });
}
