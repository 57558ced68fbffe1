import { beforeEach, describe, expect, it } from '@jest/globals';
import { marketInvariants } from '../../src/market/index.js';
import { packWith, TestMarket } from '../support/market-world.js';
import { atTheLimit } from '../support/at-the-limit.js';

const TUESDAY = '2026-11-24';
const SELLER = 100;
const BUYER = 101;
const OTHER = 102;
const SISTER = 103;
const org = (accountNo: number): string => `org${accountNo}`;
type Answer = ReturnType<TestMarket['do']>;

let m: TestMarket;

function open(values: Parameters<typeof packWith>[0] = {}): void {
  m = new TestMarket(packWith(values), TUESDAY);
  m.instrument(1);
  m.account(SELLER, { units: 1_000_000 });
  m.account(BUYER, { cash: 10_000_000_000 });
  m.account(OTHER, { cash: 10_000_000_000, units: 1_000_000 });
  m.account(SISTER, { ownerGroup: org(SELLER), cash: 10_000_000_000 });
  m.clock(TUESDAY, 9.5);
  m.do('open-day', { day: TUESDAY });
  m.clock(TUESDAY, 13.5);
}
beforeEach(() => open());

const post = (accountNo: number, side: string, quantity: number, price: number, more: object = {}): Answer =>
  m.do('post-block-intent', {
    ...{ org: org(accountNo), accountNo, instrumentNo: 1, side, quantity, price, ...more },
  });
const answer = (accountNo: number, intentNo: number, more: object = {}): Answer =>
  m.do('answer-block-intent', { org: org(accountNo), intentNo, accountNo, ...more });
const tell = (accountNo: number, kind: string, negotiationNo: number, more: object = {}): Answer =>
  m.do(kind, { org: org(accountNo), negotiationNo, ...more });
const confirm = (accountNo: number, negotiationNo: number, version: number): Answer =>
  tell(accountNo, 'confirm-block-terms', negotiationNo, { version });
/** An answered intent of the seller, both words still open. */
const talk = (quantity = 150_000, price = 7463): void => {
  expect(post(SELLER, 'sell', quantity, price).code).toBe('ok');
  expect(answer(BUYER, 1).code).toBe('ok');
};
const codes = (...answers: Answer[]): string[] => answers.map(({ code }) => code);

describe('acceptance scenarios of block agreements', () => {
  it('S2 block: at a close of 74.63, 150,000 t at 97.01 are accepted, at 97.02 refused', () => {
    expect(post(BUYER, 'buy', 150_000, 9701).code).toBe('ok');
    expect(post(BUYER, 'buy', 150_000, 9702)).toMatchObject({
      code: 'market.price_out_of_band',
      data: { floorFen: 5225, ceilingFen: 9701 },
    });
    expect(codes(post(SELLER, 'sell', 150_000, 5225), post(SELLER, 'sell', 150_000, 5224))).toEqual([
      'ok',
      'market.price_out_of_band',
    ]);
  });

  it('S2 block: terms of 97.01 become a trade', () => {
    talk();
    expect(tell(BUYER, 'offer-block-terms', 1, { price: 9702, quantity: 150_000 }).code).toBe(
      'market.price_out_of_band',
    );
    expect(tell(BUYER, 'offer-block-terms', 1, { price: 9701, quantity: 150_000 }).code).toBe('ok');
    expect(codes(confirm(SELLER, 1, 2), confirm(BUYER, 1, 2))).toEqual(['ok', 'ok']);
    expect(m.market.newTrades).toMatchObject([{ price: 9701, quantity: 150_000, method: 'block' }]);
  });

  it('S4 block: 99,999 t are too few, 100,000 t at 13:30 accepted', () => {
    expect(post(SELLER, 'sell', 99_999, 7463)).toMatchObject({
      code: 'market.quantity_too_small',
      data: { min: 100_000 },
    });
    expect(post(SELLER, 'sell', 100_000, 7463).code).toBe('ok');
    expect(answer(BUYER, 1, { quantity: 99_999 }).code).toBe('market.quantity_too_small');
    expect(answer(BUYER, 1).code).toBe('ok');
  });

  it('S5 block: refused on Tuesday at 10:15, accepted from 13:00:00 on, refused from 15:00:00 on', () => {
    const at = (hours: number): string => {
      m.clock(TUESDAY, hours);
      return post(SELLER, 'sell', 100_000, 7463).code;
    };
    expect(at(10.25)).toBe('market.session_closed');
    expect(at(13 - 1 / 3600)).toBe('market.session_closed');
    expect([at(13), at(15 - 1 / 3600)]).toEqual(['ok', 'ok']);
    expect(answer(BUYER, 1).code).toBe('ok');
    expect(at(15)).toBe('market.session_closed');
    expect(
      codes(
        answer(OTHER, 1),
        tell(BUYER, 'offer-block-terms', 1, { price: 7463, quantity: 100_000 }),
        confirm(BUYER, 1, 1),
      ),
    ).toEqual(Array(3).fill('market.session_closed'));
  });
});

describe('a block agreement', () => {
  it('holds nothing before both sides have confirmed the same version, and trades when they have', () => {
    talk();
    expect(confirm(SELLER, 1, 1).answer).toMatchObject({ state: 'NEGOTIATING', confirmedBy: ['poster'] });
    const first = m.seq;
    expect([m.ledger.balance(SELLER, 1).held, m.ledger.balance(BUYER, 0).held]).toEqual([0, 0]);
    expect(m.market.liveCount).toBe(0);
    expect(confirm(BUYER, 1, 1).answer).toMatchObject({ state: 'FILLED', tradeNo: 1 });
    expect(m.market.newTrades).toMatchObject([
      {
        ...{ price: 7463, quantity: 150_000, value: 1_119_450_000, method: 'block' },
        ...{ sellOrder: first, buyOrder: m.seq, seller: SELLER, buyer: BUYER, makerSide: 'sell' },
      },
    ]);
    expect(m.ledger.balance(SELLER, 1)).toMatchObject({ held: 0, outgoing: 150_000 });
    expect(m.ledger.balance(BUYER, 1)).toMatchObject({ incoming: 150_000, locked: 150_000 });
    m.settleAll();
    expect(m.ledger.balance(BUYER, 1).posted).toBe(150_000);
    expect(marketInvariants(m.world)).toEqual([]);
  });

  it('an offer is a new version and voids what was confirmed', () => {
    talk();
    confirm(SELLER, 1, 1);
    expect(tell(BUYER, 'offer-block-terms', 1, { price: 7400, quantity: 120_000 }).answer).toMatchObject({
      version: 2,
      confirmedBy: [],
    });
    expect(confirm(SELLER, 1, 1)).toMatchObject({ code: 'market.block_terms_changed', data: { version: 2 } });
    expect(codes(confirm(BUYER, 1, 2), confirm(BUYER, 1, 2))).toEqual(['ok', 'market.block_terms_confirmed']);
    expect(confirm(SELLER, 1, 2).answer).toMatchObject({ state: 'FILLED', price: 7400, quantity: 120_000 });
    expect(m.market.blocks.newTerms.map(({ version, offeredBy }) => [version, offeredBy])).toEqual([
      [1, 'responder'],
      [2, 'responder'],
    ]);
  });

  it('makes no price of the day, and pays the fees of its method', () => {
    talk();
    m.place(OTHER, 'sell', 10, 7400);
    m.place(BUYER, 'buy', 10, 7400);
    codes(confirm(SELLER, 1, 1), confirm(BUYER, 1, 1));
    m.do('close-day', { day: TUESDAY });
    expect(m.market.instrumentDays).toMatchObject([{ close: 7400, volume: 10, high: 7400 }]);
  });

  it('of a public intent is talked about with several; the first to agree ends the others', () => {
    talk();
    expect(answer(OTHER, 1, { price: 7500 }).answer).toMatchObject({ negotiationNo: 2, price: 7500 });
    expect(answer(OTHER, 1).code).toBe('market.block_negotiation_exists');
    codes(confirm(OTHER, 2, 1), confirm(SELLER, 2, 1));
    expect(m.events.slice(-4)).toMatchObject([
      { type: 'TradeExecuted', price: 7500, buyer: OTHER },
      { type: 'BlockNegotiationEnded', negotiationNo: 2, state: 'FILLED' },
      { type: 'BlockNegotiationEnded', negotiationNo: 1, state: 'WITHDRAWN' },
      { type: 'BlockIntentEnded', intentNo: 1, state: 'FILLED' },
    ]);
    expect(confirm(BUYER, 1, 1).code).toBe('market.block_negotiation_unknown');
    expect(answer(BUYER, 1).code).toBe('market.block_intent_unknown');
  });

  it('that is directed is unknown to everybody else, and its negotiation to every third party', () => {
    expect(post(SELLER, 'sell', 100_000, 7463, { counterparty: 999 }).code).toBe(
      'market.counterparty_unknown',
    );
    expect(post(SELLER, 'sell', 100_000, 7463, { counterparty: SISTER }).code).toBe(
      'market.same_owner_group',
    );
    expect(post(SELLER, 'sell', 100_000, 7463, { counterparty: BUYER }).code).toBe('ok');
    expect(answer(OTHER, 1).code).toBe('market.block_intent_unknown');
    m.account(104, { org: org(BUYER), cash: 1 });
    expect(m.do('answer-block-intent', { org: org(BUYER), intentNo: 1, accountNo: 104 }).code).toBe(
      'market.block_intent_for_another',
    );
    expect(answer(BUYER, 1).code).toBe('ok');
    for (const [kind, more] of [
      ['offer-block-terms', { price: 7463, quantity: 100_000 }],
      ['confirm-block-terms', { version: 1 }],
      ['withdraw-block-negotiation', {}],
    ] as const)
      expect(tell(OTHER, kind, 1, more).code).toBe('market.block_negotiation_unknown');
    expect(m.do('withdraw-block-intent', { org: org(OTHER), intentNo: 1 }).code).toBe(
      'market.block_intent_unknown',
    );
  });

  it('is never made between accounts of one owner group', () => {
    post(SELLER, 'sell', 100_000, 7463);
    expect(codes(answer(SISTER, 1), answer(SELLER, 1))).toEqual(Array(2).fill('market.same_owner_group'));
  });

  it('is refused where funds are short, on either side and at either word', () => {
    post(OTHER, 'sell', 1_000_000, 7463);
    answer(BUYER, 1);
    expect(confirm(BUYER, 1, 1)).toMatchObject({ code: 'ok' });
    m.place(OTHER, 'sell', 1, 7463);
    expect(confirm(OTHER, 1, 1).code).toBe('market.insufficient_units');
    post(SELLER, 'sell', 1_000_000, 7463);
    answer(BUYER, 2);
    expect(confirm(BUYER, 2, 1).code).toBe('ok');
    // What was there at the first word is spent by the second.
    m.place(BUYER, 'buy', 99_999, 8209);
    m.place(BUYER, 'buy', 99_999, 8209);
    m.place(BUYER, 'buy', 99_999, 8209);
    m.place(BUYER, 'buy', 99_999, 8209);
    expect(confirm(SELLER, 2, 1).code).toBe('market.counterparty_cannot_settle');
    expect(confirm(BUYER, 1, 1).code).toBe('market.block_terms_confirmed');
    expect(m.market.newTrades.filter(({ method }) => method === 'block')).toEqual([]);
    expect(marketInvariants(m.world)).toEqual([]);
  });

  it('is not made by the word of one whom a kill switch has barred since, nor after the release', () => {
    talk();
    expect(confirm(BUYER, 1, 1).code).toBe('ok');
    const scope = { party: 'member', org: org(BUYER), instrumentNo: null };
    expect(m.do('engage-kill-switch', { ...scope, reason: 'a fault' }).code).toBe('ok');
    expect(confirm(SELLER, 1, 1).code).toBe('market.block_negotiation_unknown');
    expect(m.do('release-own-kill-switch', { org: org(BUYER) }).code).toBe('ok');
    expect(confirm(SELLER, 1, 1).code).toBe('market.block_negotiation_unknown');
    // The seller's wish is still there, and the word has to be given again.
    const [{ intentNo }] = m.market.blocks.openIntents();
    const answered = m.do('answer-block-intent', { org: org(BUYER), accountNo: BUYER, intentNo });
    expect(answered.answer).toMatchObject({ negotiationNo: 2, confirmedBy: [] });
  });

  it('waits while trading is halted; what is open can still be withdrawn', () => {
    talk();
    m.halt(1, true);
    expect(codes(post(SELLER, 'sell', 100_000, 7463), confirm(SELLER, 1, 1))).toEqual(
      Array(2).fill('market.halted'),
    );
    expect(tell(BUYER, 'withdraw-block-negotiation', 1).answer).toMatchObject({ state: 'WITHDRAWN' });
    expect(m.do('withdraw-block-intent', { org: org(SELLER), intentNo: 1 }).answer).toMatchObject({
      state: 'WITHDRAWN',
    });
    expect(m.market.blocks.openIntents()).toEqual([]);
  });

  it('expires with its window, not before, and with the day', () => {
    talk();
    expect(m.do('expire-block-intents', {}).code).toBe('market.nothing_to_expire');
    m.clock(TUESDAY, 15);
    expect(m.do('expire-block-intents', {}).answer).toEqual({ intentNos: [1] });
    expect(m.events.slice(-2)).toMatchObject([
      { type: 'BlockNegotiationEnded', state: 'EXPIRED' },
      { type: 'BlockIntentEnded', state: 'EXPIRED' },
    ]);
    m.clock(TUESDAY, 14);
    post(SELLER, 'sell', 100_000, 7463);
    m.do('close-day', { day: TUESDAY });
    expect(m.market.blocks.openIntents()).toEqual([]);
  });

  it('does not exist where the pack has none', () => {
    const file = packWith({});
    delete file.keys['qtyMin.block'];
    m = new TestMarket(file, TUESDAY);
    m.instrument(1);
    m.account(SELLER, { units: 1_000_000 });
    m.do('open-day', { day: TUESDAY });
    expect(post(SELLER, 'sell', 100_000, 7463)).toMatchObject({
      code: 'market.method_not_offered',
      data: { method: 'block' },
    });
  });

  it('goes on from its own dump as if nothing had happened', () => {
    talk();
    answer(OTHER, 1);
    confirm(SELLER, 1, 1);
    const before = JSON.stringify(m.market.dump());
    m.reborn();
    expect(JSON.stringify(m.market.dump())).toBe(before);
    expect(confirm(BUYER, 1, 1).answer).toMatchObject({ state: 'FILLED' });
    expect(post(SELLER, 'sell', 100_000, 7463).answer).toMatchObject({ intentNo: 2 });
    expect(answer(BUYER, 2).answer).toMatchObject({ negotiationNo: 3 });
  });
});

describe('how much may be open at once', () => {
  const lastIntent = (intents: number): string => {
    for (let no = 1; no < intents; no++) post(SELLER, 'sell', 100_000, 7463);
    return post(SELLER, 'sell', 100_000, 7463).code;
  };
  atTheLimit('BLOCK_INTENTS_MAX', {
    at: (intents) => expect(lastIntent(intents)).toBe('ok'),
    past: (intents) => expect(lastIntent(intents)).toBe('market.too_many_block_intents'),
  });

  const lastAnswer = (negotiations: number): string => {
    for (let no = 1; no <= negotiations; no++) post(no % 2 === 0 ? SELLER : OTHER, 'sell', 100_000, 7463);
    for (let no = 1; no < negotiations; no++) answer(BUYER, no);
    return answer(BUYER, negotiations).code;
  };
  atTheLimit('BLOCK_NEGOTIATIONS_MAX', {
    at: (negotiations) => expect(lastAnswer(negotiations)).toBe('ok'),
    past: (negotiations) => expect(lastAnswer(negotiations)).toBe('market.too_many_block_negotiations'),
  });

  const lastTerms = (versions: number): string => {
    talk();
    const terms = { price: 7463, quantity: 150_000 };
    for (let version = 2; version < versions; version++) tell(SELLER, 'offer-block-terms', 1, terms);
    return tell(BUYER, 'offer-block-terms', 1, terms).code;
  };
  atTheLimit('BLOCK_TERMS_MAX', {
    at: (versions) => expect(lastTerms(versions)).toBe('ok'),
    past: (versions) => expect(lastTerms(versions)).toBe('market.too_many_block_terms'),
  });
});

describe('an owner group at its largest holding', () => {
  it('cannot come to hold more by agreement', () => {
    open({ 'maxHolding.other': { allocationBps: 0, plusUnits: 120_000 } });
    talk(120_001);
    expect(confirm(BUYER, 1, 1)).toMatchObject({ code: 'market.holding_limit', data: { headroom: 120_000 } });
    expect(tell(BUYER, 'offer-block-terms', 1, { price: 7463, quantity: 120_000 }).code).toBe('ok');
    expect(codes(confirm(SELLER, 1, 2), confirm(BUYER, 1, 2))).toEqual(['ok', 'ok']);
  });
});
