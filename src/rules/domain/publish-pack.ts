import { invariant } from '../../kernel/invariant.js';
import type { TradingDay } from '../../kernel/instant.js';
import type { Json } from '../../kernel/json.js';
import type { Rejection } from '../../kernel/rejection.js';
import type { ApprovalExecutor, ApprovalExecutors } from '../../approvals/domain/index.js';
import type { CommandContext } from '../../sequencer/domain/command.js';
import { admit, load, noDraft, type RulesWorld } from './handlers.js';
import { packHash } from './pack-hash.js';
import { readPack, type PackFile } from './pack-schema.js';
import { RulePack } from './rule-pack.js';

/** What is signed is the whole text; with `draftNo` it must be that draft's. */
interface Publishing {
  readonly [field: string]: Json | undefined;
  readonly pack: Json;
  readonly draftNo?: number;
}

const publishRulePack: ApprovalExecutor<RulesWorld, Publishing> = {
  owner: () => '',
  check(world, { pack, draftNo }, context) {
    const read = admit(world.rules, pack);
    if ('refusal' in read) return read.refusal;
    return checkDraft(world, read.pack, draftNo) ?? checkStart(world, read.pack, context);
  },
  execute({ rules }, { pack, draftNo }, context, { proposalNo }) {
    const read = readPack(pack);
    invariant('pack' in read, 'a checked pack stays readable');
    const answer = load(rules, read.pack, { approvedBy: context.by, proposalNo }, context);
    const draft = draftNo === undefined ? undefined : rules.drafts.find(draftNo);
    if (draft !== undefined) rules.drafts.end(draft, 'PUBLISHED', context.at, rules.all().length);
    return answer;
  },
};

export const rulesExecutors: ApprovalExecutors<RulesWorld> = { 'publish-rule-pack': publishRulePack };

function checkDraft({ rules }: RulesWorld, file: PackFile, draftNo?: number): Rejection | undefined {
  if (draftNo === undefined) return undefined;
  const draft = rules.drafts.find(draftNo);
  if (draft === undefined) return noDraft(rules, draftNo);
  return draft.hash === packHash(file) ? undefined : { code: 'rules.not_the_draft' };
}

/**
 * Rules never reach back: trades of today were decided under the rules of today. Only a name that rules nothing yet may
 * begin at once.
 */
function checkStart(
  { rules, market }: RulesWorld,
  file: PackFile,
  { at }: CommandContext,
): Rejection | undefined {
  if (!rules.hasName(file.pack)) return undefined;
  const clock = new RulePack(0, file).localTime(at).day;
  const today: TradingDay = clock > market.tradingDay ? clock : market.tradingDay;
  if (file.effectiveFrom > today) return undefined;
  return { code: 'rules.retroactive', data: { effectiveFrom: file.effectiveFrom, today } };
}
