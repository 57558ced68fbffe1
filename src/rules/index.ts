export {
  bandInward,
  Calendar,
  type Method,
  packSchema,
  type PackFile,
  type PriceBand,
  readPack,
  RulePack,
  type RuleKey,
  Rules,
  rulesExecutors,
  rulesHandlers,
  type RulesWorld,
  type Side,
  type Window,
} from './domain/index.js';
export { rulesRejections } from './rejections.js';
export { SHIPPED_PACKS, type ShippedPack, shippedPack } from './shipped-packs.js';
export { projectRules } from './store/rules.projection.js';
