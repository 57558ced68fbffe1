export { Calendar, type Window } from './calendar.js';
export { ruleOn, type RuleOfDay } from './dated-rule.js';
export { rulesExecutors, rulesHandlers, type RulesWorld } from './handlers.js';
export { METHODS, packJsonSchema, packSchema, readPack, type PackFile, type RuleKey } from './pack-schema.js';
export {
  bandInward,
  RulePack,
  type Method,
  type NegotiatedMethod,
  type PriceBand,
  type Side,
} from './rule-pack.js';
export { Rules } from './rules.js';
