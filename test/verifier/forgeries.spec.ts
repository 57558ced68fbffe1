import { describe, expect, it } from '@jest/globals';
import { Dice } from '../simulation/dice.js';
import { batchesOf, holderBundle, journalBundle, tradedVenue } from './bundles.js';
import { reportedBundle } from './forged-reports.js';
import { Forger, type Forgery } from './forger.js';
import { LogKeeper } from './log-keeper.js';
import { loadVerifier, type Verifier, WEAKNESSES } from './weakened.js';

/** `npm run drill -- --forgeries 10000` asks for more. */
const FORGERIES = Number(process.env.DRILL_FORGERIES ?? 400);
const SEED = Number(process.env.DRILL_SEED ?? 20261125);
/** Forgeries after which a weakness counts as unnoticed. */
const UNNOTICED = 300;

const venue = tradedVenue();
const whole = journalBundle(venue);
const holder = holderBundle(venue, venue.b, 'org_b');
const forger = (seed: number): Forger => new Forger(new Dice(seed, 0), venue, whole, holder);

async function isAccepted({ BundleCheck }: Verifier, { lines, trust }: Forgery): Promise<boolean> {
  const check = new BundleCheck(trust);
  for (const line of lines) check.take(line);
  const { ok, isPinned } = await check.finish();
  return ok && isPinned;
}

describe('forgeries', () => {
  it(`are all refused: ${FORGERIES} of them`, async () => {
    const verifier = await loadVerifier();
    for (const { lines, keeper, kept } of [whole, holder]) {
      const trust = { keys: [keeper.key.vkey], witnesses: [keeper.witness.vkey], seen: [kept] };
      expect(await isAccepted(verifier, { kind: 'the truth', lines, trust })).toBe(true);
    }
    const { keeper } = whole;
    const reported = reportedBundle(batchesOf(venue), () => new LogKeeper(keeper.key, keeper.witness));
    const trust = { keys: [keeper.key.vkey], witnesses: [keeper.witness.vkey], seen: [] };
    expect(await isAccepted(verifier, { kind: 'a true report', lines: reported, trust })).toBe(true);
    const source = forger(SEED);
    const made = new Map<string, number>();
    const accepted: string[] = [];
    for (let no = 0; no < FORGERIES; no++) {
      const forgery = source.next();
      made.set(forgery.kind, (made.get(forgery.kind) ?? 0) + 1);
      if (await isAccepted(verifier, forgery)) accepted.push(`${no} ${forgery.kind}`);
    }
    const kinds = [...made].map(([kind, count]) => `${kind} ${count}`).sort();
    process.stdout.write(`${FORGERIES} forgeries, ${accepted.length} accepted; ${kinds.join(', ')}\n`);
    expect(accepted).toEqual([]);
    expect(made.size).toBe(Object.keys(source.kinds).length);
  }, 3_600_000);

  it.each(WEAKNESSES)('are accepted when $name', async (weakness) => {
    const verifier = await loadVerifier(weakness);
    const source = forger(SEED);
    let accepted: string | undefined;
    let tried = 0;
    while (accepted === undefined && tried < UNNOTICED) {
      const forgery = source.next(weakness.letsIn);
      tried += 1;
      if (await isAccepted(verifier, forgery)) accepted = forgery.kind;
    }
    process.stdout.write(`${weakness.name}: after ${tried} forgeries, ${accepted ?? 'UNNOTICED'}\n`);
    expect(accepted).toBeDefined();
  });
});
