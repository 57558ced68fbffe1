export {
  bandInward,
  Calendar,
  type Method,
  METHODS,
  type NegotiatedMethod,
  packJsonSchema,
  packSchema,
  type PackFile,
  type PriceBand,
  readPack,
  RulePack,
  type RuleKey,
  ruleOn,
  type RuleOfDay,
  Rules,
  rulesExecutors,
  rulesHandlers,
  type RulesWorld,
  type Side,
  type Window,
} from './domain/index.js';
export { rulesRejections } from './rejections.js';
export { chinaCalendar, SHIPPED_PACKS, type ShippedPack, shippedPack } from './shipped-packs.js';
export { projectRules } from './store/rules.projection.js';
