import { invariant } from '../../kernel/invariant.js';
import type { Json } from '../../kernel/json.js';
import { accept, reject, type Outcome, type Rejection } from '../../kernel/rejection.js';
import type { ApprovalExecutor, ApprovalExecutors } from '../../approvals/domain/index.js';
import type { Command, CommandContext, Handlers } from '../../sequencer/domain/command.js';
import { readPack, type PackFile } from './pack-schema.js';
import { RulePack } from './rule-pack.js';
import type { Rules } from './rules.js';

export interface RulesWorld {
  readonly rules: Rules;
}

interface LoadRulePack extends Command {
  readonly pack: Json;
}

/** The whole pack travels in the command, so a replay needs no file. */
export const rulesHandlers: Handlers = {
  /** For the birth of a venue; later versions are published under four eyes. No door leads here. */
  'load-rule-pack': (world: RulesWorld, command: LoadRulePack, context: CommandContext): Outcome<Json> => {
    const read = admit(world.rules, command.pack);
    if ('refusal' in read) return { ok: false, rejection: read.refusal };
    return accept(load(world.rules, read.pack, context));
  },
};

const publishRulePack: ApprovalExecutor<RulesWorld, { readonly pack: Json }> = {
  owner: () => '',
  check(world, payload, context) {
    const read = admit(world.rules, payload.pack);
    if ('refusal' in read) return read.refusal;
    const today = new RulePack(0, read.pack).localTime(context.at).day;
    // Rules never reach back: trades of today were decided under the rules of today.
    if (read.pack.effectiveFrom <= today) {
      return { code: 'rules.retroactive', data: { effectiveFrom: read.pack.effectiveFrom, today } };
    }
    return undefined;
  },
  execute(world, payload, context) {
    const read = readPack(payload.pack);
    invariant('pack' in read, 'a checked pack stays readable');
    return load(world.rules, read.pack, context);
  },
};

export const rulesExecutors: ApprovalExecutors<RulesWorld> = { 'publish-rule-pack': publishRulePack };

function admit(rules: Rules, json: Json): { pack: PackFile } | { refusal: Rejection } {
  const read = readPack(json);
  if ('report' in read) return { refusal: reject('rules.invalid_pack', { detail: read.report }).rejection };
  if (rules.hasVersion(read.pack)) {
    return {
      refusal: { code: 'rules.version_exists', data: { pack: read.pack.pack, version: read.pack.version } },
    };
  }
  return read;
}

function load(rules: Rules, file: PackFile, context: CommandContext): Json {
  const pack = rules.load(file);
  context.emit({
    type: 'RulePackLoaded',
    packNo: pack.packNo,
    pack: pack.id,
    effectiveFrom: file.effectiveFrom,
  });
  return { packNo: pack.packNo, pack: pack.id };
}
