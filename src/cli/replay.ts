import { statSync } from 'node:fs';
import type { Command } from 'commander';
import { replayBundle } from '../bundle/replay-bundle.js';
import { replayVenue } from '../checker/check-venue.js';
import { print, progress, venueSlugs, verdictLines, withDatabase } from './tool.js';

export function registerReplay(program: Command): void {
  program
    .command('replay')
    .argument('[what]', 'a venue or all of them; or the file of a bundle, for which no database is needed')
    .option('--json', 'one JSON object for programs')
    .description(
      'rebuild a venue from its journal alone and compare it with the living tables or published states',
    )
    .action(async (asked: string | undefined, { json = false }: { json?: boolean }) => {
      const isFile = asked !== undefined && statSync(asked, { throwIfNoEntry: false })?.isFile() === true;
      const ok = isFile ? ofBundle(asked, json) : await ofDatabase(asked, json);
      process.exitCode = ok ? 0 : 1;
    });
}

function ofBundle(file: string, json: boolean): boolean {
  const replay = replayBundle(file, progress('commands replayed'));
  const { venue, commands, seconds, trades, compared, reports, lastSeq, stateHash, difference } = replay;
  const perSecond = Math.round(commands / seconds).toLocaleString('en');
  const ok = difference === undefined;
  const text = [
    `${venue}: ${commands.toLocaleString('en')} commands in ${seconds.toFixed(3)} s (${perSecond}/s), ${trades.toLocaleString('en')} trades, up to record ${lastSeq}`,
    ok
      ? `every record is decided the same, ${compared} published states met`
      : `FIRST DIFFERENCE: ${difference}`,
    ...reports.map(
      ({ day, seq, stateSeq, stateHash: hash }) =>
        `report of ${day} (record ${seq}): state after record ${stateSeq} is ${hash}, as it says`,
    ),
    `state ${stateHash}`,
  ];
  print(json, { ok, ...replay }, text.join('\n'));
  return ok;
}

async function ofDatabase(asked: string | undefined, json: boolean): Promise<boolean> {
  return withDatabase(async (database) => {
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
}
