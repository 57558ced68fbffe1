import type { Command } from 'commander';
import { replayVenue } from '../checker/check-venue.js';
import { print, progress, venueSlugs, verdictLines, withDatabase } from './tool.js';

export function registerReplay(program: Command): void {
  program
    .command('replay')
    .argument('[venue]', 'a venue, or all of them')
    .option('--json', 'one JSON object for programs')
    .description('rebuild a venue from its journal alone and compare it with the living tables')
    .action(async (asked: string | undefined, { json = false }: { json?: boolean }) => {
      const ok = await withDatabase(async (database) => {
        const reports = [];
        for (const slug of await venueSlugs(database, asked)) {
          reports.push(await replayVenue(database.pool, slug, progress('commands replayed')));
        }
        const text = reports.map(
          (r) =>
            `${r.venue}: ${r.commands.toLocaleString('en')} commands in ${r.seconds} s (${r.commandsPerSecond.toLocaleString('en')}/s), state ${r.stateHash}\n${verdictLines(r.verdicts)}`,
        );
        print(json, { ok: reports.every((r) => r.ok), venues: reports }, text.join('\n\n'));
        return reports.every((r) => r.ok);
      });
      process.exitCode = ok ? 0 : 1;
    });
}
