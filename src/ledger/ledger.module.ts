import { Module } from '@nestjs/common';
import { ApprovalsModule } from '../approvals/approvals.module.js';
import { registerRejections } from '../platform/http/index.js';
import { CashController } from './http/cash.controller.js';
import { ledgerRejections } from './rejections.js';

registerRejections(ledgerRejections);

@Module({ imports: [ApprovalsModule], controllers: [CashController] })
export class LedgerModule {}
