import { beforeEach, describe, expect, it } from '@jest/globals';
import { atTheLimit } from '../../../test/support/at-the-limit.js';
import { packWith } from '../../../test/support/market-world.js';
import { PermitVenue, type TestPlant } from '../../../test/support/permit-venue.js';
import { shippedPack } from '../../rules/index.js';

const RESERVE = 11;
let venue: PermitVenue;
let here: number;
let plant: TestPlant;

beforeEach(() => {
  venue = new PermitVenue();
  here = venue.district();
  plant = venue.plant('plant', here);
});

describe('what the bureau enters', () => {
  it('names districts, plants and instruments that are there', () => {
    const facts = { name: 'x', sector: 's', sourceClass: 'industrial', captivePower: false, heatPart: false };
    const more = { ...facts, ultraLow: false, permitUntil: '' };
    const account = venue.account('other');
    const { accountNo } = plant;
    const register = (accountNo: number, districtNo: number) =>
      venue.agreed('register-plant', { ...more, accountNo, districtNo });
    expect(register(accountNo, here)).toBe('permits.account_has_plant');
    expect(register(999, here)).toBe('permits.account_not_active');
    expect(register(account, 9)).toBe('permits.unknown_district');
    expect(venue.agreed('change-plant', { plantNo: 9, ultraLow: true, permitUntil: '' })).toBe(
      'permits.unknown_plant',
    );
    const reading = { districtNo: here, indicator: 'PM2.5', day: '2026-01-01', tenths: -1, targetMet: true };
    expect(venue.agreed('record-reading', reading)).toBe('permits.bad_reading');
    expect(venue.agreed('record-reading', { ...reading, districtNo: 9 })).toBe('permits.unknown_district');
    const standing = { plantNo: plant.plantNo, instrumentNo: 9, permitted: 0, need: 0 };
    expect(venue.agreed('set-standing', standing)).toBe('permits.not_a_permit');
    expect(venue.agreed('set-standing', { ...standing, plantNo: 9 })).toBe('permits.unknown_plant');
  });

  it('keeps rights under the cap of their district, and caps above their rights', () => {
    const instrumentNo = venue.instrument('NOx');
    const { plantNo, accountNo } = plant;
    const term = { startDay: '2026-01-01', endDay: '2029-01-01' };
    const right = { plantNo, instrumentNo, quantity: 100, origin: 'FREE', paidFen: 0, ...term };
    const register = (more: object = {}) => venue.agreed('register-right', { ...right, ...more });
    expect(register()).toBe('permits.insufficient_units');
    venue.allocate(instrumentNo, accountNo, 1_000);
    expect(register()).toBe('permits.cap_missing');
    expect(register({ quantity: 0 })).toBe('permits.bad_quantity');
    expect(register({ endDay: '2031-01-02' })).toBe('permits.bad_term');
    expect(register({ endDay: '2025-12-31' })).toBe('permits.bad_term');
    const cap = (quantity: number) =>
      venue.agreed('set-district-cap', { districtNo: here, instrumentNo, quantity });
    cap(99);
    expect(register()).toBe('permits.cap_exceeded');
    cap(100);
    expect(register()).toMatchObject({ rightNo: 1 });
    expect(cap(99)).toBe('permits.cap_below_rights');
    expect(venue.agreed('set-district-cap', { districtNo: 9, instrumentNo, quantity: 1 })).toBe(
      'permits.unknown_district',
    );
    expect(venue.agreed('set-district-cap', { districtNo: here, instrumentNo: 9, quantity: 1 })).toBe(
      'permits.not_a_permit',
    );
    // A registered right is no longer the market's to sell.
    expect(venue.machine.ledger.balance(accountNo, instrumentNo)).toMatchObject({
      posted: 1_000,
      frozen: 100,
    });
    expect(venue.broken()).toEqual([]);
  });

  it('takes discharge of days that have been, in units that are mass', () => {
    const instrumentNo = venue.instrument('NOx');
    const discharge = { plantNo: plant.plantNo, instrumentNo, discharge: 5, asOf: '2026-03-21' };
    expect(venue.tell('record-discharge', discharge)).toBe('permits.reading_ahead');
    expect(venue.tell('record-discharge', { ...discharge, plantNo: 9 })).toBe('permits.unknown_plant');
    expect(venue.tell('record-discharge', { ...discharge, discharge: -1 })).toBe('permits.bad_quantity');
    const facts = { symbol: 'ODD', kind: 'permit', pollutant: 'NOx', zone: '', sector: '', vintage: 2026 };
    const odd = { ...facts, expiry: null, unitName: 'pieces', unitScale: 0, tickFen: 1, lotUnits: 1 };
    const pack = { packName: 'city-permit-liaocheng', referencePriceFen: 100 };
    const { instrumentNo: oddNo } = venue.agreed('create-instrument', { ...odd, ...pack });
    const term = { startDay: '2026-01-01', endDay: '2029-01-01' };
    const right = {
      plantNo: plant.plantNo,
      instrumentNo: oddNo,
      quantity: 1,
      origin: 'FREE',
      paidFen: 0,
      ...term,
    };
    expect(venue.agreed('register-right', right)).toBe('permits.unit_not_mass');
  });
});

describe('an application', () => {
  it('is its owner’s, of a right that is there, and passes through four hands', () => {
    const rightNo = venue.right(plant, 'NOx', 1_000);
    const stranger = venue.plant('stranger', here);
    expect(venue.draft(stranger, rightNo, 1)).toBe('permits.unknown_right');
    expect(venue.draft(plant, 9, 1)).toBe('permits.unknown_right');
    expect(venue.draft(plant, rightNo, 0)).toBe('permits.bad_quantity');
    expect(venue.draft(plant, rightNo, 1, { namedBuyer: 9 })).toBe('permits.unknown_plant');
    const transferNo = venue.draft(plant, rightNo, 1) as number;
    const step = (kind: string, by: string, org = '') => venue.tell(kind, { transferNo }, by, org);
    expect(step('submit-permit-transfer', 'x', 'stranger')).toBe('permits.unknown_transfer');
    expect(step('submit-permit-transfer', 'plant-trader', 'plant')).toBe('permits.four_eyes');
    expect(step('decide-permit-transfer', 'chief')).toBe('permits.illegal_transition');
    step('submit-permit-transfer', 'plant-manager', 'plant');
    expect(step('submit-permit-transfer', 'plant-manager', 'plant')).toBe('permits.illegal_transition');
    step('review-permit-transfer', 'clerk');
    expect(step('decide-permit-transfer', 'clerk')).toBe('permits.four_eyes');
    expect(step('decide-permit-transfer', 'chief')).toMatchObject({ state: 'ELIGIBLE' });
    // Not published yet: to others it is as unknown as one that never was.
    expect(venue.as(stranger, 'register-permit-bidder', transferNo)).toBe('permits.unknown_transfer');
    expect(venue.as(stranger, 'sign-permit-contract', 9)).toBe('permits.unknown_transfer');
    expect(venue.tell('review-permit-transfer', { transferNo: 9 })).toBe('permits.unknown_transfer');
  });

  it('asks for rules: a pollutant that the market offers, and a market that offers any', () => {
    const rightNo = venue.right(plant, 'Pb', 1_000);
    expect(venue.apply(plant, rightNo, 1)).toBe('permits.pollutant_not_offered');
    const file = structuredClone(shippedPack('city-permit-liaocheng')) as never as {
      keys: Record<string, unknown>;
    };
    delete file.keys['permit.pollutants'];
    venue = new PermitVenue(file as never);
    plant = venue.plant('plant', venue.district());
    const bare = { plantNo: plant.plantNo, instrumentNo: venue.instrument('NOx'), quantity: 1 };
    const term = { origin: 'FREE', paidFen: 0, startDay: '2026-01-01', endDay: '2026-12-31' };
    expect(venue.agreed('register-right', { ...bare, ...term })).toBe('permits.not_offered');
  });

  it('is refused where the right has not so much free', () => {
    const rightNo = venue.right(plant, 'NOx', 1_000);
    venue.right(plant, 'NOx', 1_000);
    expect(venue.apply(plant, rightNo, 1_001)).toBe('permits.insufficient_right');
    const pledge = { rightNo, instrumentNo: venue.instrument('NOx'), quantity: 1_001, creditor: 'x' };
    expect(venue.agreed('pledge-right', { ...pledge, lastDay: '2027-01-01' }, 'plant')).toBe(
      'permits.insufficient_right',
    );
    expect(venue.agreed('pledge-right', { ...pledge, lastDay: '2039-01-01' }, 'plant')).toBe(
      'permits.bad_term',
    );
    expect(venue.agreed('pledge-right', { ...pledge, lastDay: '2027-01-01' }, 'other')).toBe(
      'approvals.unknown_subject',
    );
  });

  it('knows no lease where the rules have none', () => {
    const file = structuredClone(shippedPack('city-permit-liaocheng')) as never as {
      keys: Record<string, unknown>;
    };
    delete file.keys['lease.monthsMax'];
    venue = new PermitVenue(file as never);
    here = venue.district();
    plant = venue.plant('plant', here);
    const lesseeNo = venue.plant('lessee', here).plantNo;
    const rightNo = venue.right(plant, 'NOx', 10);
    const lease = {
      rightNo,
      instrumentNo: venue.instrument('NOx'),
      quantity: 1,
      lesseeNo,
      lastDay: '2026-12-31',
    };
    expect(venue.agreed('lease-right', lease, 'plant')).toBe('permits.lease_not_offered');
  });
});

describe('the reserve', () => {
  const FUND = { amountFen: 10_000_000, bankReference: 'treasury' };

  it('takes free rights back, buys paid ones back by what is left of their term, and releases them', () => {
    const free = venue.right(plant, 'NOx', 1_000);
    // Of 41 months, parts counted as whole, 38 are left.
    const paid = venue.right(plant, 'NOx', 1_000, { origin: 'PAID', paidFen: 4_000_000 });
    const instrumentNo = venue.instrument('NOx');
    const take = { rightNo: free, instrumentNo, quantity: 400, ground: 'TAKEN_BACK' };
    expect(venue.agreed('take-back-right', { ...take, rightNo: paid })).toBe('permits.right_was_paid');
    expect(venue.agreed('take-back-right', { ...take, quantity: 1_001 })).toBe('permits.insufficient_right');
    expect(venue.agreed('take-back-right', { ...take, rightNo: 9 })).toBe('permits.unknown_right');
    expect(venue.agreed('take-back-right', take)).toMatchObject({ rightNo: 3, quantity: 400 });
    const buy = { rightNo: paid, instrumentNo, quantity: 500 };
    expect(venue.agreed('buy-back-right', { ...buy, rightNo: free })).toBe('permits.right_was_free');
    expect(venue.agreed('buy-back-right', buy)).toBe('permits.insufficient_cash');
    expect(venue.agreed('fund-reserve', { ...FUND, amountFen: 0 })).toBe('ledger.bad_amount');
    expect(venue.agreed('fund-reserve', { ...FUND, amountFen: Number.MAX_SAFE_INTEGER })).toBe(
      'ledger.amount_too_large',
    );
    venue.agreed('fund-reserve', FUND);
    const before = venue.cash(plant.accountNo);
    expect(venue.agreed('buy-back-right', buy)).toMatchObject({ rightNo: 4, priceFen: 1_853_659 });
    expect(venue.cash(plant.accountNo) - before).toBe(1_853_659);
    expect(venue.machine.permits.right(paid)).toMatchObject({ quantity: 500, paidFen: 2_000_000 });
    expect(venue.machine.ledger.balance(RESERVE, instrumentNo).posted).toBe(900);
    expect(venue.broken()).toEqual([]);

    const release = {
      rightNo: 3,
      instrumentNo,
      quantity: 400,
      namedBuyer: 0,
      acrossRegions: false,
      ground: 'growth',
    };
    expect(venue.agreed('release-reserve', { ...release, rightNo: free })).toBe('permits.unknown_right');
    expect(venue.agreed('release-reserve', { ...release, quantity: 401 })).toBe('permits.insufficient_right');
    const { transferNo } = venue.agreed('release-reserve', release);
    const buyer = venue.plant('buyer', here);
    venue.list(transferNo, 'FIXED_PRICE', 26_000_00);
    venue.as(buyer, 'register-permit-bidder', transferNo);
    venue.as(buyer, 'take-permit-listing', transferNo);
    venue.as(buyer, 'sign-permit-contract', transferNo);
    venue.as(buyer, 'pay-permit-contract', transferNo);
    const money = venue.cash(RESERVE);
    expect(venue.agreed('certify-permit-transfer', { transferNo })).toMatchObject({ granted: 400 });
    expect(venue.cash(RESERVE) - money).toBe(1_040_000 - 5_200);
    expect(venue.tell('start-permit-change', { transferNo }, 'clerk')).toMatchObject({
      state: 'PERMIT_CHANGING',
    });
    expect(venue.tell('complete-permit-transfer', { transferNo }, 'chief')).toMatchObject({ permitted: 400 });
    expect(venue.broken()).toEqual([]);
  });

  it('takes nothing that is pledged or lent, and its first stock from what was given to nobody', () => {
    const rightNo = venue.right(plant, 'NOx', 1_000);
    const instrumentNo = venue.instrument('NOx');
    const lesseeNo = venue.plant('lessee', here).plantNo;
    const of = { rightNo, instrumentNo, quantity: 600 };
    venue.agreed('lease-right', { ...of, lesseeNo, lastDay: '2026-12-31' }, 'plant');
    expect(venue.agreed('take-back-right', { ...of, ground: 'CONFISCATED' })).toBe('permits.leased_out');
    venue.agreed('pledge-right', { ...of, quantity: 400, creditor: 'x', lastDay: '2026-12-31' }, 'plant');
    expect(venue.agreed('take-back-right', { ...of, ground: 'CONFISCATED' })).toBe('permits.encumbered');
    const share = { instrumentNo, districtNo: here, quantity: 100, endDay: '2030-12-31' };
    expect(venue.agreed('reserve-share', share)).toBe('permits.insufficient_units');
    const lines = [{ accountNo: plant.accountNo, quantity: 100 }];
    const { batchNo } = venue.tell(
      'draft-batch',
      { instrumentNo, year: 2026, fileHash: 'b'.repeat(64), lines },
      'i',
    );
    venue.tell('submit-batch', { batchNo }, 'i');
    venue.tell('approve-batch', { batchNo, fileHash: 'b'.repeat(64) }, 'a');
    venue.tell('create-batch', { batchNo }, 'c');
    // Created for a plant, and so not the reserve's.
    expect(venue.agreed('reserve-share', share)).toBe('permits.insufficient_units');
    venue.tell('distribute-batch', { batchNo }, 'c');
    venue.agreed('recall-units', { batchNo, accountNo: plant.accountNo, quantity: 100, reason: 'x' });
    expect(venue.agreed('reserve-share', share)).toBe('permits.cap_exceeded');
    expect(venue.agreed('reserve-share', { ...share, districtNo: 9 })).toBe('permits.unknown_district');
    expect(venue.agreed('reserve-share', { ...share, instrumentNo: 9 })).toBe('permits.not_a_permit');
    expect(venue.agreed('reserve-share', { ...share, quantity: 0 })).toBe('permits.bad_quantity');
    venue.agreed('set-district-cap', { districtNo: here, instrumentNo, quantity: 1_100 });
    expect(venue.agreed('reserve-share', share)).toMatchObject({ rightNo: 2 });
    expect(venue.broken()).toEqual([]);
  });
});

describe('what one venue may have', () => {
  const districts = (count: number): unknown => {
    const known = venue.machine.permits.territory;
    while (known.districtCount < count - 1) known.addDistrict({ name: 'x', city: 'x', basin: 'x' });
    return venue.agreed('register-district', { name: 'last', city: 'x', basin: 'x' });
  };
  atTheLimit('PERMIT_DISTRICTS_MAX', {
    at: (most) => expect(districts(most)).toMatchObject({ districtNo: most }),
    past: (onePast) => expect(districts(onePast)).toBe('permits.too_many_districts'),
  });

  const plants = (count: number): unknown => {
    const known = venue.machine.permits.territory;
    const facts = { districtNo: here, name: 'x', sector: 'x', sourceClass: 'industrial' as const };
    const more = { captivePower: false, heatPart: false, ultraLow: false, permitUntil: '' };
    while (known.plantCount < count - 1)
      known.addPlant({ ...facts, ...more, accountNo: 1_000_000 + known.plantCount });
    return venue.agreed('register-plant', { ...facts, ...more, accountNo: venue.account('last') });
  };
  atTheLimit('PERMIT_PLANTS_MAX', {
    at: (most) => expect(plants(most)).toMatchObject({ plantNo: most }),
    past: (onePast) => expect(plants(onePast)).toBe('permits.too_many_plants'),
  });

  const drafts = (count: number): unknown => {
    const rightNo = venue.right(plant, 'NOx', 1_000);
    for (let no = 1; no < count; no++) venue.draft(plant, rightNo, 1);
    return venue.draft(plant, rightNo, 1);
  };
  atTheLimit('OPEN_PERMIT_TRANSFERS_MAX', {
    at: (most) => expect(drafts(most)).toBe(most),
    past: (onePast) => expect(drafts(onePast)).toBe('permits.too_many_transfers'),
  });

  const bidders = (count: number): unknown => {
    venue = new PermitVenue(packWith({ 'deposit.rate': 0 }, 'city-permit-liaocheng'));
    here = venue.district();
    plant = venue.plant('plant', here);
    const no = venue.apply(plant, venue.right(plant, 'NOx', 1_000), 1_000) as number;
    venue.list(no, 'FIXED_PRICE', 26_000_00);
    const register = (name: string) => venue.as(venue.plant(name, here, {}, 0), 'register-permit-bidder', no);
    for (let one = 1; one < count; one++) register(`bidder${one}`);
    return register('last');
  };
  atTheLimit('PERMIT_BIDDERS_MAX', {
    at: (most) => expect(bidders(most)).toMatchObject({ deposit: 'HELD' }),
    past: (onePast) => expect(bidders(onePast)).toBe('permits.too_many_bidders'),
  });

  /** How many of so many pledges that have run out one command ends. */
  const ended = (count: number): number => {
    const rightNo = venue.right(plant, 'NOx', 1_000);
    const pledge = { kind: 'pledge' as const, rightNo, quantity: 1, lesseeNo: 0, creditor: 'x', rank: 1 };
    for (let no = 0; no < count; no++)
      venue.machine.permits.addEncumbrance({ ...pledge, lastDay: '2026-03-19' });
    return venue.tell('end-permit-terms').encumbrances;
  };
  atTheLimit('ENDED_PERMIT_TERMS_MAX', {
    at: (most) => expect(ended(most)).toBe(most),
    past: (onePast) => expect(ended(onePast)).toBe(onePast - 1),
  });
});
