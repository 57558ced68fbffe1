import type { TradingDay } from '../../kernel/instant.js';
import type { Json } from '../../kernel/json.js';
import { RULE_DRAFTS_MAX } from '../../kernel/limits.js';
import { accept, reject, type Outcome, type Rejection } from '../../kernel/rejection.js';
import type { Command, CommandContext, Handlers } from '../../sequencer/domain/command.js';
import { packHash } from './pack-hash.js';
import { readPack, type PackFile } from './pack-schema.js';
import type { Publication } from './publication.js';
import type { Rules } from './rules.js';

export interface RulesWorld {
  readonly rules: Rules;
  /** The market stands above the rules; of it only the trading day is asked for here. */
  readonly market: { readonly tradingDay: TradingDay };
}

interface LoadRulePack extends Command {
  readonly pack: Json;
}
interface DraftRulePack extends Command {
  readonly pack: Json;
  readonly note?: string;
}
interface DiscardDraft extends Command {
  readonly draftNo: number;
}

/** The whole pack travels in the command, so a replay needs no file. */
export const rulesHandlers: Handlers = {
  /** For the birth of a venue; later versions are published under four eyes. No door leads here. */
  'load-rule-pack': (world: RulesWorld, command: LoadRulePack, context: CommandContext): Outcome<Json> => {
    const read = admit(world.rules, command.pack);
    if ('refusal' in read) return { ok: false, rejection: read.refusal };
    return accept(load(world.rules, read.pack, { approvedBy: context.by, proposalNo: null }, context));
  },
  'draft-rule-pack': draftRulePack,
  'discard-rule-pack-draft': discardDraft,
};

function draftRulePack(world: RulesWorld, command: DraftRulePack, context: CommandContext): Outcome<Json> {
  const { drafts } = world.rules;
  const read = admit(world.rules, command.pack);
  if ('refusal' in read) return { ok: false, rejection: read.refusal };
  if (drafts.openCount >= RULE_DRAFTS_MAX) return reject('rules.too_many_drafts');
  const { by, org, at } = context;
  const { pack: file } = read;
  const draft = drafts.add({ file, hash: packHash(file), note: command.note ?? '', by, org, at });
  const { draftNo, hash, state } = draft;
  context.emit({ type: 'RulePackDrafted', draftNo, pack: nameOf(file), packHash: hash });
  return accept({ draftNo, pack: nameOf(file), packHash: hash, state });
}

function discardDraft(world: RulesWorld, { draftNo }: DiscardDraft, context: CommandContext): Outcome<Json> {
  const { drafts } = world.rules;
  const draft = drafts.find(draftNo);
  if (draft === undefined) return { ok: false, rejection: noDraft(world.rules, draftNo) };
  drafts.end(draft, 'DISCARDED', context.at);
  context.emit({ type: 'RulePackDraftDiscarded', draftNo });
  return accept({ draftNo, state: draft.state });
}

export function noDraft({ drafts }: Rules, draftNo: number): Rejection {
  return { code: drafts.isFinished(draftNo) ? 'rules.draft_finished' : 'rules.unknown_draft' };
}

/** A pack that can be read and whose version is new. */
export function admit(rules: Rules, json: Json): { pack: PackFile } | { refusal: Rejection } {
  const read = readPack(json);
  if ('report' in read) return { refusal: reject('rules.invalid_pack', { detail: read.report }).rejection };
  if (rules.hasVersion(read.pack)) {
    const { pack, version } = read.pack;
    return { refusal: { code: 'rules.version_exists', data: { pack, version } } };
  }
  return read;
}

export function load(
  rules: Rules,
  file: PackFile,
  hands: Pick<Publication, 'approvedBy' | 'proposalNo'>,
  { seq, at, emit }: CommandContext,
): Json {
  const { packNo, id } = rules.load(file, { ...hands, seq, at });
  emit({ type: 'RulePackLoaded', packNo, pack: id, effectiveFrom: file.effectiveFrom });
  return { packNo, pack: id };
}

function nameOf({ pack, version }: PackFile): string {
  return `${pack}@${version}`;
}
