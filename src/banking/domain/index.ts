import type { ApprovalExecutors } from '../../approvals/domain/executor.js';
import type { Handlers } from '../../sequencer/domain/command.js';
import { accountExecutors } from './account-executors.js';
import { paymentExecutors, paymentHandlers } from './payment-handlers.js';
import { statementExecutors, statementHandlers } from './statement-handlers.js';
import { suspenseExecutors } from './suspense-executors.js';
import { withdrawalHandlers } from './withdrawal-handlers.js';
import type { BankingWorld } from './world.js';

export { Banking } from './banking.js';
export { type BankBalance, bankingInvariants, type CashTie, cashTie } from './cash-tie.js';
export type { BankingMachine, BankingWorld } from './world.js';

export const bankingExecutors: ApprovalExecutors<BankingWorld> = {
  ...accountExecutors,
  ...paymentExecutors,
  ...statementExecutors,
  ...suspenseExecutors,
};
export const bankingHandlers: Handlers = { ...withdrawalHandlers, ...paymentHandlers, ...statementHandlers };
