import type { Command } from 'commander';
import { checkOffice, checkOfficeLog, checkOfficeTrail, checkVenue } from '../checker/check-venue.js';
import { print, progress, venueSlugs, verdictLines, withDatabase } from './tool.js';

export function registerVerify(program: Command): void {
  program
    .command('verify')
    .argument('[venue]', 'a venue, or all of them')
    .option('--json', 'one JSON object for programs')
    .description('check every promise: chain, conservation, holds, settlement, serials, tables = journal')
    .action(async (asked: string | undefined, { json = false }: { json?: boolean }) => {
      const ok = await withDatabase(async (database) => {
        const office = await checkOffice(database.pool);
        const officeLog = await checkOfficeLog(database.pool);
        const officeTrail = await checkOfficeTrail(database.pool);
        const reports = [];
        for (const slug of await venueSlugs(database, asked)) {
          reports.push(await checkVenue(database.pool, slug, progress('commands checked')));
        }
        const text = reports.map(
          (r) =>
            `${r.venue}: ${r.ok ? 'every promise holds' : 'A PROMISE IS BROKEN'} — ${r.commands.toLocaleString('en')} commands, head ${r.head.slice(0, 16)}…, state ${r.stateHash.slice(0, 16)}…\n${verdictLines(r.verdicts)}`,
        );
        const all = office.ok && officeLog.ok && officeTrail.ok && reports.every((r) => r.ok);
        print(
          json,
          { ok: all, office, officeLog, officeTrail, venues: reports },
          [...text, `office\n${verdictLines([office, officeLog, officeTrail])}`].join('\n\n'),
        );
        return all;
      });
      process.exitCode = ok ? 0 : 1;
    });
}
