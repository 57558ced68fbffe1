import { isAmount } from '../../kernel/amount.js';
import type { TradingDay } from '../../kernel/instant.js';
import { STATEMENT_LINES_MAX } from '../../kernel/limits.js';
import type { Rejection } from '../../kernel/rejection.js';
import { type BankAccount, sameNumber } from './bank-account.js';

/** One movement as the bank tells it. */
export interface StatementLine {
  /** Above zero came in, below went out. */
  readonly amountFen: number;
  readonly currency: string;
  readonly day: TradingDay;
  /** All that payer and bank wrote, where a reference may be. */
  readonly text: string;
  readonly counterparty: string;
}

/** What the bank says the lines add up to, where its format has a place for it. */
export interface ControlTotals {
  readonly count: number | null;
  readonly creditFen: number | null;
  readonly debitFen: number | null;
}

/** A bank's statement in one shape, whatever its format. */
export interface Statement {
  readonly statementId: string;
  readonly account: string;
  readonly currency: string;
  readonly openingFen: number;
  readonly openingDay: TradingDay;
  readonly closingFen: number;
  readonly closingDay: TradingDay;
  readonly lines: readonly StatementLine[];
  readonly totals: ControlTotals | null;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Whether a statement agrees with itself: opening + lines = closing, and what the bank counted is there. */
export function footing(statement: Statement): Rejection | undefined {
  const { lines, openingFen, closingFen, totals, currency } = statement;
  if (lines.length > STATEMENT_LINES_MAX)
    return { code: 'banking.statement_too_long', data: { lines: lines.length, most: STATEMENT_LINES_MAX } };
  const whole = [openingFen, closingFen, ...lines.map(({ amountFen }) => amountFen)].every(
    Number.isSafeInteger,
  );
  if (!whole) return { code: 'banking.statement_malformed' };
  const foreign = lines.findIndex((line) => line.currency !== currency);
  if (foreign >= 0)
    return {
      code: 'banking.currency_differs',
      data: { line: foreign + 1, statement: currency, found: lines[foreign].currency },
    };
  const credit = sum(lines.map(({ amountFen }) => Math.max(0, amountFen)));
  const debit = sum(lines.map(({ amountFen }) => Math.max(0, -amountFen)));
  if (totals !== null) {
    const told = [totals.count, totals.creditFen, totals.debitFen];
    const found = [lines.length, Number(credit), Number(debit)];
    const i = told.findIndex((value, at) => value !== null && value !== found[at]);
    if (i >= 0)
      return {
        code: 'banking.control_total_differs',
        data: { total: ['lines', 'credit', 'debit'][i], told: told[i]!, found: found[i] },
      };
  }
  const difference = BigInt(openingFen) + credit - debit - BigInt(closingFen);
  if (difference === 0n) return undefined;
  return {
    code: 'banking.statement_does_not_foot',
    data: { openingFen, linesFen: String(credit - debit), closingFen, differenceFen: String(difference) },
  };
}

/** Whether it is the next statement of this account of ours. */
export function continuity(
  account: BankAccount | undefined,
  statement: Statement,
  closing: Pick<BankAccount, 'closingFen' | 'closingDay'> | undefined = account,
): Rejection | undefined {
  if (account === undefined || closing === undefined)
    return { code: 'banking.unknown_bank_account', data: { account: statement.account.slice(0, 64) } };
  if (account.kind !== 'CLIENT') return { code: 'banking.not_client_money' };
  if (!sameNumber(account.number, statement.account)) return { code: 'banking.unknown_bank_account' };
  if (statement.currency !== account.currency)
    return {
      code: 'banking.currency_differs',
      data: { statement: statement.currency, account: account.currency },
    };
  if (statement.openingFen !== closing.closingFen)
    return {
      code: 'banking.gap_to_previous_closing',
      data: {
        previousClosingFen: closing.closingFen,
        openingFen: statement.openingFen,
        differenceFen: String(BigInt(statement.openingFen) - BigInt(closing.closingFen)),
      },
    };
  const { openingDay, closingDay, lines } = statement;
  const dated = [openingDay, closingDay, ...lines.map(({ day }) => day)].every((day) => DAY.test(day));
  const zero = lines.findIndex(({ amountFen }) => amountFen === 0);
  if (!dated || zero >= 0) return { code: 'banking.statement_malformed', data: { line: zero + 1 } };
  const late = lines.findIndex(({ day }) => day > closingDay);
  if (openingDay > closingDay || late >= 0)
    return {
      code: 'banking.day_beyond_closing',
      data: { line: late + 1, day: lines[late]?.day ?? openingDay, closingDay },
    };
  if (closingDay < closing.closingDay)
    return {
      code: 'banking.statement_out_of_order',
      data: { previousDay: closing.closingDay, closingDay },
    };
  return isAmount(statement.closingFen) ? undefined : { code: 'banking.bank_account_overdrawn' };
}

function sum(amounts: readonly number[]): bigint {
  return amounts.reduce((total, amount) => total + BigInt(amount), 0n);
}
