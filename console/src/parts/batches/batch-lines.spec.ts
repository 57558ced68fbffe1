import { describe, expect, it } from '@jest/globals';
import { batchLines, csvRows, totalOf } from './batch-lines';

const ACCOUNTS = [
  { accountId: 'acc_one', title: '甲热电厂, 一号' },
  { accountId: 'acc_two', title: 'Plant B' },
];

describe('an allocation table', () => {
  it('is read as table programs write it', () => {
    expect(csvRows('\uFEFF账户,数量\r\n"甲热电厂, 一号","1,000"\r\n"a ""b""",2\r\n\r\n')).toEqual([
      ['账户', '数量'],
      ['甲热电厂, 一号', '1,000'],
      ['a "b"', '2'],
    ]);
    expect(csvRows('a;1\nb;2')).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
  });

  it('names accounts by id or title; the head is no row; the total is exact', () => {
    const lines = batchLines(
      'account,quantity\n"甲热电厂, 一号","9,007,199,254,740,993"\nacc_two,0.1',
      ACCOUNTS,
    );
    expect(lines.map(({ row, accountId, quantity, fault }) => [row, accountId, quantity, fault])).toEqual([
      [2, 'acc_one', '9007199254740993', undefined],
      [3, 'acc_two', '0.1', undefined],
    ]);
    expect(totalOf(lines)).toBe('9007199254740993.1');
  });

  it('says of each row what is wrong with it', () => {
    const lines = batchLines('Plant B,5\nnobody,5\nacc_one,five\nacc_one,0\nacc_two,1', ACCOUNTS);
    expect(lines.map(({ row, fault }) => [row, fault])).toEqual([
      [1, undefined],
      [2, 'account'],
      [3, 'quantity'],
      [4, 'quantity'],
      [5, 'twice'],
    ]);
  });
});
