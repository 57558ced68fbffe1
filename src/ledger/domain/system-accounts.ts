/** Accounts that belong to no enterprise. Sources may be negative: their debt is what the world was given. */
export const SYSTEM_ACCOUNTS = {
  /** Client money at the settlement bank: −(deposits − withdrawals). */
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
} as const;

export const FIRST_USER_ACCOUNT = 100;
/** The asset number of venue money; every other asset is an instrument. */
export const CASH = 0;

export function isSource(account: number): boolean {
  return account === SYSTEM_ACCOUNTS.BANK || account === SYSTEM_ACCOUNTS.ISSUANCE;
}

export function isSink(account: number): boolean {
  return account === SYSTEM_ACCOUNTS.CANCELLED || account === SYSTEM_ACCOUNTS.SURRENDERED;
}
