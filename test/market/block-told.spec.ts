import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Json } from '../../src/kernel/json.js';
import { BlockAgreements } from '../../src/market/domain/block-agreements.js';
import { lateIntents } from '../../src/market/domain/block-endings.js';
import { packWith, TestMarket } from '../support/market-world.js';

/** What block agreements tell and write down, and what is asked again at the second word. */

const DAY = '2026-11-24';
const [SELLER, BUYER, OTHER] = [100, 101, 102];
type Answer = ReturnType<TestMarket['do']>;

let m: TestMarket;

function open(...[values, shipped]: Parameters<typeof packWith>): void {
  m = new TestMarket(packWith(values, shipped), DAY);
  m.instrument(1);
  m.account(SELLER, { units: 1_000_000 });
  for (const no of [BUYER, OTHER]) m.account(no, { cash: 10_000_000_000 });
  m.do('open-day', { day: DAY });
  m.clock(DAY, 13.5);
}
beforeEach(() => open({}));

const post = (more: Record<string, Json> = {}): Answer =>
  m.do('post-block-intent', {
    ...{ org: 'org100', accountNo: SELLER, instrumentNo: 1, side: 'sell', quantity: 150_000, price: 7463 },
    ...more,
  });
const answer = (accountNo: number, intentNo = 1): Answer =>
  m.do('answer-block-intent', { org: `org${accountNo}`, accountNo, intentNo });
const tell = (accountNo: number, kind: string, more: Record<string, Json> = {}): Answer =>
  m.do(kind, { org: `org${accountNo}`, negotiationNo: 1, ...more });
const confirm = (accountNo: number, version = 1): Answer =>
  tell(accountNo, 'confirm-block-terms', { version });

describe('a wish for a block', () => {
  it('is told without its price, and kept as it was posted', () => {
    expect(post().answer).toEqual({ intentNo: 1, state: 'INTENT', packNo: 1 });
    expect(m.events.at(-1)).toEqual({
      ...{ type: 'BlockIntentPosted', intentNo: 1, instrumentNo: 1, side: 'sell', isDirected: false },
    });
    expect(m.market.blocks.intent(1)).toEqual({
      ...{ intentNo: 1, accountNo: SELLER, instrumentNo: 1, side: 'sell', price: 7463, quantity: 150_000 },
      ...{ counterparty: 0, packNo: 1, tradingDay: DAY, postedAt: m.at, state: 'INTENT', changedAt: m.at },
    });
    post({ counterparty: BUYER });
    expect(m.events.at(-1)).toMatchObject({ intentNo: 2, isDirected: true });
  });

  it('is refused outside the band of blocks by their rule, or by the listed one where they have none', () => {
    const rule = (price: number): unknown => {
      const wish = { side: 'sell', quantity: 150_000, price, instrumentNo: 1 };
      return m.refusal('post-block-intent', { org: 'org100', accountNo: SELLER, ...wish })?.rule;
    };
    expect(rule(9702)).toMatchObject({ key: 'band.pct.block' });
    open({}, 'cn-beijing-2026');
    expect(rule(9702)).toMatchObject({ key: 'band.pct.listed' });
  });

  it('is late when its hours are over, and where no rules are for its instrument any more', () => {
    post();
    expect(lateIntents(m.world, m.at)).toEqual([]);
    m.instrument(1, { packName: 'nowhere' });
    expect(lateIntents(m.world, m.at)).toEqual([m.market.blocks.intent(1)]);
  });

  it('ends with its day as expired, and what was talked about with it', () => {
    post();
    answer(BUYER);
    m.events.length = 0;
    m.do('close-day', { day: DAY });
    expect(m.events.slice(0, 2)).toEqual([
      { type: 'BlockNegotiationEnded', negotiationNo: 1, state: 'EXPIRED', by: 'intent' },
      { type: 'BlockIntentEnded', intentNo: 1, state: 'EXPIRED' },
    ]);
  });
});

describe('a negotiation', () => {
  beforeEach(() => {
    post();
    answer(BUYER);
  });

  it('is told as it opens, and by whom terms are offered', () => {
    expect(m.events.at(-1)).toEqual({ type: 'BlockNegotiationOpened', negotiationNo: 1, intentNo: 1 });
    tell(SELLER, 'offer-block-terms', { price: 7500, quantity: 120_000 });
    expect(m.events.at(-1)).toEqual({
      ...{ type: 'BlockTermsOffered', negotiationNo: 1, version: 2, offeredBy: 'poster' },
    });
    expect(m.market.blocks.newTerms.at(-1)).toEqual({
      ...{ negotiationNo: 1, version: 2, price: 7500, quantity: 120_000, offeredBy: 'poster' },
      ...{ seq: m.seq, at: m.at },
    });
  });

  it('tells each word, and with the second the orders and their trade', () => {
    m.market.letGo();
    confirm(SELLER);
    const first = m.seq;
    const said = { type: 'BlockTermsConfirmed', negotiationNo: 1, version: 1 };
    expect(m.events.at(-1)).toEqual({ ...said, by: 'poster', isBoth: false });
    expect([...m.market.blocks.dirtyNegotiations]).toEqual([m.market.blocks.negotiation(1)]);
    m.events.length = 0;
    confirm(BUYER);
    const order = {
      ...{ type: 'OrderAccepted', instrumentNo: 1, price: 7463, quantity: 150_000 },
      ...{ timeInForce: 'DAY', method: 'block' },
    };
    expect(m.events.slice(0, 3)).toEqual([
      { ...said, by: 'responder', isBoth: true },
      { ...order, orderNo: first, accountNo: SELLER, side: 'sell' },
      { ...order, orderNo: m.seq, accountNo: BUYER, side: 'buy' },
    ]);
    expect(m.events.at(-2)).toEqual({
      ...{ type: 'BlockNegotiationEnded', negotiationNo: 1, state: 'FILLED', by: 'both' },
    });
  });

  it('is asked again whether its terms are within the rules when a word is given', () => {
    m.instrument(1, { tickFen: 5 });
    expect(confirm(SELLER)).toMatchObject({ code: 'market.price_off_tick', data: { tickFen: 5 } });
  });

  it('that is withdrawn says by whom', () => {
    const negotiation = m.market.blocks.negotiation(1)!;
    expect(tell(BUYER, 'withdraw-block-negotiation').answer).toMatchObject({ state: 'WITHDRAWN' });
    expect(m.events.at(-1)).toEqual({
      ...{ type: 'BlockNegotiationEnded', negotiationNo: 1, state: 'WITHDRAWN', by: 'responder' },
    });
    expect(negotiation).toMatchObject({ state: 'WITHDRAWN', changedAt: m.at });
  });

  it('that a kill switch ends is kept as withdrawn', () => {
    const negotiation = m.market.blocks.negotiation(1)!;
    m.at += 1;
    m.do('engage-kill-switch', { party: 'member', org: 'org101', instrumentNo: null, reason: 'a fault' });
    expect(negotiation).toMatchObject({ state: 'WITHDRAWN', changedAt: m.at });
  });
});

describe('the agreements of a venue', () => {
  const facts = { accountNo: SELLER, instrumentNo: 1, side: 'sell', price: 7463, quantity: 100_000 } as const;
  const intent = { ...facts, counterparty: 0, packNo: 1, tradingDay: DAY, postedAt: 5 };

  it('begin with nothing confirmed, and leave no trace before the first', () => {
    const blocks = new BlockAgreements();
    expect([blocks.dump(), blocks.newTerms]).toEqual([undefined, []]);
    blocks.post(intent);
    expect(blocks.open({ intentNo: 1, accountNo: BUYER, openedAt: 6 })).toEqual({
      ...{ intentNo: 1, accountNo: BUYER, openedAt: 6, negotiationNo: 1, version: 0, price: 0, quantity: 0 },
      ...{ offeredBy: 'responder', confirmed: { poster: null, responder: null } },
      ...{ state: 'NEGOTIATING', tradeNo: 0, changedAt: 6 },
    });
  });

  it('count what an account has open, and no more once it has ended', () => {
    const blocks = new BlockAgreements();
    const [first] = [blocks.post(intent), blocks.post(intent)];
    const talk = blocks.open({ intentNo: 1, accountNo: BUYER, openedAt: 6 });
    const counts = (): number[] => [blocks.intentCount(SELLER), blocks.negotiationCount(BUYER)];
    expect(counts()).toEqual([2, 1]);
    expect(() => blocks.endIntent(first, 'WITHDRAWN', 7)).toThrow('nobody negotiates over an ended intent');
    blocks.endNegotiation(talk, 'WITHDRAWN', 7);
    blocks.endIntent(first, 'WITHDRAWN', 7);
    expect(counts()).toEqual([1, 0]);
    expect([blocks.dirtyIntents.size, blocks.dirtyNegotiations.size]).toEqual([2, 1]);
    blocks.offer(talk, { price: 1, quantity: 1, offeredBy: 'poster', seq: 9, at: 9 });
    blocks.letGo();
    expect([blocks.dirtyIntents.size, blocks.dirtyNegotiations.size, blocks.newTerms]).toEqual([0, 0, []]);
  });

  it('are told by number, whichever was restored first', () => {
    const blocks = new BlockAgreements();
    for (let no = 1; no <= 3; no++) {
      blocks.post(intent);
      blocks.open({ intentNo: no, accountNo: BUYER, openedAt: 6 });
    }
    const saved = blocks.dump() as { intents: Json[]; negotiations: Json[] };
    const mixed = <T>([one, two, three]: T[]): T[] => [two!, three!, one!];
    const state = { ...saved, intents: mixed(saved.intents), negotiations: mixed(saved.negotiations) };
    const restored = BlockAgreements.restore(state);
    expect(restored.openIntents().map(({ intentNo }) => intentNo)).toEqual([1, 2, 3]);
    expect(restored.liveNegotiations().map(({ negotiationNo }) => negotiationNo)).toEqual([1, 2, 3]);
    expect(restored.dump()).toEqual(saved);
  });
});
