import { parse } from 'csv-parse/sync';
import type { Statement, StatementLine } from '../domain/statement.js';
import { dayOf, hundredths, need, plain, Unreadable } from './reading.js';

export const CSV_NAME = 'airshed-statement';
const RECORD_CHARACTERS = 8_000;

/** Our own plain form (docs/banking.md): a heading, one record a line, and a total that must be there. */
export function readCsvStatement(text: string): {
  readonly format: string;
  readonly statements: Statement[];
} {
  const records = recordsOf(text);
  const heading = records.shift() ?? [];
  const total = records.pop() ?? [];
  const [name, version, statementId, account, currency, openingDay, opening, closingDay, closing] = heading;
  if (name !== CSV_NAME || version !== '1' || heading.length !== 9)
    throw new Unreadable('a heading of nine fields');
  if (total[0] !== 'total' || total.length !== 4) throw new Unreadable('a total at the end');
  if (!/^[A-Z]{3}$/.test(currency)) throw new Unreadable('a currency of three letters');
  if (!/^\d{1,6}$/.test(total[1])) throw new Unreadable('a count of lines');
  if (statementId === '' || account === '') throw new Unreadable('a statement id and an account');
  const statement: Statement = {
    ...{ statementId: plain(statementId), account: plain(account), currency },
    openingFen: signed(opening, 'the opening balance'),
    openingDay: whole(openingDay, 'the opening day'),
    closingFen: signed(closing, 'the closing balance'),
    closingDay: whole(closingDay, 'the closing day'),
    lines: records.map(lineOf),
    totals: {
      count: Number(total[1]),
      creditFen: hundredths(total[2], '.', 'the sum of credits'),
      debitFen: hundredths(total[3], '.', 'the sum of debits'),
    },
  };
  return { format: `${CSV_NAME}/1`, statements: [statement] };
}

function recordsOf(text: string): string[][] {
  try {
    return parse(text, { relax_column_count: true, max_record_size: RECORD_CHARACTERS });
  } catch (error) {
    throw new Unreadable(`CSV: ${(error as Error).message}`);
  }
}

function lineOf(record: readonly string[], i: number): StatementLine {
  const [name, day, amount, currency, text, counterparty] = record;
  if (name !== 'line' || record.length !== 6) throw new Unreadable(`record ${i + 2} a line of six fields`);
  return {
    amountFen: signed(amount, `the amount of record ${i + 2}`),
    ...{ currency, day: whole(day, `the day of record ${i + 2}`) },
    ...{ text: plain(text), counterparty: plain(counterparty) },
  };
}

function signed(text: string, what: string): number {
  const isBelow = need(text, what).startsWith('-');
  const fen = hundredths(isBelow ? text.slice(1) : text, '.', what);
  return isBelow ? 0 - fen : fen;
}

function whole(day: string, what: string): string {
  if (day.length !== 10) throw new Unreadable(what);
  return dayOf(day, what);
}
