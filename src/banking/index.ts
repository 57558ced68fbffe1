export {
  type BankBalance,
  Banking,
  bankingExecutors,
  bankingHandlers,
  bankingInvariants,
  type BankingMachine,
  type BankingWorld,
  type CashTie,
  cashTie,
} from './domain/index.js';
export { bankingRejections } from './rejections.js';
export { projectBanking } from './store/banking.projection.js';
