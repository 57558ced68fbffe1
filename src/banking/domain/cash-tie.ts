import type { TradingDay } from '../../kernel/instant.js';
import { CASH, ledgerAccountOfBank, SYSTEM_ACCOUNTS } from '../../ledger/domain/system-accounts.js';
import { isKept } from './cash-transfer.js';
import type { BankingWorld } from './world.js';

export interface BankBalance {
  readonly bankNo: number;
  /** By the last released statement; before the first, by the opening. */
  readonly statementFen: number;
  readonly closingDay: TradingDay;
  readonly ledgerFen: number;
}

/** Where the money of a venue is, and what explains each part: what a reconciliation compares with the bank. */
export interface CashTie {
  readonly banks: readonly BankBalance[];
  /** Σ ledger balances of the bank accounts. */
  readonly bankFen: number;
  /** Entered by hand before the venue named its bank accounts, and not taken into one. */
  readonly byHandFen: number;
  /** Σ cash sub-accounts: of members, and of the venue's fees, escrow and reserve. */
  readonly subLedgerFen: number;
  readonly inTransitFen: number;
  readonly inTransit: readonly number[];
  /** Came in for nobody known; out of nothing known. The second is what the bank paid, above zero. */
  readonly unclearCreditsFen: number;
  readonly unclearDebitsFen: number;
  readonly unclearLines: readonly number[];
  /** bank + by hand − (sub-ledger + in transit + unclear credits − unclear debits); anything but zero is a break. */
  readonly differenceFen: number;
}

const { BANK, CASH_IN_TRANSIT, UNCLEAR_CREDITS, UNCLEAR_DEBITS } = SYSTEM_ACCOUNTS;

export function cashTie({ banking, ledger }: BankingWorld): CashTie {
  const has = (account: number): number => ledger.balance(account, CASH).posted;
  const banks = banking.allAccounts().map(({ bankNo, closingFen, closingDay }) => {
    return { bankNo, statementFen: closingFen, closingDay, ledgerFen: 0 - has(ledgerAccountOfBank(bankNo)) };
  });
  const apart = new Set<number>([BANK, CASH_IN_TRANSIT, UNCLEAR_CREDITS, UNCLEAR_DEBITS]);
  for (const { bankNo } of banks) apart.add(ledgerAccountOfBank(bankNo));
  let subLedgerFen = 0;
  for (const { account, asset, posted } of ledger.all())
    if (asset === CASH && !apart.has(account)) subLedgerFen += posted;
  const bankFen = banks.reduce((sum, { ledgerFen }) => sum + ledgerFen, 0);
  const byHandFen = 0 - has(BANK);
  const inTransitFen = has(CASH_IN_TRANSIT);
  const unclearCreditsFen = has(UNCLEAR_CREDITS);
  const unclearDebitsFen = 0 - has(UNCLEAR_DEBITS);
  return {
    ...{ banks, bankFen, byHandFen, subLedgerFen, inTransitFen, unclearCreditsFen, unclearDebitsFen },
    inTransit: [...banking.liveTransfers()]
      .filter(({ state }) => state === 'IN_TRANSIT')
      .map(({ transferNo }) => transferNo),
    unclearLines: [...banking.suspense()].map(({ lineNo }) => lineNo),
    differenceFen: bankFen + byHandFen - (subLedgerFen + inTransitFen + unclearCreditsFen - unclearDebitsFen),
  };
}

/** What must hold after every command; each broken fact is one sentence, none is the good news. */
export function bankingInvariants(world: BankingWorld): string[] {
  const { banking, ledger } = world;
  const broken: string[] = [];
  const tie = cashTie(world);
  const expect = (what: string, has: number, due: number): void => {
    if (has !== due) broken.push(`${what} ${has}, due are ${due}`);
  };
  let transit = 0;
  let keptForReturn = 0;
  const kept = new Map<number, number>();
  for (const { state, accountNo, amountFen } of banking.liveTransfers()) {
    if (state === 'IN_TRANSIT') transit += amountFen;
    if (isKept(state)) kept.set(accountNo, (kept.get(accountNo) ?? 0) + amountFen);
    if (isKept(state) && accountNo === UNCLEAR_CREDITS) keptForReturn += amountFen;
  }
  let credits = 0;
  let debits = 0;
  for (const { state, amountFen } of banking.suspense())
    if (amountFen < 0) debits -= amountFen;
    else if (state === 'SUSPENSE') credits += amountFen;
  expect('in transit', tie.inTransitFen, transit);
  expect('unclear credits', tie.unclearCreditsFen, credits + keptForReturn);
  expect('unclear debits', tie.unclearDebitsFen, debits);
  expect('bank less sub-ledger, transit and suspense', tie.differenceFen, 0);
  for (const { bankNo, ledgerFen, statementFen } of tie.banks)
    expect(`bank account ${bankNo} by the ledger`, ledgerFen, statementFen);
  for (const [accountNo, fen] of kept) {
    const { frozen } = ledger.balance(accountNo, CASH);
    if (frozen < fen) broken.push(`account ${accountNo} keeps ${frozen} of requested withdrawals of ${fen}`);
  }
  return broken;
}
