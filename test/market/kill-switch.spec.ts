import { beforeEach, describe, expect, it } from '@jest/globals';
import { marketExecutors, marketInvariants } from '../../src/market/index.js';
import { packWith, TestMarket } from '../support/market-world.js';

const DAY = '2026-11-24';
const REASON = 'an algorithm runs wild';

let m: TestMarket;
beforeEach(() => {
  m = new TestMarket(packWith({ 't1.goods': false }), DAY);
  for (const no of [1, 2]) m.instrument(no);
  m.account(100, { cash: 1_000_000_000, units: 100_000 });
  m.account(101, { cash: 1_000_000_000, units: 100_000 });
  m.do('open-day', { day: DAY });
});

const engage = (facts: {
  party: string;
  org?: string;
  instrumentNo?: number;
}): ReturnType<TestMarket['do']> =>
  m.do('engage-kill-switch', { org: '', instrumentNo: null, reason: REASON, ...facts });
const own = (): ReturnType<TestMarket['do']> => engage({ party: 'member', org: 'org100' });
const releasing = (switchNo: number): string | undefined => {
  const executor = marketExecutors['release-kill-switch'];
  const proposal = { proposalNo: 9, reserved: false };
  const context = { seq: ++m.seq, at: m.at, by: 'usr_checker', org: '', emit: () => undefined };
  const refusal = executor.check(m.world, { switchNo, reason: 'over' }, context, proposal);
  if (refusal === undefined) executor.execute(m.world, { switchNo, reason: 'over' }, context, proposal);
  return refusal?.code;
};
const ended = (): unknown[] => m.events.filter(({ type }) => type === 'OrderEnded');

describe('a kill switch', () => {
  it('cancels 1,000 open orders in one command and gives every hold back', () => {
    for (let n = 0; n < 500; n++) {
      m.place(100, 'buy', 1, 7000 + (n % 100));
      m.place(101, 'sell', 1, 7500 + (n % 100), { instrumentNo: 1 + (n % 2) });
    }
    expect(m.market.liveCount).toBe(1_000);
    const before = m.seq;
    expect(engage({ party: 'operator' }).answer).toEqual({ switchNo: before + 1, ordersCancelled: 1_000 });
    expect([m.market.liveCount, m.seq]).toEqual([0, before + 1]);
    expect(ended()).toHaveLength(1_000);
    expect(ended()[0]).toMatchObject({ reason: 'kill_switch', accountNo: 100, quantity: 1 });
    expect([...m.ledger.all()].every(({ held }) => held === 0)).toBe(true);
    expect(marketInvariants(m.world)).toEqual([]);
    expect(m.events.at(-1)).toEqual({
      ...{ type: 'KillSwitchEngaged', switchNo: before + 1, party: 'operator', org: '', instrumentNo: null },
      ...{ reason: REASON, ordersCancelled: 1_000 },
    });
  });

  it('of a member bars all its orders, also changed ones, and nobody else’s', () => {
    const { orderNo } = m.place(101, 'sell', 5, 7500).answer;
    m.place(100, 'buy', 1, 7400);
    expect(own().answer.ordersCancelled).toBe(1);
    expect(m.refusal('place-order', order(100))).toMatchObject({
      code: 'market.kill_switch',
      detail: REASON,
    });
    expect(m.place(101, 'sell', 1, 7500).code).toBe('ok');
    expect(m.market.order(orderNo as number)!.isLive).toBe(true);
    expect(own().code).toBe('market.kill_switch_engaged');
    expect(m.do('release-own-kill-switch', { org: 'org101' }).code).toBe('market.kill_switch_not_engaged');
    expect(m.do('release-own-kill-switch', { org: 'org100' }).code).toBe('ok');
    expect(m.place(100, 'buy', 1, 7400).code).toBe('ok');
    expect(m.events.map(({ type }) => type)).toContain('KillSwitchReleased');
  });

  it('of an instrument, or of one organisation in it, reaches no further', () => {
    m.place(100, 'buy', 1, 7400);
    m.place(100, 'buy', 1, 7400, { instrumentNo: 2 });
    m.place(101, 'sell', 1, 7500);
    expect(engage({ party: 'operator', org: 'org100', instrumentNo: 1 }).answer.ordersCancelled).toBe(1);
    expect(engage({ party: 'regulator', instrumentNo: 1 }).answer.ordersCancelled).toBe(1);
    expect(m.market.liveCount).toBe(1);
    expect(m.place(101, 'sell', 1, 7500).code).toBe('market.kill_switch');
    expect(m.place(100, 'buy', 1, 7400, { instrumentNo: 2 }).code).toBe('ok');
  });

  it('works where nobody else can cancel: after hours, in a halt, in the last part of a call', () => {
    const market = m.market.keep(m.market.of(1, 7463));
    m.place(100, 'buy', 1, 7400);
    m.halt(null, true);
    const [from, to] = [m.at - 10, m.at + 10];
    market.call = { phase: 'closing', from, to, latest: to, noCancelFrom: from, callNo: 1 };
    expect(m.do('cancel-all-orders', { org: 'org100', accountNo: 100 }).code).toBe('market.no_cancel_now');
    m.clock(DAY, 23);
    market.call = { ...market.call, to: m.at + 10 };
    expect(own().answer.ordersCancelled).toBe(1);
    expect(m.place(100, 'buy', 1, 7400).code).toBe('market.halted');
  });

  it('stands after a halt and before the state of the account on the ladder', () => {
    own();
    m.account(102, { org: 'org100', state: 'RESTRICTED' });
    expect(m.do('place-order', { ...order(102), org: 'org100' }).code).toBe('market.kill_switch');
    m.halt(1, true);
    expect(m.do('place-order', order(100)).code).toBe('market.halted');
  });

  it('ends the block intents and negotiations of its scope, and those of nobody else', () => {
    for (const no of [102, 103]) m.account(no, { cash: 1_000_000_000, units: 100_000 });
    m.clock(DAY, 14);
    const block = { instrumentNo: 1, price: 7463, quantity: 100_000 };
    const post = (no: number, side: string): number =>
      m.do('post-block-intent', { org: `org${no}`, accountNo: no, side, ...block }).answer.intentNo as number;
    const answer = (no: number, intentNo: number): number =>
      m.do('answer-block-intent', { org: `org${no}`, accountNo: no, intentNo }).answer
        .negotiationNo as number;
    const [of100, of101] = [post(100, 'sell'), post(101, 'sell')];
    const [lost, ended, kept] = [answer(102, of100), answer(100, of101), answer(103, of101)];
    own();
    expect(m.market.blocks.openIntents().map(({ intentNo }) => intentNo)).toEqual([of101]);
    expect(m.market.blocks.liveNegotiations().map(({ negotiationNo }) => negotiationNo)).toEqual([kept]);
    expect(m.events.filter(({ type }) => type.startsWith('Block') && type.endsWith('Ended'))).toEqual([
      { type: 'BlockNegotiationEnded', negotiationNo: lost, state: 'WITHDRAWN', by: 'intent' },
      { type: 'BlockIntentEnded', intentNo: of100, state: 'WITHDRAWN' },
      { type: 'BlockNegotiationEnded', negotiationNo: ended, state: 'WITHDRAWN', by: 'kill_switch' },
    ]);
    expect(marketInvariants(m.world)).toEqual([]);
    engage({ party: 'operator', instrumentNo: 1 });
    expect([m.market.blocks.openIntents(), m.market.blocks.liveNegotiations()]).toEqual([[], []]);
  });

  it('is noticed where something of its scope is open all the same', () => {
    m.place(101, 'sell', 1, 7500);
    const scope = { party: 'operator', org: 'org101', instrumentNo: null, reason: REASON } as const;
    const who = { switchNo: 1, engagedBy: 'x', engagedAt: 0, ordersCancelled: 0 };
    m.market.killSwitches.engage({ ...scope, ...who });
    expect(marketInvariants(m.world)).toEqual([`order ${m.seq} is open under a kill switch`]);
  });

  it('of an office is released under four eyes, of a member by the member alone', () => {
    const { switchNo } = engage({ party: 'regulator', org: 'org100' }).answer;
    const mine = own().answer.switchNo as number;
    expect(m.do('release-own-kill-switch', { org: 'org100' }).code).toBe('ok');
    expect(m.place(100, 'buy', 1, 7400).code).toBe('market.kill_switch');
    expect(releasing(mine)).toBe('market.kill_switch_not_engaged');
    expect(releasing(switchNo as number)).toBeUndefined();
    expect(m.place(100, 'buy', 1, 7400).code).toBe('ok');
    expect(releasing(own().answer.switchNo as number)).toBe('market.kill_switch_of_member');
  });

  it('is written down with who released it and on which proposal, and told', () => {
    const office = engage({ party: 'regulator', org: 'org100', instrumentNo: 1 }).answer.switchNo as number;
    const executor = marketExecutors['release-kill-switch'];
    expect(executor.owner(m.world, {})).toBe('');
    const proposal = { proposalNo: 9, reserved: false };
    const emit = (event: (typeof m.events)[number]): void => void m.events.push(event);
    const context = { seq: ++m.seq, at: m.at, by: 'usr_checker', org: '', emit };
    expect(executor.execute(m.world, { switchNo: office, reason: 'over' }, context, proposal)).toEqual({
      switchNo: office,
      released: true,
    });
    expect(m.events.at(-1)).toEqual({
      ...{ type: 'KillSwitchReleased', switchNo: office, party: 'regulator', org: 'org100' },
      ...{ instrumentNo: 1, reason: REASON },
    });
    const mine = own().answer.switchNo as number;
    m.do('release-own-kill-switch', { org: 'org100' });
    const released = m.market.killSwitches.changes.filter(({ release }) => release !== null);
    expect(released).toMatchObject([
      { switchNo: office, release: { releasedBy: 'usr_checker', releasedAt: m.at, proposalNo: 9 } },
      { switchNo: mine, release: { releasedBy: 'usr_test', releasedAt: m.at, proposalNo: null } },
    ]);
  });

  it('that is engaged is not engaged twice, and its number is told', () => {
    const { switchNo } = own().answer;
    const again = { party: 'member', org: 'org100', instrumentNo: null, reason: REASON };
    expect(m.refusal('engage-kill-switch', again)).toEqual({
      code: 'market.kill_switch_engaged',
      data: { killSwitch: switchNo },
    });
  });

  it('names what is there', () => {
    expect(engage({ party: 'operator', instrumentNo: 9 }).code).toBe('market.instrument_unknown');
    expect(engage({ party: 'operator', org: 'org_of_nobody' }).code).toBe('market.organisation_unknown');
  });

  it('is engaged still in the same market after its own dump, in whatever order it came there', () => {
    engage({ party: 'operator', org: 'org101' });
    engage({ party: 'regulator', instrumentNo: 2 });
    own();
    const state = JSON.stringify(m.market.dump());
    m.reborn();
    expect(JSON.stringify(m.market.dump())).toBe(state);
    expect(m.place(100, 'buy', 1, 7400).code).toBe('market.kill_switch');
    expect(m.place(101, 'sell', 1, 7500).code).toBe('market.kill_switch');
    expect(m.market.killSwitches.changes).toEqual([]);
  });
});

function order(accountNo: number): { org: string; accountNo: number } & Record<string, string | number> {
  const wish = { side: 'buy', type: 'limit', price: 7400, quantity: 1, instrumentNo: 1 };
  return { org: `org${accountNo}`, accountNo, ...wish };
}
