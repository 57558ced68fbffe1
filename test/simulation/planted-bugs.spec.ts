import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { FOUNDINGS, foundingOf } from './founding.js';
import { PLANTED_BUGS } from './planted-bugs.js';
import type { PlantedBug } from './planting.js';
import { emptyTally, runSchedule, type Tally } from './tally.js';

const SEED = 20261124;
const SCHEDULES_MAX = 300;
/** A venue that never comes back takes the longest, and the machine may be busy. */
const BUG_MS_MAX = 240_000;

/** Runs schedules until one of these promises is broken; `schedules` is then how many it took. */
async function untilBroken({ noticedBy: ids, about }: PlantedBug): Promise<Tally> {
  const tally = emptyTally();
  const isNoticed = (): boolean => tally.violations.some(({ id }) => ids.includes(id));
  for (let schedule = 0; schedule < SCHEDULES_MAX && !isNoticed(); schedule++)
    await runSchedule(tally, SEED, schedule, { about });
  return tally;
}

jest.setTimeout(BUG_MS_MAX);

describe('the simulation notices', () => {
  const table: string[] = [];
  const noticed = new Set<string>();
  // The venues are founded by sound code: a bug is planted under a market that already trades.
  beforeAll(async () => {
    for (let no = 0; no < FOUNDINGS; no++) await foundingOf(no);
  });
  afterAll(() => void process.stdout.write(`${table.join('\n')}\n`));

  it.each(PLANTED_BUGS)('$name', async (bug) => {
    const { name, noticedBy, plant } = bug;
    const takeOut = plant();
    try {
      const { schedules, violations } = await untilBroken(bug);
      const ids = [...new Set(violations.map(({ id }) => id))];
      for (const id of ids) noticed.add(id);
      table.push(`| ${name} | ${schedules} | ${ids.join(', ')} |`);
      expect(ids.filter((id) => noticedBy.includes(id))).not.toEqual([]);
    } finally {
      takeOut();
    }
  });

  it('nothing when nothing is planted, and has no promise that no bug has broken', async () => {
    const tally = emptyTally();
    for (let schedule = 0; schedule < 50; schedule++) await runSchedule(tally, SEED, schedule);
    expect(tally.violations).toEqual([]);
    expect(Object.keys(tally.looked).filter((id) => !noticed.has(id))).toEqual([]);
  });

  it('and the page about reliability names every bug', () => {
    const page = readFileSync('docs/reliability.md', 'utf8');
    expect(PLANTED_BUGS.map(({ name }) => name).filter((name) => !page.includes(`| ${name} |`))).toEqual([]);
  });

  it('has at least 25 bugs to notice, each with a name of its own', () => {
    expect(new Set(PLANTED_BUGS.map(({ name }) => name)).size).toBeGreaterThanOrEqual(25);
  });
});
