import { beforeEach, describe, expect, it } from '@jest/globals';
import { OPEN_DISPUTES_MAX } from '../../kernel/limits.js';
import { startOfDay } from '../../kernel/instant.js';
import { atTheLimit } from '../../../test/support/at-the-limit.js';
import { packWith, TestMarket } from '../../../test/support/market-world.js';
import { Clearing } from './clearing.js';

const DAY = '2026-11-24';
const NEXT = '2026-11-25';
const MINUTE = 60_000_000;

let market: TestMarket;
beforeEach(() => {
  market = new TestMarket(packWith({}));
  market.instrument(1);
  market.account(100, { org: '', units: 100_000 });
  market.account(101, { cash: 100_000_000 });
  market.do('open-day', { day: DAY });
  market.place(100, 'sell', 10, 7463);
  market.place(101, 'buy', 10, 7463);
  market.settleAll();
});

const filing = (facts: object = {}): ReturnType<TestMarket['do']> =>
  market.do('file-dispute', { tradeNo: 1, accountNo: 100, tradingDay: DAY, grounds: 'x', ...facts });
const file = (facts: object = {}): string => filing(facts).code;
const at = (day: string, minutes: number): void => {
  market.at = startOfDay(day, 480) + minutes * MINUTE;
};

describe('a dispute', () => {
  it('S47 is accepted at 09:29 of the next trading day and late at 09:31', () => {
    at(NEXT, 9 * 60 + 31);
    expect(file()).toBe('clearing.dispute_late');
    at(NEXT, 9 * 60 + 30);
    expect(file()).toBe('clearing.dispute_late');
    at(NEXT, 9 * 60 + 29);
    expect(file()).toBe('ok');
  });

  it('of a Friday may be filed over the weekend, by the calendar of the venue', () => {
    at('2026-11-30', 9 * 60 + 29);
    expect(file({ tradingDay: '2026-11-27' })).toBe('ok');
    at('2026-11-30', 9 * 60 + 30);
    expect(file({ tradingDay: '2026-11-27', accountNo: 100 })).toBe('clearing.dispute_late');
  });

  it('is about a trade that was, by an account of the caller', () => {
    expect([
      file({ tradeNo: 2 }),
      file({ tradeNo: 0 }),
      file({ accountNo: 101 }),
      file({ accountNo: 7 }),
    ]).toEqual(Array(4).fill('clearing.trade_unknown'));
  });

  it('waits once for each party and trade, until it is answered', () => {
    expect([file(), file()]).toEqual(['ok', 'clearing.dispute_open_already']);
    const answer = { disputeNo: 1, answer: 'no' };
    const restored = Clearing.restore(JSON.parse(JSON.stringify(market.clearing.dump())));
    expect(restored.disputes.find(1)).toEqual(market.clearing.disputes.find(1));
    expect(market.do('reject-dispute', answer).answer).toEqual({ disputeNo: 1, state: 'REJECTED' });
    expect(market.do('reject-dispute', answer).code).toBe('clearing.dispute_answered');
    expect(market.do('accept-dispute', { ...answer, proposalNo: 3 }).code).toBe('clearing.dispute_answered');
    expect(market.do('reject-dispute', { ...answer, disputeNo: 2 }).code).toBe('clearing.dispute_unknown');
    expect(file()).toBe('ok');
    expect(market.do('accept-dispute', { ...answer, disputeNo: 2, proposalNo: 3 }).answer).toEqual({
      ...{ disputeNo: 2, state: 'ACCEPTED', proposalNo: 3 },
    });
    expect(market.clearing.disputes.changes.map(({ disputeNo, state }) => [disputeNo, state])).toEqual([
      ...[
        [1, 'OPEN'],
        [1, 'REJECTED'],
      ],
      ...[
        [2, 'OPEN'],
        [2, 'ACCEPTED'],
      ],
    ]);
  });

  it('is kept with what was said and until when it could be, and answered by name', () => {
    const [filedAt, deadline] = [market.at, startOfDay(NEXT, 480) + (9 * 60 + 30) * MINUTE];
    expect(filing().answer).toEqual({ disputeNo: 1, state: 'OPEN', deadline });
    const filed = {
      ...{ disputeNo: 1, tradeNo: 1, accountNo: 100, tradingDay: DAY, grounds: 'x', state: 'OPEN', deadline },
      ...{ filedBy: 'usr_test', filedAt, decidedBy: '', changedAt: filedAt, answer: '', proposalNo: 0 },
    };
    expect(market.clearing.disputes.find(1)).toEqual(filed);
    market.at += MINUTE;
    market.do('accept-dispute', { disputeNo: 1, answer: 'you are right', proposalNo: 3 });
    expect(market.clearing.disputes.changes.at(-1)).toEqual({
      ...{ ...filed, state: 'ACCEPTED', decidedBy: 'usr_test', changedAt: filedAt + MINUTE },
      ...{ answer: 'you are right', proposalNo: 3 },
    });
    file();
    market.do('reject-dispute', { disputeNo: 2, answer: 'no' });
    expect(market.clearing.disputes.changes.at(-1)).toMatchObject({ decidedBy: 'usr_test', answer: 'no' });
    expect(market.events.filter(({ type }) => type.startsWith('Dispute'))).toEqual([
      { type: 'DisputeFiled', disputeNo: 1, tradeNo: 1, accountNo: 100 },
      { type: 'DisputeAccepted', disputeNo: 1, tradeNo: 1, proposalNo: 3 },
      { type: 'DisputeFiled', disputeNo: 2, tradeNo: 1, accountNo: 100 },
      { type: 'DisputeRejected', disputeNo: 2, tradeNo: 1 },
    ]);
  });

  it('keeps nobody else from one about that trade, nor its party from one about another', () => {
    market.account(102, { org: '' });
    market.place(100, 'sell', 1, 7463);
    market.place(101, 'buy', 1, 7463);
    const others = [file(), file({ accountNo: 102 }), file({ tradeNo: 2 }), file({ tradeNo: 2 })];
    expect(others).toEqual(['ok', 'ok', 'ok', 'clearing.dispute_open_already']);
  });

  it('is not about a trade that is annulled already', () => {
    market.clearing.annul({ tradeNo: 1, proposalNo: 1, seq: 9, at: market.at, reason: 'x' });
    expect(file()).toBe('clearing.trade_already_annulled');
  });

  it('has no number 0', () => {
    file();
    const answer = { disputeNo: 0, answer: 'no' };
    expect(market.do('reject-dispute', answer).code).toBe('clearing.dispute_unknown');
  });

  it('has its time by the version of the rules that was in force on the day of the trade', () => {
    const newer = packWith({ 'session.windows.listed': [['10:00', '11:30']] });
    market.rules.load({ ...newer, version: '99', effectiveFrom: DAY });
    const deadline = startOfDay(NEXT, 480) + 10 * 60 * MINUTE;
    at(NEXT, 10 * 60);
    expect(filing()).toMatchObject({ code: 'clearing.dispute_late', data: { deadline } });
    at(NEXT, 10 * 60 - 1);
    expect(filing().answer.deadline).toBe(deadline);
  });

  it('is never late where the calendar ends before another trading day', () => {
    expect(filing({ tradingDay: '2099-12-31' }).answer).toMatchObject({ deadline: null });
  });

  const fill = (count: number): void => {
    const { disputes } = market.clearing;
    const facts = { accountNo: 101, tradingDay: DAY, grounds: 'x', filedBy: 'x', filedAt: 1, deadline: null };
    for (let tradeNo = 2; disputes.openCount < count; tradeNo++)
      disputes.file({
        tradeNo,
        ...facts,
        state: 'OPEN',
        decidedBy: '',
        changedAt: 1,
        answer: '',
        proposalNo: 0,
      });
  };
  atTheLimit('OPEN_DISPUTES_MAX', {
    at: (limit) => {
      fill(limit - 1);
      expect(file()).toBe('ok');
      expect(market.clearing.disputes.openCount).toBe(OPEN_DISPUTES_MAX);
    },
    past: (onePast) => {
      fill(onePast - 1);
      const data = { most: OPEN_DISPUTES_MAX };
      expect(filing()).toMatchObject({ code: 'clearing.too_many_disputes', data });
    },
  });
});
