import { Module } from '@nestjs/common';
import { ApprovalsModule } from '../approvals/approvals.module.js';
import { registerRejections } from '../platform/http/index.js';
import { RulePackDraftsController } from './http/rule-pack-drafts.controller.js';
import { RulePackSchemaController } from './http/rule-pack-schema.controller.js';
import { RulePacksController } from './http/rule-packs.controller.js';
import { RuleTables } from './queries/rule-tables.js';
import { rulesRejections } from './rejections.js';

registerRejections(rulesRejections);

@Module({
  imports: [ApprovalsModule],
  controllers: [RulePacksController, RulePackDraftsController, RulePackSchemaController],
  providers: [RuleTables],
  exports: [RuleTables],
})
export class RulesModule {}
