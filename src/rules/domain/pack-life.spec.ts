import { describe, expect, it } from '@jest/globals';
import { atTheLimit } from '../../../test/support/at-the-limit.js';
import { RegistryVenue } from '../../../test/support/registry-venue.js';
import { canonical, type Json } from '../../kernel/json.js';
import { shippedPack } from '../shipped-packs.js';
import { packChanges, type PackFile, packHash, Rules, rulesExecutors } from './index.js';

const demo = (facts: object): PackFile => ({ ...(shippedPack('demo') as object), ...facts }) as PackFile;
const NEXT = demo({ version: '2', effectiveFrom: '2099-01-01' });

/** A venue of the demonstration pack; its clock stands at 2026-05-29 in Beijing. */
function venueOf(...packs: PackFile[]): RegistryVenue {
  const venue = new RegistryVenue();
  for (const pack of packs) venue.tell('system:setup', 'load-rule-pack', { pack });
  return venue;
}

describe('the life of a pack', () => {
  it('goes from draft over four eyes to published, in force, superseded and expired', () => {
    const venue = venueOf(demo({ version: '1', effectiveTo: '2099-12-31' }));
    const { rules } = venue.world;
    const { draftNo, packHash: hash } = venue.tell('drafter', 'draft-rule-pack', {
      pack: NEXT,
      note: 'fees',
    });
    expect(hash).toBe(packHash(NEXT));
    // A draft rules nothing.
    expect(rules.inForce('demo', '2099-06-01')?.id).toBe('demo@1');
    expect(venue.agreed('publish-rule-pack', { pack: NEXT, draftNo } as never)).toMatchObject({
      state: 'EXECUTED',
      result: { packNo: 2, pack: 'demo@2' },
    });
    const [first, second] = rules.all();
    const on = (day: string) => [first, second].map((pack) => rules.statusOn(pack, day));
    expect(on('2026-05-29')).toEqual(['IN_FORCE', 'PUBLISHED']);
    expect(on('2099-01-01')).toEqual(['SUPERSEDED', 'IN_FORCE']);
    expect(on('2100-01-01')).toEqual(['EXPIRED', 'IN_FORCE']);
    expect(rules.drafts.isFinished(draftNo)).toBe(true);
    expect(venue.tell('drafter', 'discard-rule-pack-draft', { draftNo })).toBe('rules.draft_finished');
  });

  it('is written down with proposer, approver and hash', () => {
    const venue = venueOf(demo({}));
    venue.agreed('publish-rule-pack', { pack: NEXT } as never);
    expect(venue.world.rules.loaded.map(({ publication }) => publication)).toMatchObject([
      { approvedBy: 'system:setup', proposalNo: null },
      { approvedBy: 'checker', proposalNo: 1 },
    ]);
  });

  it('falls back to the pack before it when a trial pack expires, and to no rules when none is left', () => {
    const trial = demo({ version: '2', effectiveFrom: '2026-07-01', effectiveTo: '2026-07-31' });
    const { rules } = venueOf(demo({ effectiveTo: '2026-12-31' }), trial).world;
    const inForce = ['2026-06-30', '2026-07-01', '2026-07-31', '2026-08-01', '2026-12-31', '2027-01-01'];
    expect(inForce.map((day) => rules.inForce('demo', day)?.id)).toEqual([
      'demo@1',
      'demo@2',
      'demo@2',
      'demo@1',
      'demo@1',
      undefined,
    ]);
  });
});

describe('publication', () => {
  const publish = (venue: RegistryVenue, pack: Json): unknown =>
    venue.tell('maker', 'propose', { action: 'publish-rule-pack', payload: { pack } });
  const from = (effectiveFrom: string): Json => demo({ version: '3', effectiveFrom }) as Json;

  it('never reaches back to today or a day before; a new name may begin at once', () => {
    const venue = venueOf(demo({}));
    expect(publish(venue, from('2026-05-29'))).toBe('rules.retroactive');
    expect(publish(venue, from('2026-05-30'))).toMatchObject({ state: 'PENDING' });
    expect(publish(venue, demo({ pack: 'other', effectiveFrom: '2026-05-29' }) as Json)).toMatchObject({
      state: 'PENDING',
    });
  });

  it('counts from the trading day where that is later than the clock', () => {
    const venue = venueOf(demo({}));
    venue.world.market.tradingDay = '2026-06-01';
    expect(publish(venue, from('2026-06-01'))).toBe('rules.retroactive');
    expect(publish(venue, from('2026-06-02'))).toMatchObject({ state: 'PENDING' });
  });

  it('is refused when its day has come before the second pair of eyes', () => {
    const venue = venueOf(demo({}));
    const { proposalNo, payloadHash } = publish(venue, from('2026-05-30')) as Record<string, Json>;
    venue.world.market.tradingDay = '2026-05-30';
    expect(venue.tell('checker', 'approve', { proposalNo, payloadHash })).toBe('rules.retroactive');
  });

  it('is of the very text of its draft, while that is open', () => {
    const venue = venueOf(demo({}));
    const { draftNo } = venue.tell('drafter', 'draft-rule-pack', { pack: NEXT });
    const propose = (pack: PackFile, no: number): unknown =>
      venue.tell('maker', 'propose', { action: 'publish-rule-pack', payload: { pack, draftNo: no } });
    expect(propose(demo({ version: '2', effectiveFrom: '2099-01-02' }), draftNo)).toBe('rules.not_the_draft');
    expect(propose(NEXT, 7)).toBe('rules.unknown_draft');
    const { proposalNo, payloadHash } = propose(NEXT, draftNo) as Record<string, Json>;
    venue.tell('drafter', 'discard-rule-pack-draft', { draftNo });
    expect(venue.tell('checker', 'approve', { proposalNo, payloadHash })).toBe('rules.draft_finished');
  });

  it('is an action of the office', () => {
    expect(rulesExecutors['publish-rule-pack'].owner({} as never, {})).toBe('');
  });
});

describe('drafts', () => {
  it('are refused with a report, and when the version is a rule already', () => {
    const venue = venueOf(demo({}));
    expect(venue.tell('drafter', 'draft-rule-pack', { pack: {} })).toBe('rules.invalid_pack');
    expect(venue.tell('drafter', 'draft-rule-pack', { pack: demo({}) })).toBe('rules.version_exists');
    expect(venue.tell('drafter', 'discard-rule-pack-draft', { draftNo: 1 })).toBe('rules.unknown_draft');
  });

  it('outlive a snapshot', () => {
    const venue = venueOf(demo({}));
    for (const version of ['2', '3', '4'])
      venue.tell('drafter', 'draft-rule-pack', { pack: demo({ version }) });
    venue.tell('drafter', 'discard-rule-pack-draft', { draftNo: 2 });
    const dumped = venue.world.rules.dump();
    const reborn = Rules.restore(JSON.parse(canonical(dumped)) as Json);
    expect(canonical(reborn.dump())).toBe(canonical(dumped));
    expect([reborn.drafts.openCount, reborn.drafts.isFinished(2), reborn.drafts.isFinished(4)]).toEqual([
      2,
      true,
      false,
    ]);
  });

  const drafted = (drafts: number): unknown => {
    const venue = venueOf(demo({}));
    const each = (no: number): unknown =>
      venue.tell('drafter', 'draft-rule-pack', { pack: demo({ version: `2.${no}` }) });
    for (let no = 1; no < drafts; no++) each(no);
    return each(drafts);
  };
  atTheLimit('RULE_DRAFTS_MAX', {
    at: (drafts) => expect(drafted(drafts)).toMatchObject({ draftNo: drafts, state: 'OPEN' }),
    past: (drafts) => expect(drafted(drafts)).toBe('rules.too_many_drafts'),
  });
});

describe('the changes of a pack', () => {
  it('name what is added, removed and changed, and which part of it', () => {
    const after = structuredClone(NEXT);
    after.keys['fee.listed.buy'].value = 8;
    after.keys['fee.listed.buy'].legalBasis = 'a new tariff';
    delete (after.keys as Partial<PackFile['keys']>)['band.pct.block'];
    after.keys['retention.years'] = { value: 20, unit: 'years', legalBasis: 'a rule', status: 'design' };
    const told = packChanges(demo({}), after).map(({ what, kind, parts }) => [what, kind, parts]);
    expect(told).toEqual([
      ['effectiveFrom', 'changed', undefined],
      ['band.pct.block', 'removed', undefined],
      ['fee.listed.buy', 'changed', ['legalBasis', 'value']],
      ['retention.years', 'added', undefined],
    ]);
    expect(packChanges(NEXT, NEXT)).toEqual([]);
  });
});
