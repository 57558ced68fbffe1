import { Module } from '@nestjs/common';
import { ApprovalsModule } from '../approvals/approvals.module.js';
import { registerRejections } from '../platform/http/index.js';
import { BankAccountsController } from './http/bank-accounts.controller.js';
import { BankLinesController } from './http/bank-lines.controller.js';
import { BankStatementsController } from './http/bank-statements.controller.js';
import { BankingDesk } from './http/banking-desk.js';
import { PaymentFilesController } from './http/payment-files.controller.js';
import { CashWithdrawalsController } from './http/withdrawals.controller.js';
import { BankingTables } from './queries/banking-tables.js';
import { bankingRejections } from './rejections.js';

registerRejections(bankingRejections);

@Module({
  imports: [ApprovalsModule],
  controllers: [
    BankAccountsController,
    CashWithdrawalsController,
    PaymentFilesController,
    BankStatementsController,
    BankLinesController,
  ],
  providers: [BankingDesk, BankingTables],
})
export class BankingModule {}
