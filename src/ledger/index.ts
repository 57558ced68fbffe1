export { type CashMove, type CashWorld, ledgerExecutors } from './commands/money-executors.js';
export { Balance } from './domain/balance.js';
export { type Cause, type Entry, Ledger, type Posting, type TradeLegs } from './domain/ledger.js';
export {
  CASH,
  FIRST_USER_ACCOUNT,
  isSink,
  isSource,
  ledgerAccountOfBank,
  SYSTEM_ACCOUNTS,
} from './domain/system-accounts.js';
export { titlesMoved } from './domain/title-moved.js';
export { projectLedger } from './store/ledger.projection.js';
export { ledgerRejections } from './rejections.js';
