import { describe, expect, it } from '@jest/globals';
import type { Posting } from './ledger.js';
import { titlesMoved } from './title-moved.js';

const posting = (kind: string, no: number): Posting => ({
  cause: { kind, no },
  entries: [
    { account: 100, asset: 1, amount: -7 },
    { account: 101, asset: 1, amount: 7 },
  ],
});
const moved = (cause: string, no: number): object => ({
  type: 'TitleMoved',
  cause,
  no,
  entries: [
    [100, 1, -7],
    [101, 1, 7],
  ],
});
const SETTLED = { type: 'TradesSettled', from: 3, to: 5 };
const trades = [2, 3, 4, 5, 6].map((no) => posting('trade', no));

describe('what a command moved', () => {
  it('is told entry by entry', () => {
    expect(titlesMoved([posting('deposit', 9)], [])).toEqual([moved('deposit', 9)]);
    expect(titlesMoved([posting('deposit', 4)], [SETTLED])).toEqual([moved('deposit', 4)]);
    expect(titlesMoved([], [SETTLED])).toEqual([]);
  });

  it('is not told again where a settlement tells it', () => {
    expect(titlesMoved(trades, [{ type: 'OrderAccepted', from: 1, to: 9 }, SETTLED])).toEqual([
      moved('trade', 2),
      moved('trade', 6),
    ]);
    expect(titlesMoved(trades.slice(1, 2), [])).toEqual([moved('trade', 3)]);
  });

  it('is told of a trade that failed in the same range, however it was given after all', () => {
    const failed = { type: 'DeliveryFailed', tradeNo: 4 };
    const other = { type: 'TradeExecuted', tradeNo: 3 };
    expect(titlesMoved(trades.slice(1, 4), [failed, other, SETTLED])).toEqual([moved('trade', 4)]);
  });

  it('is told once by an annulment, with a settlement beside it or without', () => {
    expect(titlesMoved([posting('annulment', 4)], [])).toEqual([]);
    // A settlement tells trades alone.
    expect(titlesMoved([posting('annulment', 4)], [SETTLED])).toEqual([]);
  });
});
