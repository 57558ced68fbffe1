export { Calendar, type Window } from './calendar.js';
export { ruleOn, type RuleOfDay } from './dated-rule.js';
export { type Draft, type DraftState } from './draft.js';
export { Drafts } from './drafts.js';
export { rulesHandlers, type RulesWorld } from './handlers.js';
export { packChanges, type PackChange } from './pack-changes.js';
export { packHash } from './pack-hash.js';
export { METHODS, packJsonSchema, packSchema, readPack, type PackFile, type RuleKey } from './pack-schema.js';
export { rulesExecutors } from './publish-pack.js';
export { type Publication } from './publication.js';
export {
  bandInward,
  RulePack,
  type Method,
  type NegotiatedMethod,
  type PriceBand,
  type Side,
} from './rule-pack.js';
export { Rules, STAND_IN_NO, type PackStatus } from './rules.js';
