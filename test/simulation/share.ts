import { FOUNDINGS, foundingOf } from './founding.js';
import { PLANTED_BUGS } from './planted-bugs.js';
import { emptyTally, runSchedule } from './tally.js';

/** One process's share of a run: schedules `first`, `first + step`, … below `end`. Answers its parent with a tally. */
const [seed, first, end, step] = process.argv.slice(2, 6).map(Number);
const planted = process.argv[6] as string | undefined;

// Refusals are part of the game; where they were made is not looked at.
Error.stackTraceLimit = 0;
for (let no = 0; no < FOUNDINGS; no++) await foundingOf(no);
if (planted !== undefined) plant(planted);
const tally = emptyTally();
for (let schedule = first; schedule < end; schedule += step) await runSchedule(tally, seed, schedule);
process.send!(tally);
process.disconnect();

function plant(name: string): void {
  const bug = PLANTED_BUGS.find((one) => one.name === name);
  if (bug === undefined) throw new Error(`no bug is called ${name}: see planted-bugs.ts`);
  bug.plant();
}
