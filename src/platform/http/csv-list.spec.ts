import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { columnsOf, csvHead, csvRows, headsOf, nameOf } from './csv-list.js';

const row = z.object({
  title: z.string(),
  price: z.string().nullable(),
  proof: z.object({ seq: z.int(), at: z.string() }).optional(),
  lines: z.array(z.object({ no: z.int() })),
  open: z.boolean(),
});
const columns = columnsOf(row);

/** As a table program reads it. */
const read = (...rows: object[]): Record<string, string>[] =>
  parse(csvHead(columns) + csvRows(columns, rows), { columns: true, bom: true });

describe('the file of a list', () => {
  it('has the columns that the answer declares, in that order, whatever a row lacks', () => {
    expect(columns.map(nameOf)).toEqual(['title', 'price', 'proof.seq', 'proof.at', 'lines', 'open']);
    const sparse = { open: false, lines: [], price: null, title: '甲厂' };
    expect(read(sparse)).toEqual([
      { title: '甲厂', price: '', 'proof.seq': '', 'proof.at': '', lines: '[]', open: 'false' },
    ]);
  });

  it('joins the columns of answers that are one of several', () => {
    const either = z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), order: z.string() }),
      z.object({ ok: z.literal(false), code: z.string() }),
    ]);
    expect(columnsOf(either).map(nameOf)).toEqual(['ok', 'order', 'code']);
  });

  it('keeps figures to the last digit, and lists as JSON', () => {
    const [line] = read({
      ...{ title: 'a', price: '-9007199254740993.10', proof: { seq: 7, at: '2026-11-26T01:02:03.000004Z' } },
      ...{ lines: [{ no: 1 }, { no: 2 }], open: true },
    });
    expect(line).toEqual({
      ...{ title: 'a', price: '-9007199254740993.10', 'proof.seq': '7' },
      ...{ 'proof.at': '2026-11-26T01:02:03.000004Z', lines: '[{"no":1},{"no":2}]', open: 'true' },
    });
  });

  it('gives text back with its commas, quotes and lines', () => {
    const title = '“quoted”, "twice"\r\nand a second line';
    expect(read({ title })).toEqual([expect.objectContaining({ title })]);
  });

  it.each(['=1+1', '+86 10', '-2+3', '@SUM(A1)', '\tx', '＝1'])('takes the formula out of %j', (title) => {
    expect(read({ title })).toEqual([expect.objectContaining({ title: `'${title}` })]);
  });

  it.each(['-1', '-0.05', '12.50'])('and leaves the number %s a number', (price) => {
    expect(csvRows(columns, [{ title: 'a', price }])).toBe(`a,${price},,,,\r\n`);
  });

  it('is headed in words where there are some, each head once, the part before its own', () => {
    expect(headsOf(columns, 'zh')).toEqual([
      '名称',
      '价格',
      'proof · 日志序号',
      'proof · 时间',
      'lines',
      '未成交',
    ]);
    const same = columnsOf(z.object({ fee: z.string(), fees: z.string(), rulePackId: z.string() }));
    expect(headsOf(same, 'zh')).toEqual(['手续费', '手续费 (fees)', '规则包']);
    expect(headsOf(same, 'en')).toEqual(['fee', 'fees', 'rule pack']);
  });

  it('begins with the mark of UTF-8', () => {
    expect(Buffer.from(csvHead(columns)).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  });
});
