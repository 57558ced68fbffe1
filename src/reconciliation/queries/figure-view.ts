import { CENTS, formatDecimal } from '../../kernel/decimal.js';
import type { Json } from '../../kernel/json.js';
import type { PublicIdKind } from '../../platform/http/index.js';
import { FIRST_USER_ACCOUNT, SYSTEM_ACCOUNTS } from '../../ledger/index.js';
import type { Figure } from '../domain/figure.js';

const NAMES = new Map(Object.entries(SYSTEM_ACCOUNTS).map(([name, no]) => [no as number, name]));

export type Instruments = ReadonlyMap<number, { readonly symbol: string; readonly unit_scale: number }>;
type Encode = (kind: PublicIdKind, no: number) => string;

/** A comparison as people read it: ids or names of accounts, symbols, decimals. */
export function showFigure(figure: Figure, instruments: Instruments, encode: Encode): Record<string, Json> {
  const { total, part, accountNo, instrumentNo, subjectNo, one, other } = figure;
  const instrument = instruments.get(instrumentNo);
  // Trades and cases are counted, money is in fen, units in the smallest part of the instrument's unit.
  const isCount = total === 'ALL' || part === 'settled';
  const scale = isCount ? 0 : total === 'CASH' ? CENTS : (instrument?.unit_scale ?? 0);
  return {
    ...{ total, part, symbol: total === 'CASH' ? 'cash' : (instrument?.symbol ?? null) },
    ...{ accountId: accountNo >= FIRST_USER_ACCOUNT ? encode('acc', accountNo) : null },
    ...{ venueAccount: accountNo > 0 && accountNo < FIRST_USER_ACCOUNT ? nameOf(accountNo) : null },
    ...{ lineId: part === 'suspense' ? encode('lin', subjectNo) : null },
    ...{ bankAccountId: part === 'statement' || part === 'lines' ? encode('bka', subjectNo) : null },
    ...{ one: signed(one, scale), other: signed(other, scale), difference: signed(one - other, scale) },
  };
}

const nameOf = (accountNo: number): string => NAMES.get(accountNo) ?? 'BANK_ACCOUNT';

function signed(amount: number, scale: number): string {
  return amount < 0 ? `-${formatDecimal(-amount, scale)}` : formatDecimal(amount, scale);
}
