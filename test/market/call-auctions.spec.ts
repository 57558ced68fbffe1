import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { marketInvariants } from '../../src/market/index.js';
import { packWith, TestMarket } from '../support/market-world.js';

const DAY = '2026-11-24';
const OPENING = { from: '09:15', to: '09:25', randomEndSeconds: 30, noCancelSeconds: 60 };
const CLOSING = { from: '14:57', to: '15:00', randomEndSeconds: 0, noCancelSeconds: 0 };
const [ALPHA, BETA, GAMMA] = [101, 102, 103];
const FIVE_PAST = 9 + 16 / 60;

let m: TestMarket;

function newMarket(keys: Parameters<typeof packWith>[0] = {}): TestMarket {
  const market = new TestMarket(packWith({ 'call.opening': OPENING, 'call.closing': CLOSING, ...keys }), DAY);
  market.instrument(1);
  for (const account of [ALPHA, BETA, GAMMA])
    market.account(account, { cash: 100_000_000_00, units: 50_000 });
  market.clock(DAY, 9);
  market.do('open-day', { day: DAY });
  market.clock(DAY, FIVE_PAST);
  return market;
}

const call = (phase = 'opening'): string => m.do('open-call', { instrumentNo: 1, phase }).code;
const meet = (): ReturnType<TestMarket['do']> => m.do('uncross', { instrumentNo: 1 });
const trades = (): { price: number; quantity: number; buyer: number; seller: number }[] =>
  m.events
    .filter(({ type }) => type === 'TradeExecuted')
    .map(({ price, quantity, buyer, seller }) => ({ price, quantity, buyer, seller }) as never);

beforeEach(() => {
  m = newMarket();
});

describe('a call auction', () => {
  it('gathers orders that cross, shows where they would meet, and trades at one price', () => {
    expect(call()).toBe('ok');
    m.place(ALPHA, 'buy', 300, 7500);
    m.place(BETA, 'sell', 200, 7400);
    m.place(GAMMA, 'sell', 200, 7480);
    expect(trades()).toEqual([]);
    expect(marketInvariants(m.world)).toEqual([]);
    m.clock(DAY, 9 + 25 / 60);
    const { answer } = meet();
    // 300 are wanted and 400 offered from 74.80 on; nearest to the previous close of 74.63.
    expect(answer).toMatchObject({ price: 7480, volume: 300, imbalance: -100 });
    expect(trades()).toEqual([
      { price: 7480, quantity: 200, buyer: ALPHA, seller: BETA },
      { price: 7480, quantity: 100, buyer: ALPHA, seller: GAMMA },
    ]);
    expect(marketInvariants(m.world)).toEqual([]);
    expect(m.market.find(1)!.book.asks.best).toMatchObject({ price: 7480, quantity: 100 });
    // The money beyond the common price goes back to who offered it.
    expect(m.ledger.balance(ALPHA, 0)).toMatchObject({ held: 0, outgoing: 300 * 7480 });
  });

  it('is held once a day, within its hours, on an open day', () => {
    expect(m.do('open-call', { instrumentNo: 9, phase: 'opening' }).code).toBe('market.instrument_unknown');
    expect(call('interruption')).toBe('market.call_not_due');
    expect(call('closing')).toBe('market.call_not_due');
    expect(meet().code).toBe('market.call_not_running');
    expect(call()).toBe('ok');
    expect(call()).toBe('market.call_not_due');
    m.clock(DAY, 9 + 24.9 / 60);
    expect(meet().code).toBe('market.call_not_over');
    m.clock(DAY, 9 + 25 / 60);
    expect(meet()).toMatchObject({ code: 'ok', answer: { price: 0, volume: 0 } });
    expect(call()).toBe('market.call_not_due');
  });

  it('opens no hours for block agreements', () => {
    call();
    const block = { instrumentNo: 1, side: 'sell', price: 7463, quantity: 100_000 };
    expect(m.do('post-block-intent', { org: `org${ALPHA}`, accountNo: ALPHA, ...block }).code).toBe(
      'market.session_closed',
    );
  });

  it('takes only orders that can wait', () => {
    call();
    m.place(BETA, 'sell', 5, 7463);
    for (const more of [
      { timeInForce: 'IOC' },
      { timeInForce: 'FOK' },
      { postOnly: true },
      { type: 'market', price: undefined },
    ])
      expect(m.place(ALPHA, 'buy', 5, 7463, more as never)).toMatchObject({
        code: 'market.only_waiting_orders',
        data: { phase: 'opening' },
      });
    expect(m.place(ALPHA, 'buy', 5, 7463).code).toBe('ok');
  });

  it('lets nothing be taken back in its last minute', () => {
    call();
    const { answer } = m.place(ALPHA, 'buy', 5, 7463);
    const named = { org: `org${ALPHA}`, orderNo: answer.orderNo };
    m.clock(DAY, 9 + 24 / 60);
    expect(m.do('cancel-order', named)).toMatchObject({
      code: 'market.no_cancel_now',
      data: { phase: 'opening' },
    });
    expect(m.do('amend-order', { ...named, quantity: 4 }).code).toBe('market.no_cancel_now');
    expect(m.do('cancel-all-orders', { org: `org${ALPHA}`, accountNo: ALPHA }).code).toBe(
      'market.no_cancel_now',
    );
    m.clock(DAY, 9 + 23.9 / 60);
    expect(m.do('amend-order', { ...named, quantity: 4 }).code).toBe('ok');
    expect(m.do('cancel-order', named).code).toBe('ok');
  });

  it('waits while trading is halted, and trades nothing when the day ends so', () => {
    call();
    m.place(ALPHA, 'buy', 5, 7463);
    m.place(BETA, 'sell', 5, 7463);
    m.clock(DAY, 9 + 25 / 60);
    m.halt(1, true);
    expect(meet().code).toBe('market.halted');
    m.clock(DAY, 16);
    expect(m.do('close-day', { day: DAY }).code).toBe('ok');
    expect(trades()).toEqual([]);
    expect(m.market.callResults.at(-1)).toMatchObject({ state: 'ABANDONED', price: 0 });
    expect(marketInvariants(m.world)).toEqual([]);
  });

  it.each([
    ['CANCEL_NEWEST', 1],
    ['CANCEL_OLDEST', 1],
    ['CANCEL_BOTH', 2],
  ])('lets no owner group meet itself: %s', (selfTrade, gone) => {
    call();
    m.place(ALPHA, 'buy', 10, 7480);
    m.place(ALPHA, 'sell', 10, 7460, { selfTrade });
    m.place(BETA, 'sell', 4, 7470);
    m.clock(DAY, 9 + 25 / 60);
    meet();
    expect(m.events.filter(({ reason }) => reason === 'self_trade')).toHaveLength(gone);
    expect(trades().every(({ buyer, seller }) => buyer !== seller)).toBe(true);
    expect(trades()).toHaveLength(selfTrade === 'CANCEL_NEWEST' ? 1 : 0);
    expect(marketInvariants(m.world)).toEqual([]);
  });

  it('sets the opening price, and the closing call ends the day', () => {
    call();
    m.place(ALPHA, 'buy', 5, 7470);
    m.place(BETA, 'sell', 5, 7470);
    m.clock(DAY, 9 + 25 / 60);
    meet();
    expect(m.market.find(1)).toMatchObject({ open: 7470, lastPrice: 7470 });
    m.clock(DAY, 14.96);
    expect(call('closing')).toBe('ok');
    m.place(ALPHA, 'buy', 5, 7480);
    m.place(BETA, 'sell', 5, 7475);
    m.clock(DAY, 15);
    // Nearest to the last price.
    expect(meet().answer).toMatchObject({ phase: 'closing', price: 7475, volume: 5 });
  });
});

describe('a price that moves too far', () => {
  beforeEach(() => {
    m = newMarket({ 'volatility.pct': 100, 'volatility.callSeconds': 120 });
    m.clock(DAY, 10);
  });

  it('gathers orders instead of trading', () => {
    m.place(BETA, 'sell', 5, 7463);
    m.place(BETA, 'sell', 5, 7600);
    const { answer } = m.place(ALPHA, 'buy', 10, 7600);
    expect(answer).toMatchObject({ filled: 5, remaining: 5, status: 'PARTLY_FILLED' });
    expect(m.market.find(1)!.call).toMatchObject({ phase: 'interruption', to: m.at + 120_000_000 });
    expect(marketInvariants(m.world)).toEqual([]);
    m.at += 120_000_000;
    expect(meet().answer).toMatchObject({ phase: 'interruption', price: 7600, volume: 5 });
  });

  it('ends what cannot wait, and fills nothing that must be filled whole', () => {
    m.place(BETA, 'sell', 5, 7463);
    m.place(BETA, 'sell', 5, 7600);
    expect(m.place(ALPHA, 'buy', 10, 7600, { timeInForce: 'FOK' }).code).toBe('market.not_fillable');
    const { answer } = m.place(ALPHA, 'buy', 10, 7600, { timeInForce: 'IOC' });
    expect(answer).toMatchObject({ filled: 5, cancelled: 5, status: 'CANCELLED' });
  });

  it('is measured from the last price as it was before the order', () => {
    m.place(BETA, 'sell', 5, 7537);
    m.place(BETA, 'sell', 5, 7538);
    // 74.63 + 1 % = 75.37 and a fraction.
    expect(m.place(ALPHA, 'buy', 10, 7600).answer).toMatchObject({ filled: 5, remaining: 5 });
  });
});

describe('whatever gathers', () => {
  const order = fc.record({
    account: fc.constantFrom(ALPHA, BETA, GAMMA),
    side: fc.constantFrom('buy' as const, 'sell' as const),
    price: fc.integer({ min: 7455, max: 7470 }),
    quantity: fc.integer({ min: 1, max: 50 }),
    selfTrade: fc.constantFrom('CANCEL_NEWEST', 'CANCEL_OLDEST', 'CANCEL_BOTH'),
  });

  it('leaves no crossed book, trades at one price, and does the same after a restart', () => {
    fc.assert(
      fc.property(fc.array(order, { maxLength: 40 }), (orders) => {
        const outcomes = [false, true].map((restarts) => {
          m = newMarket();
          call();
          for (const { account, side, quantity, price, selfTrade } of orders)
            m.place(account, side, quantity, price, { selfTrade });
          if (restarts) m.reborn();
          m.clock(DAY, 9 + 25 / 60);
          const { answer } = meet();
          expect(marketInvariants(m.world)).toEqual([]);
          expect(trades().every(({ price }) => price === answer.price)).toBe(true);
          expect(trades().reduce((sum, { quantity }) => sum + quantity, 0)).toBe(answer.volume);
          return JSON.stringify([answer, trades(), m.market.dump(), m.ledger.dump()]);
        });
        expect(outcomes[1]).toBe(outcomes[0]);
      }),
      { numRuns: 150 },
    );
  });
});
