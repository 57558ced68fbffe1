import { beforeEach, describe, expect, it } from '@jest/globals';
import { PermitVenue, type TestPlant } from '../../../test/support/permit-venue.js';
import { PermitRules } from './permit-rules.js';
import { hasAttained } from './attainment.js';
import { quotaOf } from './quota.js';

const GRAMS = 1_000_000;
let venue: PermitVenue;
let here: number;

beforeEach(() => {
  venue = new PermitVenue();
  here = venue.district();
});

const rules = (): PermitRules => PermitRules.on(venue.machine.rules, 'city-permit-liaocheng', venue.at)!;

/** Must a project in the district buy, and how many kilograms? */
function quota(pollutant: string, grams: number, { ultraLow = false, mediumGrams = grams } = {}) {
  const judged = rules().pollutant(pollutant)!;
  const attained = hasAttained(venue.machine.permits.territory, rules(), here, judged);
  return quotaOf(rules(), judged, { grams, mediumGrams, attained, ultraLow }, 1_000);
}

describe('how much a project must buy', () => {
  it('S31 replacement ratio: twice as much once PM2.5 of 32 is above the limit of the new standard', () => {
    venue.reading(here, 320);
    venue.clock('2026-02-20', 10);
    expect(rules().limitTenths('PM2.5')).toBe(350);
    expect(quota('NOx', 12.5 * GRAMS)).toMatchObject({ needUnits: 12_500, ratioBps: 10_000 });
    expect(quota('NOx', 12.5 * GRAMS, { ultraLow: true })).toMatchObject({ needUnits: 12_500 });
    venue.clock('2026-03-20', 10);
    expect(rules().limitTenths('PM2.5')).toBe(300);
    expect(quota('NOx', 12.5 * GRAMS)).toMatchObject({ needUnits: 25_000, ratioBps: 20_000 });
    expect(quota('NOx', 12.5 * GRAMS, { ultraLow: true })).toMatchObject({ needUnits: 12_500 });
  });

  it('S35 de minimis: up to 0.1 t, and 0.01 t of ammonia nitrogen, a project is exempt', () => {
    venue.clock('2026-06-02', 10);
    expect(quota('VOCs', 100_000)).toMatchObject({ mustTrade: false, needUnits: 0 });
    // A part of a kilogram is bought as one.
    expect(quota('VOCs', 100_100)).toMatchObject({ mustTrade: true, needUnits: 101 });
    expect(quota('NH3-N', 10_000)).toMatchObject({ mustTrade: false });
    expect(quota('NH3-N', 11_000)).toMatchObject({ mustTrade: true, needUnits: 11 });
  });

  it('S35 de minimis: before June only the sum of a medium counts, from 10 t on', () => {
    venue.clock('2026-05-31', 10);
    expect(quota('VOCs', 100_100)).toMatchObject({ mustTrade: false, thresholdGrams: 10 * GRAMS });
    expect(quota('VOCs', 100_100, { mediumGrams: 10 * GRAMS })).toMatchObject({ mustTrade: true });
    expect(quota('VOCs', 100_100, { mediumGrams: 10 * GRAMS - 1 })).toMatchObject({ mustTrade: false });
  });

  it('a reading counts from its day, and the newest counts', () => {
    venue.reading(here, 320, true, 'PM2.5', '2026-01-01');
    venue.reading(here, 280, true, 'PM2.5', '2026-04-01');
    expect(quota('NOx', GRAMS)).toMatchObject({ ratioBps: 20_000 });
    venue.clock('2026-04-01', 1);
    expect(quota('NOx', GRAMS)).toMatchObject({ ratioBps: 10_000 });
  });
});

describe('who may sell to whom', () => {
  let chemical: TestPlant;
  beforeEach(() => {
    chemical = venue.plant('chemical', here);
  });

  it('S32 sector: thermal power sells air rights to thermal power, captive stations among it, heat parts not', () => {
    const power = venue.plant('power', here, { sector: 'thermal-power' });
    const captive = venue.plant('captive', here, { captivePower: true });
    const heat = venue.plant('heat', here, { sector: 'thermal-power', heatPart: true });
    const toChemical = { namedBuyer: chemical.plantNo };
    expect(venue.apply(power, venue.right(power, 'SO2', 5_000), 1_000, toChemical)).toBe(
      'permits.sector_not_allowed',
    );
    expect(
      venue.apply(captive, venue.right(captive, 'SO2', 5_000), 1_000, { namedBuyer: power.plantNo }),
    ).toBe(2);
    expect(venue.apply(heat, venue.right(heat, 'SO2', 5_000), 1_000, toChemical)).toBe(3);
  });

  it('S33 basin and source class: water stays in its river, industry sells to industry', () => {
    const elsewhere = venue.district('Guan', 'Liaocheng', 'Huanghe');
    const downstream = venue.plant('downstream', elsewhere);
    const farm = venue.plant('farm', here, { sourceClass: 'agricultural', sector: 'farming' });
    const right = venue.right(chemical, 'COD', 5_000);
    expect(venue.apply(chemical, right, 1_000, { namedBuyer: downstream.plantNo })).toBe(
      'permits.basin_mismatch',
    );
    expect(venue.apply(chemical, right, 1_000, { namedBuyer: farm.plantNo })).toBe(
      'permits.source_class_not_allowed',
    );
    expect(venue.transfer(1)).toMatchObject({ state: 'INELIGIBLE', note: 'permits.basin_mismatch' });
  });

  it('S34 upper approval: air leaves its city, and water its basin, only with the consent of those above', () => {
    const far = venue.plant('far', venue.district('Yanggu', 'Jinan', 'Huanghe'));
    for (const pollutant of ['NOx', 'COD']) {
      const right = venue.right(chemical, pollutant, 5_000);
      const named = { namedBuyer: far.plantNo };
      const unasked = pollutant === 'NOx' ? 'permits.needs_upper_approval' : 'permits.basin_mismatch';
      expect(venue.apply(chemical, right, 1_000, named)).toBe(unasked);
      const no = venue.apply(chemical, right, 1_000, { ...named, acrossRegions: true }) as number;
      expect(venue.list(no, 'AGREEMENT', 30_000_00)).toBe('permits.needs_upper_approval');
      const consent = { transferNo: no, authority: 'Province', document: 'No. 7' };
      venue.agreed('grant-upper-approval', consent);
      expect(venue.list(no, 'AGREEMENT', 30_000_00)).toMatchObject({ state: 'LISTED' });
    }
  });

  it('S34b net increase: what missed its target takes nothing from outside, and twice the need from inside', () => {
    const missed = venue.district('Missed', 'Liaocheng', 'Haihe');
    venue.reading(missed, 250, false);
    const buyer = venue.plant('buyer', missed);
    const neighbour = venue.plant('neighbour', missed);
    const toBuyer = { namedBuyer: buyer.plantNo };
    expect(venue.apply(chemical, venue.right(chemical, 'NOx', 5_000), 1_000, toBuyer)).toBe(
      'permits.net_increase_in_nonattainment',
    );
    const inside = venue.apply(neighbour, venue.right(neighbour, 'NOx', 5_000), 1_000, toBuyer) as number;
    expect(venue.list(inside, 'AGREEMENT', 30_000_00)).toMatchObject({ state: 'LISTED' });
    expect(venue.as(buyer, 'register-permit-bidder', inside)).toMatchObject({ ratioBps: 20_000 });
  });

  it('S39 surplus: 118 t discharged of 120 t leave 2 t, less what the safety factor keeps', () => {
    const right = venue.right(chemical, 'NOx', 120_000, { discharge: 118_000 });
    expect(venue.apply(chemical, right, 5_000)).toBe('permits.surplus_not_proven');
    expect(venue.apply(chemical, right, 1)).toBe('permits.surplus_not_proven');
    const instrumentNo = venue.instrument('NOx');
    const { plantNo } = chemical;
    venue.tell('record-discharge', { plantNo, instrumentNo, discharge: 112_380, asOf: '2026-03-02' });
    // 112.38 t × 1.05 = 117.999 t stay.
    expect(venue.apply(chemical, right, 2_002)).toBe('permits.surplus_not_proven');
    expect(venue.apply(chemical, right, 2_001)).toEqual(expect.any(Number));
  });

  it('a surplus is proven by recent data, and what a plant still needs stays', () => {
    const right = venue.right(chemical, 'NOx', 10_000, { need: 9_000 });
    expect(venue.apply(chemical, right, 1_001)).toBe('permits.surplus_not_proven');
    expect(venue.apply(chemical, right, 1_000)).toEqual(expect.any(Number));
    venue.clock('2026-06-02', 10);
    expect(venue.apply(chemical, right, 1_000)).toBe('permits.surplus_not_proven');
  });

  it('S43 pledge: what stands behind a debt is not sold, until the bureau releases it', () => {
    const rightNo = venue.right(chemical, 'NOx', 10_000);
    const instrumentNo = venue.instrument('NOx');
    const pledge = { rightNo, instrumentNo, quantity: 10_000, creditor: 'Bank', lastDay: '2027-01-01' };
    expect(venue.agreed('pledge-right', pledge, 'chemical')).toMatchObject({ encumbranceNo: 1, rank: 1 });
    expect(venue.agreed('pledge-right', { ...pledge, creditor: 'Other' }, 'chemical')).toMatchObject({
      rank: 2,
    });
    expect(venue.apply(chemical, rightNo, 1_000)).toBe('permits.encumbered');
    venue.agreed('release-encumbrance', { encumbranceNo: 1 });
    expect(venue.apply(chemical, rightNo, 1_000)).toBe('permits.encumbered');
    venue.agreed('release-encumbrance', { encumbranceNo: 2 });
    expect(venue.apply(chemical, rightNo, 1_000)).toEqual(expect.any(Number));
    expect(venue.agreed('release-encumbrance', { encumbranceNo: 2 })).toBe('permits.encumbrance_ended');
    expect(venue.agreed('release-encumbrance', { encumbranceNo: 9 })).toBe('permits.unknown_encumbrance');
  });

  it('S44 lease: what is lent is neither lent again nor sold, and comes back by itself', () => {
    const lessee = venue.plant('lessee', here);
    const rightNo = venue.right(chemical, 'NOx', 3_000);
    const instrumentNo = venue.instrument('NOx');
    const lease = { rightNo, instrumentNo, quantity: 3_000, lesseeNo: lessee.plantNo, lastDay: '2026-12-31' };
    expect(venue.agreed('lease-right', lease, 'chemical')).toMatchObject({ encumbranceNo: 1 });
    expect(venue.agreed('lease-right', lease, 'chemical')).toBe('permits.leased_out');
    expect(venue.apply(chemical, rightNo, 1)).toBe('permits.leased_out');
    venue.clock('2026-12-31', 23);
    expect(venue.tell('end-permit-terms')).toMatchObject({ encumbrances: 0 });
    expect(venue.machine.permits.right(rightNo)).toMatchObject({ leased: 3_000 });
    venue.clock('2026-12-31', 24);
    venue.tell('load-rule-pack', { pack: nextYear() });
    expect(venue.tell('end-permit-terms')).toMatchObject({ encumbrances: 1 });
    expect(venue.machine.permits.right(rightNo)).toMatchObject({ leased: 0 });
    expect(venue.tell('end-permit-terms')).toMatchObject({ encumbrances: 0 });
    expect(venue.broken()).toEqual([]);
  });

  /** The same rules, a year later. */
  function nextYear() {
    const { file } = venue.machine.rules.all()[0];
    const dates = { effectiveFrom: '2027-01-01', effectiveTo: '2027-12-31', version: '2027.1' };
    return JSON.parse(JSON.stringify({ ...file, ...dates }));
  }

  it('a lease stays in its district, within the months of the rules and the term of the right', () => {
    const away = venue.plant('away', venue.district('Away'));
    const lessee = venue.plant('lessee', here);
    const rightNo = venue.right(chemical, 'NOx', 3_000);
    const lease = { rightNo, instrumentNo: venue.instrument('NOx'), quantity: 1, lastDay: '2026-12-31' };
    const to = (lesseeNo: number, more = {}) =>
      venue.agreed('lease-right', { ...lease, lesseeNo, ...more }, 'chemical');
    expect(to(away.plantNo)).toBe('permits.lease_leaves_district');
    expect(to(lessee.plantNo, { lastDay: '2027-03-21' })).toBe('permits.bad_term');
    expect(to(chemical.plantNo)).toBe('permits.unknown_plant');
    expect(to(lessee.plantNo, { quantity: 0 })).toBe('permits.bad_quantity');
    expect(to(lessee.plantNo, { lastDay: '2027-03-20' })).toMatchObject({ encumbranceNo: 1 });
  });

  it('plants of one owner do not trade, nor do rights or permits that have run out', () => {
    const rightNo = venue.right(chemical, 'NOx', 3_000, { endDay: '2026-03-19' });
    expect(venue.apply(chemical, rightNo, 1)).toBe('permits.right_expired');
    const sister = venue.plant('chemical', here);
    expect(venue.apply(chemical, rightNo, 1, { namedBuyer: sister.plantNo })).toBe('permits.same_owner');
    const late = venue.plant('late', here, { permitUntil: '2026-03-19' });
    expect(venue.apply(late, venue.right(late, 'SO2', 10), 1)).toBe('permits.permit_expired');
    venue.agreed('change-plant', { plantNo: late.plantNo, ultraLow: false, permitUntil: '2031-03-19' });
    expect(venue.apply(late, 2, 1)).toEqual(expect.any(Number));
    expect(venue.apply(late, 2, 11)).toBe('permits.surplus_not_proven');
  });

  it('a named authority sets aside a rule that holds in principle, with a reason that stays on record', () => {
    const farm = venue.plant('farm', here, { sourceClass: 'agricultural', sector: 'farming' });
    const right = venue.right(chemical, 'COD', 5_000);
    const transferNo = venue.draft(chemical, right, 1_000, { namedBuyer: farm.plantNo }) as number;
    const override = { transferNo, authority: 'Bureau', reason: 'river restoration' };
    const code = 'permits.source_class_not_allowed';
    expect(venue.agreed('override-permit-rule', { ...override, code })).toBe(
      'permits.too_late_for_exception',
    );
    venue.tell('submit-permit-transfer', { transferNo }, 'chemical-manager', 'chemical');
    expect(venue.agreed('override-permit-rule', { ...override, code: 'permits.encumbered' })).toBe(
      'permits.not_overridable',
    );
    expect(venue.agreed('override-permit-rule', { ...override, code })).toMatchObject({ code });
    venue.tell('review-permit-transfer', { transferNo }, 'usr_issuer');
    expect(venue.tell('decide-permit-transfer', { transferNo }, 'usr_approver')).toMatchObject({
      state: 'ELIGIBLE',
    });
    expect(venue.transfer(transferNo).overrides).toMatchObject([
      { authority: 'Bureau', reason: 'river restoration' },
    ]);
  });
});
