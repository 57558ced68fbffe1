import { Module } from '@nestjs/common';
import { ApprovalsModule } from '../approvals/approvals.module.js';
import { registerRejections } from '../platform/http/index.js';
import { ExplanationsController } from './http/explanations.controller.js';
import { explainRejections } from './rejections.js';

registerRejections(explainRejections);

@Module({ imports: [ApprovalsModule], controllers: [ExplanationsController] })
export class ExplainModule {}
