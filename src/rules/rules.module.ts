import { Module } from '@nestjs/common';
import { ApprovalsModule } from '../approvals/approvals.module.js';
import { registerRejections } from '../platform/http/index.js';
import { RulePacksController } from './http/rule-packs.controller.js';
import { rulesRejections } from './rejections.js';

registerRejections(rulesRejections);

@Module({ imports: [ApprovalsModule], controllers: [RulePacksController] })
export class RulesModule {}
