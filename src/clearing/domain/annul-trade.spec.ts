import { beforeEach, describe, expect, it } from '@jest/globals';
import { JournalReplay } from '../../checker/journal-replay.js';
import { stateInvariants } from '../../checker/state-invariants.js';
import type { Json } from '../../kernel/json.js';
import { VenueMachine } from '../../machine.js';
import type { Trade } from '../../market/domain/order.js';
import { packWith } from '../../../test/support/market-world.js';
import { LivingVenue } from '../../../test/support/living-venue.js';
import type { DecidedRecord } from '../../sequencer/domain/command.js';

const [DAY, NEXT] = ['2026-11-24', '2026-11-25'];

let venue: LivingVenue;
const tradesOf = ({ ev }: DecidedRecord): Trade[] =>
  ev.filter(({ type }) => type === 'TradeExecuted') as unknown as Trade[];

/** A trade of so many units at 74.00. */
function traded(quantity: number): Trade {
  venue.sell(quantity, 7400);
  return tradesOf(venue.buy(quantity, 7400))[0];
}

/** What the door reads from the tables. */
function named(trade: Trade, more: Record<string, Json> = {}): Record<string, Json> {
  const { tradeNo, instrumentNo, buyer, seller, quantity, value, buyerFee, sellerFee } = trade;
  const { packNo, tradingDay, method = 'listed' } = trade;
  return {
    ...{ tradeNo, instrumentNo, buyer, seller, quantity, packNo, tradingDay, method },
    ...{ valueFen: value, buyerFeeFen: buyerFee, sellerFeeFen: sellerFee },
    ...{ serials: [[1, quantity]], reason: 'the system failed' },
    ...more,
  };
}

const balances = (): Json => venue.machine.ledger.dump();
const serials = (): Json[] =>
  [...venue.machine.registry.serials.blocks()].map(
    ({ first, last, accountNo }) => `${accountNo}: ${first}–${last}`,
  );
const refusal = (payload: Record<string, Json>): string | undefined =>
  venue.propose('annul-trade', payload).rej?.code;

beforeEach(() => {
  venue = new LivingVenue(packWith({ 't1.goods': true }, 'demo'));
  venue.openDay(DAY);
});

describe('annulling a trade', () => {
  it('S26 a trade that a fault stopped before clearing is annulled by two, and the ledger is as before', () => {
    const before = balances();
    const trade = traded(150);
    expect([trade.value, trade.buyerFee > 0, trade.sellerFee > 0]).toEqual([1_110_000, true, true]);
    venue.fourEyes('halt-trading', { instrumentNo: null, reason: 'fault' });
    expect(refusal(named(trade))).toBe('clearing.trade_not_settled');
    venue.settle();
    const proposed = venue.propose('annul-trade', named(trade));
    expect(proposed.ok).toBe(true);
    // One person alone annuls nothing.
    const { proposalNo, payloadHash } = proposed.ans as Record<string, Json>;
    const powers = ['halt.propose', 'halt.approve'];
    const alone = venue.do('approve', { proposalNo, payloadHash, powers }, 'usr_maker');
    expect(alone.rej?.code).toBe('approvals.four_eyes');
    // Of no organisation: nobody but the venue's own people sees or decides it.
    expect(venue.machine.approvals.pending(proposalNo as number)!.ownerOrg).toBe('');
    expect(venue.sign(proposed.ans as Record<string, Json>)).toEqual({ tradeNo: 1, annulled: true });

    expect(balances()).toEqual(before);
    expect(serials()).toEqual(['100: 1–100000']);
    expect(venue.machine.registry.serials.moves.at(-1)).toMatchObject({
      ...{ first: 1, last: 150, from: venue.b, to: venue.a, cause: { kind: 'annulment', no: 1 } },
    });
    const { ev } = venue.records.at(-1)!;
    expect(ev).toContainEqual(
      expect.objectContaining({ type: 'TradeAnnulled', tradeNo: 1, quantity: 150, value: 1_110_000 }),
    );
    expect(venue.machine.ledger.postings.at(-1)).toEqual({
      cause: { kind: 'annulment', no: 1 },
      entries: venue.machine.ledger.postings
        .at(-2)!
        .entries.map((entry) => ({ ...entry, amount: -entry.amount })),
    });
    expect(venue.machine.market.find(1)).toMatchObject({ volume: 0, value: 0, trades: 0, open: 0, high: 0 });
    expect(venue.machine.market.find(1)!.closingPrice()).toBe(7463);
    expect(refusal(named(trade))).toBe('clearing.trade_already_annulled');
  });

  it('gives back in the middle of what the buyer holds, and counts the rest of the day', () => {
    const trades = [traded(100), traded(50), traded(30)];
    venue.settle();
    venue.fourEyes('annul-trade', named(trades[1], { serials: [[101, 120], [121, 150]] })); // prettier-ignore
    expect(serials()).toEqual(['100: 101–150', '100: 181–100000', '101: 1–100', '101: 151–180']);
    const { locked, posted } = venue.machine.ledger.balance(venue.b, 1);
    expect([locked, posted]).toEqual([130, 130]);
    expect(venue.machine.market.find(1)).toMatchObject({ volume: 130, trades: 2, high: 7400 });
  });

  it('of an earlier day leaves the figures of both days and the locks of this one', () => {
    const old = traded(100);
    venue.closeDay();
    venue.openDay(NEXT);
    traded(20);
    venue.settle();
    venue.fourEyes('annul-trade', named(old));
    expect(venue.machine.ledger.balance(venue.b, 1)).toMatchObject({ posted: 20, locked: 20 });
    expect(venue.machine.market.find(1)).toMatchObject({ volume: 20, trades: 1 });
  });

  it('after the close of its day takes the lock away and lets the published figures stand', () => {
    const trade = traded(100);
    venue.closeDay();
    venue.fourEyes('annul-trade', named(trade));
    expect(venue.machine.ledger.balance(venue.b, 1).isEmpty()).toBe(true);
    expect(venue.machine.market.find(1)).toMatchObject({ volume: 100, trades: 1 });
  });

  it('is refused where there is no such trade', () => {
    const trade = traded(10);
    venue.settle();
    for (const tradeNo of [0, 2]) expect(refusal(named(trade, { tradeNo }))).toBe('clearing.trade_unknown');
  });

  it('is refused where the goods are offered, or the money is spent', () => {
    const trade = traded(100);
    venue.closeDay();
    venue.openDay(NEXT);
    const offer = { org: 'org_b', accountNo: venue.b, instrumentNo: 1, type: 'limit', price: 7450 };
    const { orderNo } = venue.ok('place-order', { ...offer, side: 'sell', quantity: 1 }, 'usr_b', 'org_b');
    expect(refusal(named(trade))).toBe('clearing.goods_not_free');
    venue.ok('cancel-order', { orderNo, org: 'org_b' }, 'usr_b', 'org_b');
    const cash = venue.machine.ledger.withdrawable(venue.a);
    const money = {
      accountNo: venue.a,
      amountFen: cash - trade.value + trade.sellerFee + 1,
      bankReference: 'y',
    };
    venue.propose('withdraw-cash', money);
    const proceedsFen = trade.value - trade.sellerFee;
    expect(venue.propose('annul-trade', named(trade)).rej).toEqual({
      ...{ code: 'clearing.money_not_free', data: { freeFen: proceedsFen - 1, proceedsFen } },
    });
  });

  it('is refused where other goods than those delivered are there', () => {
    const trade = traded(100);
    traded(100);
    venue.settle();
    for (const wrong of [
      [[1, 99]],
      [[201, 300]],
      [[150, 249]],
      [
        [1, 50],
        [201, 250],
      ],
    ])
      // prettier-ignore
      expect(refusal(named(trade, { serials: wrong }))).toBe('clearing.serials_moved_on');
  });

  it('is refused while a court has frozen what it delivered', () => {
    const trade = traded(100);
    venue.settle();
    venue.machine.registry.serials.frozen.add(trade.instrumentNo, { first: 100, last: 100 });
    expect(refusal(named(trade))).toBe('clearing.serials_frozen');
    const runs = [[1, 50], [51, 100]]; // prettier-ignore
    expect(refusal(named(trade, { serials: runs }))).toBe('clearing.serials_frozen');
  });

  describe('gives back only what has been delivered and is free', () => {
    const tooFew = (trade: Trade, free: number): void =>
      expect(venue.propose('annul-trade', named(trade)).rej).toEqual({
        ...{ code: 'clearing.goods_not_free', data: { free, quantity: 100 } },
      });
    const sellOn = (quantity: number, price: number): void => {
      const offer = { org: 'org_b', accountNo: venue.b, instrumentNo: 1, type: 'limit', side: 'sell' };
      venue.ok('place-order', { ...offer, quantity, price }, 'usr_b', 'org_b');
    };

    /** 100 have been delivered to B, and 50 more still are to be. */
    let trade: Trade;
    beforeEach(() => {
      venue = new LivingVenue(packWith({ 't1.goods': false }, 'demo'));
      venue.openDay(DAY);
      trade = traded(100);
      venue.settle();
      traded(50);
    });

    it('whatever else is on its way to the buyer', () => {
      expect(refusal(named(trade))).toBeUndefined();
    });

    it('not what a court has frozen', () => {
      venue.machine.ledger.freeze(venue.b, 1, 3);
      tooFew(trade, 97);
    });

    it('not what is offered', () => {
      sellOn(4, 7500);
      tooFew(trade, 96);
    });

    it('not what is sold and to be delivered, and never less than nothing', () => {
      venue.fourEyes('deposit-cash', { accountNo: venue.a, amountFen: 10_000_000, bankReference: 'x' });
      const { instrumentNo, a } = venue;
      const buying = { org: 'org_a', accountNo: a, instrumentNo, side: 'buy', type: 'limit', price: 7400 };
      sellOn(5, 7400);
      venue.ok('place-order', { ...buying, quantity: 5 }, 'usr_a', 'org_a');
      tooFew(trade, 95);
      sellOn(145, 7400);
      venue.ok('place-order', { ...buying, quantity: 145 }, 'usr_a', 'org_a');
      tooFew(trade, 0);
    });
  });

  describe('of a block takes back its figures', () => {
    const BLOCK = 100_000;

    function blockTraded(values: Record<string, Json>): Trade {
      venue = new LivingVenue(packWith(values, 'demo'));
      venue.openDay(DAY);
      const intent = { org: 'org_a', accountNo: venue.a, instrumentNo: 1, side: 'sell' };
      venue.ok('post-block-intent', { ...intent, quantity: BLOCK, price: 7400 }, 'usr_a', 'org_a');
      const answer = { org: 'org_b', intentNo: 1, accountNo: venue.b };
      const { negotiationNo } = venue.ok('answer-block-intent', answer, 'usr_b', 'org_b');
      const words = { negotiationNo, version: 1 };
      venue.ok('confirm-block-terms', { org: 'org_a', ...words }, 'usr_a', 'org_a');
      const trade = tradesOf(
        venue.do('confirm-block-terms', { org: 'org_b', ...words }, 'usr_b', 'org_b'),
      )[0];
      venue.settle();
      return trade;
    }

    it.each([
      ['where the pack counts blocks', ['listed', 'block'], BLOCK],
      ['and no others where it does not', ['listed'], 0],
    ])('%s', (_, counted, volume) => {
      const trade = blockTraded({ 'close.methodsCounted': counted });
      expect([trade.method, venue.machine.market.find(1)!.volume]).toEqual(['block', volume]);
      venue.fourEyes('annul-trade', named(trade));
      expect(venue.machine.market.find(1)).toMatchObject({ volume: 0, value: 0, trades: 0 });
    });
  });

  it('is decided again the same from the journal and from any state in between', () => {
    const trades = [traded(100), traded(50)];
    venue.settle();
    venue.fourEyes('annul-trade', named(trades[0]));
    const copy = new VenueMachine();
    copy.restore(JSON.parse(JSON.stringify(venue.machine.dump())) as Json);
    expect(copy.dump()).toEqual(venue.machine.dump());
    expect([copy.clearing.isAnnulled(1), copy.clearing.isAnnulled(2)]).toEqual([true, false]);
    const replay = new JournalReplay([]);
    let end = { lastSeq: 0, headHash: Buffer.alloc(0) };
    for (const batch of venue.batches()) {
      replay.take(batch);
      end = { lastSeq: batch.lastSeq, headHash: batch.hash as Buffer<ArrayBuffer> };
    }
    expect(replay.verdicts(end).filter(({ broken }) => broken.length > 0)).toEqual([]);
    expect(stateInvariants(venue.machine).filter(({ broken }) => broken.length > 0)).toEqual([]);
  });
});
