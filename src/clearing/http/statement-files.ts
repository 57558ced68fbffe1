import { stringify } from 'csv-stringify/sync';
import { writePdf } from '../../platform/pdf/pdf-document.js';
import type { NetLine, Statement, TradeLine } from '../queries/statement-figures.js';
import { type Language, STATEMENT_WORDS, type Words } from './statement-words.js';

export const FORMATS = ['csv', 'xlsx', 'pdf'] as const;
export type Format = (typeof FORMATS)[number];

export const CONTENT_TYPES: Readonly<Record<Format, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
};

const NET = [
  ...(['accountId', 'symbol', 'bought', 'sold', 'netUnits', 'boughtValue', 'soldValue', 'fees'] as const),
  ...(['netCash'] as const),
];
const TRADES = [
  ...(['tradeId', 'accountId', 'day', 'symbol', 'side', 'price', 'quantity', 'value', 'fee'] as const),
  ...(['state'] as const),
];
const TEXTS: ReadonlySet<string> = new Set(['tradeId', 'accountId', 'day', 'symbol', 'side', 'state']);

/** The same cells whatever the format; a figure is a decimal as text and is nowhere calculated again. */
function tables(statement: Statement, words: Words): { net: string[][]; trades: string[][] } {
  return {
    net: [
      NET.map((name) => words[name]),
      ...statement.net.map((line: NetLine) => NET.map((name) => line[name])),
    ],
    trades: [
      TRADES.map((name) => words[name]),
      ...statement.trades.map((line: TradeLine) => TRADES.map((name) => line[name])),
    ],
  };
}

export async function writeStatement(
  statement: Statement,
  format: Format,
  language: Language,
): Promise<Buffer> {
  const words = STATEMENT_WORDS[language];
  const { net, trades } = tables(statement, words);
  const { venue, organisation, from, to } = statement;
  const head = [
    [words.venue, venue],
    [words.organisation, organisation],
    [words.period, `${from} – ${to}`],
  ];
  if (format === 'csv') {
    const rows = [[words.title], ...head, [], [words.net], ...net, [], [words.trades], ...trades];
    // Spreadsheets take a file without this mark for the alphabet of the house, and Chinese for noise.
    return Buffer.from(stringify(rows, { bom: true, record_delimiter: '\r\n', escape_formulas: true }));
  }
  if (format === 'xlsx') {
    const cells = (rows: readonly (readonly string[])[]): { value: string; type: StringConstructor }[][] =>
      rows.map((row) => row.map((value) => ({ value, type: String })));
    const sheets = [
      { data: cells([[words.title], ...head, [words.net], ...net]), sheet: words.title },
      { data: cells(trades), sheet: words.trades },
    ];
    const { default: writeExcelFile } = await import('write-excel-file/node');
    return writeExcelFile(sheets).toBuffer();
  }
  const columns = (names: readonly (keyof Words)[]) =>
    names.map((name) => ({ title: words[name], share: 1 / names.length, isNumber: !TEXTS.has(name) }));
  return writePdf({
    ...{ title: words.title, author: venue, footer: words.footer },
    // The same period is the same file: it does not say when it was printed.
    at: Date.parse(to),
    parts: [
      { kind: 'heading', text: words.title },
      { kind: 'facts', facts: head as [string, string][] },
      { kind: 'paragraph', text: words.net },
      { kind: 'table', columns: columns(NET), rows: net.slice(1) },
      { kind: 'paragraph', text: words.trades },
      { kind: 'table', columns: columns(TRADES), rows: trades.slice(1) },
    ],
  });
}
