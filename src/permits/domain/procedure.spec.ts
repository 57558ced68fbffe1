import { beforeEach, describe, expect, it } from '@jest/globals';
import { PermitVenue, type TestPlant } from '../../../test/support/permit-venue.js';
import type { PackFile } from '../../rules/index.js';
import { packWith } from '../../../test/support/market-world.js';

const ESCROW = 10;
const RESERVE = 11;
const FEES = 5;
const PRICE = 26_000_00;
let venue: PermitVenue;
let seller: TestPlant;
let a: TestPlant;
let b: TestPlant;
let rightNo: number;

function furnish(pack?: PackFile, day?: string): void {
  venue = new PermitVenue(pack, day);
  const here = venue.district();
  [seller, a, b] = ['seller', 'org_a', 'org_b'].map((org) => venue.plant(org, here));
  rightNo = venue.right(seller, 'NOx', 10_000);
}

/** A tonne of it in bidding, with both plants registered. */
function bidding(): number {
  const no = venue.apply(seller, rightNo, 1_000) as number;
  venue.list(no, 'BIDDING', 20_000_00);
  for (const plant of [a, b]) venue.as(plant, 'register-permit-bidder', no);
  return no;
}

const close = (no: number) => venue.tell('close-permit-listing', { transferNo: no }, 'usr_exchange');

/** Won by A at 26,000. */
function won(): number {
  const no = bidding();
  venue.as(a, 'bid-permit', no, { priceFen: PRICE });
  venue.as(b, 'bid-permit', no, { priceFen: PRICE - 1_000_00 });
  venue.at += 3_600_000_000;
  close(no);
  return no;
}

function contracted(): number {
  const no = won();
  venue.as(seller, 'sign-permit-contract', no);
  venue.as(a, 'sign-permit-contract', no);
  return no;
}

beforeEach(() => furnish());

describe('a bidding', () => {
  it('S37 bidding: of two equal prices the earlier wins', () => {
    const no = bidding();
    venue.as(a, 'bid-permit', no, { priceFen: PRICE });
    venue.as(b, 'bid-permit', no, { priceFen: PRICE });
    venue.at += 3_600_000_000;
    expect(close(no)).toMatchObject({ state: 'TRADED', plantNo: a.plantNo, valueFen: PRICE });
    // The runner-up's deposit stays for a default.
    expect([venue.bidder(no, a).deposit, venue.bidder(no, b).deposit]).toEqual(['HELD', 'HELD']);
    expect(venue.broken()).toEqual([]);
  });

  it('S37 bidding: a better price wins, and a quote that is repeated keeps its place in time', () => {
    const no = bidding();
    for (const plant of [b, a, b]) venue.as(plant, 'bid-permit', no, { priceFen: PRICE });
    expect(venue.as(b, 'bid-permit', no, { priceFen: PRICE - 1 })).toBe('permits.quote_lowered');
    venue.at += 3_600_000_000;
    expect(close(no)).toMatchObject({ plantNo: b.plantNo });
    expect(venue.broken()).toEqual([]);
  });

  it('asks for a deposit once, for a price not below the start, and for its window', () => {
    const no = venue.apply(seller, rightNo, 1_000) as number;
    const opensAt = venue.at + 60_000_000;
    expect(venue.list(no, 'BIDDING', 20_000_00, { opensAt, closesAt: opensAt })).toBe('permits.bad_window');
    expect(venue.list(no, 'BIDDING', 0)).toBe('permits.price_off_tick');
    expect(venue.list(no, 'BIDDING', 100_00)).toBe('permits.price_below_start');
    expect(venue.list(no, 'BIDDING', 2 ** 52)).toBe('permits.value_too_large');
    expect(venue.list(no, 'AGREEMENT', PRICE)).toBe('permits.no_named_buyer');
    expect(venue.list(no, 'BIDDING', 20_000_00, { opensAt })).toMatchObject({ state: 'LISTED', round: 1 });
    // 25,000.00 ÷ 60 × 38 months, ten per cent of it.
    expect(venue.transfer(no).listing).toMatchObject({ startFen: 1_583_333, depositFen: 158_334 });
    const cash = venue.cash(a.accountNo);
    expect(venue.as(a, 'bid-permit', no, { priceFen: PRICE })).toBe('permits.not_registered');
    for (const _ of [1, 2]) venue.as(a, 'register-permit-bidder', no);
    expect(cash - venue.cash(a.accountNo)).toBe(158_334);
    expect(venue.as(a, 'bid-permit', no, { priceFen: PRICE })).toBe('permits.listing_not_open');
    expect(venue.as(a, 'take-permit-listing', no)).toBe('permits.wrong_method');
    expect(venue.tell('award-next-permit-bidder', { transferNo: no })).toBe('permits.not_defaulted');
    expect(close(no)).toBe('permits.listing_not_over');
    venue.at += 3_600_000_000;
    expect(venue.as(b, 'register-permit-bidder', no)).toBe('permits.listing_over');
  });

  it('with one quote is no bidding: the deposits go back, an absent bidder loses its own, the lot is listed anew', () => {
    const no = bidding();
    venue.as(a, 'bid-permit', no, { priceFen: PRICE });
    venue.at += 3_600_000_000;
    expect(close(no)).toMatchObject({ state: 'NO_BID' });
    expect([venue.bidder(no, a).deposit, venue.bidder(no, b).deposit]).toEqual(['RETURNED', 'FORFEITED']);
    expect(venue.cash(FEES)).toBe(158_334);
    expect(venue.machine.permits.right(rightNo)).toMatchObject({ listed: 0 });
    expect(venue.tell('relist-permit-transfer', { transferNo: no })).toMatchObject({ state: 'RELISTED' });
    expect(venue.list(no, 'FIXED_PRICE', PRICE)).toMatchObject({ state: 'LISTED', round: 2 });
    venue.at += 3_600_000_000;
    venue.tell('end-permit-terms');
    expect(venue.tell('withdraw-permit-transfer', { transferNo: no })).toMatchObject({ state: 'WITHDRAWN' });
    expect(venue.broken()).toEqual([]);
  });
});

describe('a listed price and an agreement', () => {
  it('is taken by the first that has registered', () => {
    const no = venue.apply(seller, rightNo, 1_000) as number;
    venue.list(no, 'FIXED_PRICE', PRICE, { opensAt: venue.at + 60_000_000 });
    expect(venue.as(a, 'take-permit-listing', no)).toBe('permits.not_registered');
    for (const plant of [a, b]) venue.as(plant, 'register-permit-bidder', no);
    expect(venue.as(b, 'take-permit-listing', no)).toBe('permits.listing_not_open');
    venue.at += 60_000_000;
    expect(venue.as(b, 'bid-permit', no, { priceFen: PRICE })).toBe('permits.wrong_method');
    expect(venue.as(b, 'take-permit-listing', no)).toMatchObject({ state: 'TRADED', priceFen: PRICE });
    expect(venue.bidder(no, a).deposit).toBe('RETURNED');
    expect(venue.as(a, 'take-permit-listing', no)).toBe('permits.illegal_transition');
  });

  it('is its named buyer’s, unless somebody else wants it too', () => {
    const no = venue.apply(seller, rightNo, 1_000, { namedBuyer: a.plantNo }) as number;
    venue.list(no, 'AGREEMENT', PRICE);
    for (const plant of [a, b]) venue.as(plant, 'register-permit-bidder', no);
    expect(venue.as(b, 'take-permit-listing', no)).toBe('permits.not_the_named_buyer');
    expect(venue.as(a, 'take-permit-listing', no)).toBe('permits.agreement_contested');
  });
});

describe('a winner who does not go on', () => {
  // 2026-09-30 is a Wednesday; seven days of holiday follow, and Saturday the 10th is worked.
  beforeEach(() => furnish(undefined, '2026-03-20'));
  const toAutumn = (): void => {
    venue.clock('2026-09-30', 10);
    const instrumentNo = venue.instrument('NOx');
    venue.tell('record-discharge', {
      plantNo: seller.plantNo,
      instrumentNo,
      discharge: 0,
      asOf: '2026-09-01',
    });
  };

  it('S38 default: unsigned after 3 working days with a holiday inside; the deposit is forfeited, the next bidder wins', () => {
    toAutumn();
    const no = won();
    expect(venue.transfer(no)).toMatchObject({ state: 'TRADED', dueDay: '2026-10-10' });
    venue.clock('2026-10-10', 23);
    expect(venue.tell('end-permit-terms')).toMatchObject({ transfers: 0 });
    expect(venue.tell('default-permit-transfer', { transferNo: no })).toBe('permits.not_due');
    expect(venue.tell('award-next-permit-bidder', { transferNo: no })).toBe('permits.illegal_transition');
    venue.clock('2026-10-11', 0);
    expect(venue.as(a, 'sign-permit-contract', no)).toBe('permits.term_over');
    expect(venue.tell('end-permit-terms')).toMatchObject({ transfers: 1 });
    expect(venue.transfer(no)).toMatchObject({ state: 'DEFAULTED', note: 'UNSIGNED' });
    expect(venue.bidder(no, a).deposit).toBe('FORFEITED');
    expect(venue.broken()).toEqual([]);
    const next = venue.tell('award-next-permit-bidder', { transferNo: no });
    expect(next).toMatchObject({ state: 'TRADED', plantNo: b.plantNo, priceFen: PRICE - 1_000_00 });
    // Two holidays of the weekend later.
    expect(next.dueDay).toBe('2026-10-14');
    expect(venue.broken()).toEqual([]);
  });

  it('S38 default: unpaid after 3 working days; without a next bidder the lot is listed anew', () => {
    toAutumn();
    const no = contracted();
    expect(venue.transfer(no)).toMatchObject({ state: 'CONTRACTED', dueDay: '2026-10-10' });
    venue.clock('2026-10-11', 1);
    expect(venue.as(a, 'pay-permit-contract', no)).toBe('permits.term_over');
    expect(venue.tell('default-permit-transfer', { transferNo: no })).toMatchObject({ note: 'UNPAID' });
    venue.tell('award-next-permit-bidder', { transferNo: no });
    venue.clock('2026-10-20', 1);
    venue.tell('end-permit-terms');
    expect(venue.tell('award-next-permit-bidder', { transferNo: no })).toBe('permits.no_next_bidder');
    expect(venue.tell('relist-permit-transfer', { transferNo: no })).toMatchObject({ state: 'RELISTED' });
    expect([venue.cash(ESCROW), venue.cash(FEES)]).toEqual([0, 2 * venue.bidder(no, a).depositFen]);
    expect(venue.broken()).toEqual([]);
  });

  it('loses nothing where the seller did not sign, or where the rules forfeit nothing; a seller may get it', () => {
    toAutumn();
    const no = won();
    venue.as(a, 'sign-permit-contract', no);
    venue.clock('2026-10-12', 1);
    venue.tell('end-permit-terms');
    expect(venue.transfer(no)).toMatchObject({ state: 'DEFAULTED', note: 'SELLER_UNSIGNED' });
    expect(venue.bidder(no, a).deposit).toBe('RETURNED');
    for (const [values, deposit, gain] of [
      [{ depositForfeit: ['UNPAID'] }, 'RETURNED', 0],
      [{ 'depositForfeit.to': 'SELLER' }, 'FORFEITED', 1],
    ] as const) {
      furnish(packWith(values as never, 'city-permit-liaocheng'));
      toAutumn();
      const other = won();
      const before = venue.cash(seller.accountNo);
      venue.clock('2026-10-12', 1);
      venue.tell('end-permit-terms');
      expect(venue.bidder(other, a).deposit).toBe(deposit);
      expect(venue.cash(seller.accountNo) - before).toBe(gain * venue.bidder(other, a).depositFen);
    }
  });
});

describe('from the contract to the changed permits', () => {
  it('S45 certificate: the buyer of more than its permit allows must apply anew, and may not discharge before', () => {
    const no = contracted();
    const cash = [seller, a].map(({ accountNo }) => venue.cash(accountNo));
    const deposit = venue.bidder(no, a).depositFen;
    expect(venue.as(b, 'pay-permit-contract', no)).toBe('permits.unknown_transfer');
    expect(venue.as(seller, 'pay-permit-contract', no)).toBe('permits.not_the_buyer');
    expect(venue.as(a, 'pay-permit-contract', no)).toMatchObject({ state: 'PAID', paidFen: 2_613_000 });
    expect(venue.bidder(no, b).deposit).toBe('RETURNED');
    expect(venue.cash(ESCROW)).toBe(2_613_000);
    const certified = venue.agreed('certify-permit-transfer', { transferNo: no });
    expect(certified).toMatchObject({
      certificate: 'PT-2026-000001',
      permitOrder: 'REAPPLY',
      granted: 1_000,
    });
    // 0.5 % from either side.
    expect(venue.cash(seller.accountNo) - cash[0]).toBe(PRICE - 13_000);
    expect(cash[1] - venue.cash(a.accountNo)).toBe(PRICE + 13_000 - deposit);
    expect([venue.cash(ESCROW), venue.cash(FEES)]).toEqual([0, 26_000]);
    const instrumentNo = venue.instrument('NOx');
    const discharge = { plantNo: a.plantNo, instrumentNo, discharge: 1, asOf: '2026-03-19' };
    expect(venue.tell('record-discharge', discharge)).toMatchObject({ violation: true, permitted: 0 });
    expect(venue.tell('start-permit-change', { transferNo: no }, 'usr_issuer')).toMatchObject({
      permitOrder: 'REAPPLY',
    });
    expect(venue.tell('complete-permit-transfer', { transferNo: no }, 'usr_issuer')).toBe(
      'permits.four_eyes',
    );
    expect(venue.tell('complete-permit-transfer', { transferNo: no }, 'usr_chief')).toMatchObject({
      permitted: 1_000,
    });
    expect(venue.tell('record-discharge', discharge)).toMatchObject({ violation: false });
    expect(venue.machine.permits.territory.standing(seller.plantNo, instrumentNo)).toMatchObject({
      permitted: 9_000,
    });
    expect(venue.machine.permits.holdings(a.plantNo, instrumentNo)).toMatchObject([
      { quantity: 1_000, origin: 'PAID', paidFen: PRICE, endDay: '2029-05-01' },
    ]);
    expect(venue.broken()).toEqual([]);
  });

  it('S45 certificate: a buyer whose permit allows it already only has it changed', () => {
    const instrumentNo = venue.instrument('NOx');
    venue.agreed('set-standing', { plantNo: a.plantNo, instrumentNo, permitted: 1_000, need: 0 });
    const no = contracted();
    venue.as(a, 'pay-permit-contract', no);
    expect(venue.agreed('certify-permit-transfer', { transferNo: no })).toMatchObject({
      permitOrder: 'CHANGE',
    });
  });

  it('S34 caps: both districts move at the certificate and not before, and what the ratio adds is retired', () => {
    const missed = venue.district('Missed');
    venue.reading(missed, 320);
    const [from, to] = [venue.plant('from', missed), venue.plant('to', missed)];
    const inside = venue.right(from, 'NOx', 4_000);
    const no = venue.apply(from, inside, 2_001, { namedBuyer: to.plantNo }) as number;
    venue.list(no, 'AGREEMENT', PRICE);
    venue.as(to, 'register-permit-bidder', no);
    venue.as(to, 'take-permit-listing', no);
    for (const plant of [from, to]) venue.as(plant, 'sign-permit-contract', no);
    venue.as(to, 'pay-permit-contract', no);
    const { territory } = venue.machine.permits;
    const instrumentNo = venue.instrument('NOx');
    expect(territory.cap(missed, instrumentNo)).toBe(4_000);
    expect(venue.agreed('certify-permit-transfer', { transferNo: no })).toMatchObject({
      granted: 1_000,
      retired: 1_001,
    });
    expect(territory.cap(missed, instrumentNo)).toBe(2_999);
    expect(venue.machine.registry.cap(instrumentNo, 2026)).toMatchObject({ cancelled: 1_001 });

    const far = venue.plant('far', venue.district('Far', 'Jinan'));
    const across = venue.apply(seller, rightNo, 3_000, {
      namedBuyer: far.plantNo,
      acrossRegions: true,
    }) as number;
    venue.agreed('grant-upper-approval', { transferNo: across, authority: 'Province', document: '7' });
    venue.list(across, 'AGREEMENT', PRICE);
    venue.as(far, 'register-permit-bidder', across);
    venue.as(far, 'take-permit-listing', across);
    for (const plant of [seller, far]) venue.as(plant, 'sign-permit-contract', across);
    venue.as(far, 'pay-permit-contract', across);
    expect([territory.cap(1, instrumentNo), territory.cap(3, instrumentNo)]).toEqual([10_000, undefined]);
    venue.agreed('certify-permit-transfer', { transferNo: across });
    expect([territory.cap(1, instrumentNo), territory.cap(3, instrumentNo)]).toEqual([7_000, 3_000]);
    expect(venue.broken()).toEqual([]);
  });

  it('is undone before payment: what skipped a step is void, deposits go back and the right is free', () => {
    const no = contracted();
    expect(venue.agreed('void-permit-transfer', { transferNo: no, reason: 'overstepped' })).toMatchObject({
      state: 'VOIDED',
    });
    expect(venue.cash(ESCROW)).toBe(0);
    expect(venue.machine.permits.right(rightNo)).toMatchObject({ listed: 0, quantity: 10_000 });
    expect(venue.agreed('void-permit-transfer', { transferNo: no, reason: 'again' })).toBe(
      'permits.illegal_transition',
    );
    expect(venue.agreed('certify-permit-transfer', { transferNo: no })).toBe('permits.illegal_transition');
    expect(venue.tell('award-next-permit-bidder', { transferNo: no })).toBe('permits.illegal_transition');
  });

  it('needs the money, and open accounts', () => {
    const here = 1;
    const poor = venue.plant('poor', here, {}, 158_334);
    const no = venue.apply(seller, rightNo, 1_000) as number;
    venue.list(no, 'FIXED_PRICE', PRICE);
    const beggar = venue.plant('beggar', here, {}, 0);
    expect(venue.as(beggar, 'register-permit-bidder', no)).toBe('permits.insufficient_cash');
    venue.agreed('restrict-account', { accountNo: b.accountNo, reason: 'x' });
    expect(venue.as(b, 'register-permit-bidder', no)).toBe('permits.account_not_active');
    venue.as(poor, 'register-permit-bidder', no);
    venue.as(poor, 'take-permit-listing', no);
    expect(venue.as(poor, 'pay-permit-contract', no)).toBe('permits.illegal_transition');
    for (const plant of [poor, poor, seller, seller]) venue.as(plant, 'sign-permit-contract', no);
    expect(venue.transfer(no).state).toBe('CONTRACTED');
    expect(venue.as(poor, 'pay-permit-contract', no)).toBe('permits.insufficient_cash');
    venue.agreed('deposit-cash', { accountNo: poor.accountNo, amountFen: PRICE, bankReference: 'x' });
    expect(venue.as(poor, 'pay-permit-contract', no)).toMatchObject({ state: 'PAID' });
    expect(RESERVE).toBe(11);
  });
});
