import { beforeEach, describe, expect, it } from '@jest/globals';
import { auctionPack, AuctionHouse, DAY, MINUTE } from '../support/auction-house.js';

let house: AuctionHouse;
beforeEach(() => {
  house = new AuctionHouse();
});

describe('a primary auction', () => {
  it('S23 auction: 348,304 t clear at 104.89, and every winner pays 104.89 even when it bid higher', () => {
    const auctionNo = house.announced({ supply: 348_304, reservePrice: 5_000 });
    // 68 bid and 63 win, as in the Beijing auction of the 2023 vintage: the 63rd at the price that all pay.
    const bidders = Array.from({ length: 68 }, (_, i) =>
      house.account(`plant-${i}`, 'compliance', 100_000_000),
    );
    for (const account of bidders) house.guarantee(auctionNo, account, 100_000_000);
    house.at = house.auction(auctionNo).notice.opensAt;
    bidders.forEach((account, i) => {
      const price = i < 62 ? 10_490 + i * 7 : i === 62 ? 10_489 : 10_488 - i;
      house.bid(auctionNo, { account, price, quantity: i < 62 ? 5_600 : 2_000 });
    });
    expect(house.cleared(auctionNo)).toMatchObject({ price: 10_489, sold: 348_304, revenue: 3_653_360_656 });
    expect(house.ok('settle-auction', { auctionNo }, 'clearing')).toMatchObject({
      state: 'SETTLED',
      settled: 63,
      left: 0,
    });

    bidders.forEach((account, i) => {
      const won = i < 62 ? 5_600 : i === 62 ? 348_304 - 62 * 5_600 : 0;
      expect([account, house.units(account)]).toEqual([account, won]);
      expect(house.cash(account)).toEqual({ posted: 100_000_000 - won * 10_489, held: 0 });
      expect(house.machine.registry.serials.held(1, account)).toBe(won);
    });
    expect(house.cash(house.seller)).toEqual({ posted: 3_653_360_656, held: 0 });
    expect(house.units(house.seller)).toBe(1_000_000 - 348_304);
    expect(house.broken()).toEqual([]);
  });

  it('keeps every bid sealed until both openers have revealed', () => {
    const [a, b] = ['a', 'b'].map((org) => house.account(org, 'compliance', 5_000_000));
    const auctionNo = house.open();
    for (const account of [a, b]) house.guarantee(auctionNo, account, 2_000_000);
    house.bid(auctionNo, { account: a, price: 1_500, quantity: 600 });
    house.bid(auctionNo, { account: b, price: 1_200, quantity: 700 });
    const journal = JSON.stringify(house.records);
    expect(journal).not.toMatch(/"price":1[25]00/);
    expect(house.code('unseal-bids', { auctionNo })).toBe('auctions.not_revealed');
    expect(house.reveal(auctionNo, 'first').rej?.code).toBe('auctions.not_closed');
    house.at = house.auction(auctionNo).notice.closesAt;
    expect(house.reveal(auctionNo, 'first').ans).toMatchObject({ waitsFor: ['second'] });
    expect(house.code('unseal-bids', { auctionNo })).toBe('auctions.not_revealed');
    expect(house.reveal(auctionNo, 'first').rej?.code).toBe('auctions.already_revealed');
    expect(house.reveal(auctionNo, 'second', { privateKey: '1'.repeat(64) }).rej?.code).toBe(
      'auctions.wrong_key',
    );
    expect(house.reveal(auctionNo, 'second', { seed: 'another' }).rej?.code).toBe('auctions.wrong_seed');
    const facts = { auctionNo, part: 'second', privateKey: '', seed: '' };
    expect(house.code('reveal-opener', facts, 'opener-first')).toBe('auctions.four_eyes');
    expect(house.reveal(auctionNo, 'second').ans).toMatchObject({ waitsFor: [] });
    expect(house.ok('unseal-bids', { auctionNo })).toEqual({
      auctionNo,
      state: 'OPENED',
      unsealed: 2,
      left: 0,
    });
    expect(house.ok('clear-auction', { auctionNo })).toMatchObject({ price: 1_200, sold: 1_000 });
    // The loser's part of the deposit is back at once, what pays stays.
    expect([house.cash(a).held, house.cash(b).held]).toEqual([600 * 1_200, 400 * 1_200]);
    expect(house.code('clear-auction', { auctionNo })).toBe('auctions.illegal_state');
    expect(house.broken()).toEqual([]);
  });

  it('decides the same after every restart, and when its journal is told again', () => {
    const [a, b] = ['a', 'b'].map((org) => house.account(org, 'compliance', 5_000_000));
    const auctionNo = house.announced({ tie: 'RANDOM' });
    for (const account of [b, a]) house.guarantee(auctionNo, account, 2_000_000);
    house.reborn();
    house.at = house.auction(auctionNo).notice.opensAt;
    const first = house.bid(auctionNo, { account: b, price: 1_200, quantity: 700 });
    house.bid(auctionNo, { account: a, price: 1_200, quantity: 700 });
    house.reborn();
    const again = {
      auctionNo,
      bidNo: first,
      ...house.seal(auctionNo, { account: b, price: 1_300, quantity: 300 }),
    };
    expect(house.ok('replace-bid', again, 'b')).toMatchObject({ bidNo: 3, replaces: 1 });
    house.reborn();
    house.opened(auctionNo);
    house.reborn();
    house.ok('clear-auction', { auctionNo }, 'exchange');
    house.reborn();
    house.ok('settle-auction', { auctionNo }, 'clearing');
    expect([house.units(a), house.units(b)]).toEqual([700, 300]);

    const twin = new AuctionHouse().machine;
    const told = house.records
      .slice(twin.seq)
      .map(({ ok: _, ans: __, rej: ___, ev: ____, ...record }) => record);
    expect(told.map((record) => twin.decide(record))).toEqual(house.records.slice(-told.length));
    expect(JSON.stringify(twin.dump())).toBe(JSON.stringify(house.machine.dump()));
  });

  it('shares one purchase limit and one guarantee among the accounts of an owner group', () => {
    const [a1, a2] = ['a1', 'a2'].map((org) => house.account(org, 'compliance', 5_000_000, 'group-a'));
    const b = house.account('b', 'compliance', 5_000_000);
    const auctionNo = house.open({ purchaseLimitBps: 5_000, lot: 100 });
    house.guarantee(auctionNo, a1, 100_000);
    house.guarantee(auctionNo, a2, 900_000);
    house.guarantee(auctionNo, b, 1_000_000);
    house.bid(auctionNo, { account: a1, price: 1_500, quantity: 400 });
    house.bid(auctionNo, { account: a2, price: 1_400, quantity: 400 });
    house.bid(auctionNo, { account: b, price: 1_100, quantity: 900 });
    expect(house.cleared(auctionNo)).toMatchObject({ price: 1_100, sold: 1_000 });
    house.ok('settle-auction', { auctionNo });
    expect([a1, a2, b].map((account) => house.units(account))).toEqual([400, 100, 500]);
    // The sister's deposit paid what the first one's did not cover.
    expect(house.cash(a1)).toEqual({ posted: 4_900_000, held: 0 });
    expect(house.cash(a2)).toEqual({ posted: 4_550_000, held: 0 });
    expect(house.broken()).toEqual([]);
  });

  it('gives up displaced lots before money that is not there: awards never cost more than the guarantee covers', () => {
    const [a, b] = ['a', 'b'].map((org) => house.account(org, 'compliance', 5_000_000));
    const auctionNo = house.open({ lot: 100 });
    house.guarantee(auctionNo, a, 600_000);
    house.guarantee(auctionNo, b, 600_000);
    house.bid(auctionNo, { account: a, price: 2_000, quantity: 500 });
    house.bid(auctionNo, { account: b, price: 1_500, quantity: 400 });
    const { price } = house.cleared(auctionNo);
    expect(price).toBe(1_000);
    expect(house.auction(auctionNo).awards.map(({ quantity }) => quantity)).toEqual([500, 400]);
    expect(house.auction(auctionNo).result).toMatchObject({ sold: 900, unsold: 100 });
  });

  it('asks winners for the rest of the money, and takes the deposit of who does not bring it', () => {
    const [a, b] = ['a', 'b'].map((org) => house.account(org, 'compliance', 100_000));
    const auctionNo = house.open({ depositBps: 1_000, paymentDays: 3 });
    for (const account of [a, b]) house.guarantee(auctionNo, account, 100_000);
    house.bid(auctionNo, { account: a, price: 1_000, quantity: 500 });
    house.bid(auctionNo, { account: b, price: 1_000, quantity: 500 });
    expect(house.cleared(auctionNo)).toMatchObject({ price: 1_000, sold: 1_000 });
    expect(house.ok('settle-auction', { auctionNo })).toMatchObject({ settled: 0, left: 2 });
    house.deposit(a, 400_000);
    expect(house.ok('settle-auction', { auctionNo })).toMatchObject({ settled: 1, defaulted: 0, left: 1 });
    house.at = house.auction(auctionNo).result!.payBy;
    expect(house.ok('settle-auction', { auctionNo })).toMatchObject({ left: 1 });
    expect(house.broken()).toEqual([]);
    house.at += 1;
    expect(house.ok('settle-auction', { auctionNo })).toMatchObject({
      state: 'SETTLED',
      settled: 1,
      defaulted: 1,
    });
    expect([house.units(a), house.units(b)]).toEqual([500, 0]);
    expect([house.cash(a), house.cash(b)]).toEqual([
      { posted: 0, held: 0 },
      { posted: 0, held: 0 },
    ]);
    expect(house.cash(house.seller).posted).toBe(600_000);
    expect(house.machine.ledger.balance(house.seller, 1).held).toBe(0);
    expect(house.broken()).toEqual([]);
  });

  it.each([
    ['no bids', [], 'NO_BIDS'],
    ['bids under the reserve price only', [{ price: 900, quantity: 1_000 }], 'NO_BIDS'],
    [
      'fewer units wanted than offered, where the rule is CANCEL',
      [{ price: 1_100, quantity: 999 }],
      'SHORTAGE',
    ],
  ])('fails with %s, and gives everything back', (_, bids, reason) => {
    const a = house.account('a', 'compliance', 5_000_000);
    const auctionNo = house.open({ shortage: 'CANCEL' });
    house.guarantee(auctionNo, a, 2_000_000);
    for (const bid of bids) house.bid(auctionNo, { account: a, ...bid });
    const auction = house.auction(auctionNo);
    expect(house.cleared(auctionNo)).toEqual({ auctionNo, state: 'FAILED', sold: 0 });
    expect(auction.reason).toBe(reason);
    expect(house.cash(a)).toEqual({ posted: 5_000_000, held: 0 });
    expect(house.machine.ledger.balance(house.seller, 1).held).toBe(0);
    expect(house.code('settle-auction', { auctionNo })).toBe('auctions.finished');
    expect(house.broken()).toEqual([]);
  });

  it('carries unsold units into the coming auctions, drafts and announced ones', () => {
    const a = house.account('a', 'compliance', 5_000_000);
    const later = (days: number): object => ({
      opensAt: house.at + days * DAY,
      closesAt: house.at + days * DAY + MINUTE,
    });
    const unsold = { kind: 'SPREAD', auctions: 2 };
    const auctionNo = house.announced({ unsold });
    const second = house.announced(later(7));
    const third = house.drafted(later(14));
    house.at = house.auction(auctionNo).notice.opensAt;
    house.guarantee(auctionNo, a, 2_000_000);
    house.bid(auctionNo, { account: a, price: 1_100, quantity: 601 });
    house.cleared(auctionNo);
    house.ok('settle-auction', { auctionNo });
    expect([second, third].map((no) => house.auction(no).notice.supply)).toEqual([1_200, 1_199]);
    expect(house.machine.ledger.balance(house.seller, 1).held).toBe(1_200);
    expect(house.broken()).toEqual([]);
  });

  it('is cancelled by four eyes until its bids are opened, and not after', () => {
    const a = house.account('a', 'compliance', 5_000_000);
    const cancelled = house.open();
    house.guarantee(cancelled, a, 2_000_000);
    house.bid(cancelled, { account: a, price: 1_100, quantity: 100 });
    house.agreed('cancel-auction', { auctionNo: cancelled, reason: 'wrong supply' });
    expect(house.cash(a)).toEqual({ posted: 5_000_000, held: 0 });
    expect(house.code('place-bid', { auctionNo: cancelled, accountNo: a }, 'a')).toBe('auctions.finished');

    const auctionNo = house.open();
    house.opened(auctionNo);
    expect(house.refusedProposal('cancel-auction', { auctionNo, reason: 'not as hoped' })).toBe(
      'auctions.illegal_state',
    );
    expect(house.broken()).toEqual([]);
  });

  it('knows no auctions where the rules of a market have none', () => {
    const plain = new AuctionHouse(auctionPack({ 'auction.price': undefined }));
    expect(() => plain.drafted()).toThrow('auctions.not_in_market');
  });
});
