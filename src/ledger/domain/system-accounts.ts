/** Accounts that belong to no enterprise. Sources may be negative: their debt is what the world was given. */
export const SYSTEM_ACCOUNTS = {
  /** Client money that was entered by hand, before the venue named its bank accounts: −(deposits − withdrawals). */
  BANK: 1,
  /** Where units come from: −issued. */
  ISSUANCE: 2,
  /** Sink of voluntary and ordered cancellation; nothing leaves it. */
  CANCELLED: 3,
  /** Sink of surrender; nothing leaves it. */
  SURRENDERED: 4,
  /** The venue's fee income. */
  FEES: 5,
  /** Units created and not yet distributed (the province account). */
  GOVERNMENT: 6,
  /** Deposits and payments of permit transfers under way (保证金专户). */
  PERMIT_ESCROW: 10,
  /** The government's reserve of discharge permits (政府储备), and its money. */
  PERMIT_RESERVE: 11,
  /** Left the accounts in a released payment file and not yet on a statement (在途资金). */
  CASH_IN_TRANSIT: 12,
  /** Came in, and nobody knows for whom (待查资金). */
  UNCLEAR_CREDITS: 13,
  /** Went out, and nobody knows what for: −paid. */
  UNCLEAR_DEBITS: 14,
} as const;

/** Each bank account of the venue is a source of its own: 20 + its number. */
const FIRST_BANK_ACCOUNT = 20;

export const FIRST_USER_ACCOUNT = 100;
/** The asset number of venue money; every other asset is an instrument. */
export const CASH = 0;

export function isSource(account: number): boolean {
  return (
    account === SYSTEM_ACCOUNTS.BANK ||
    account === SYSTEM_ACCOUNTS.ISSUANCE ||
    (account >= SYSTEM_ACCOUNTS.UNCLEAR_DEBITS && account < FIRST_USER_ACCOUNT)
  );
}

/** The ledger's account of a bank account: −what the bank has of ours. */
export function ledgerAccountOfBank(bankNo: number): number {
  return FIRST_BANK_ACCOUNT + bankNo;
}

export function isSink(account: number): boolean {
  return account === SYSTEM_ACCOUNTS.CANCELLED || account === SYSTEM_ACCOUNTS.SURRENDERED;
}
