import type { Json } from '../../kernel/json.js';
import type { Rejection } from '../../kernel/rejection.js';
import type { CommandContext } from '../../sequencer/domain/command.js';
import type { Stage } from './policies.js';

export type Facts = { readonly [field: string]: Json | undefined };

/** The proposal as its executor may know it. */
export interface ProposalRef {
  readonly proposalNo: number;
  /** True when `reserve` has run for it: the check must not count the reserved amount as missing. */
  readonly reserved: boolean;
}

/**
 * What a context gives to carry out one approved action. `check` runs when the action is proposed, again at every
 * approval, and once more before `execute`, which can then only succeed.
 */
export interface ApprovalExecutor<World, Payload = Facts> {
  /** The organisation whose goods, money or account the action touches; '' when it belongs to the office. */
  owner(world: World, payload: Payload): string;
  /** Who signs this very action, where that depends on its size; undefined: as the policy says. */
  stages?(world: World, payload: Payload, context: CommandContext): readonly Stage[] | undefined;
  /** The first refusal of the action's own ladder. */
  check(
    world: World,
    payload: Payload,
    context: CommandContext,
    proposal: ProposalRef,
  ): Rejection | undefined;
  /** Keeps what the action will need, at propose time. */
  reserve?(world: World, payload: Payload, proposal: ProposalRef): void;
  /** Gives the kept back: the proposal was returned, withdrawn, or is about to be executed. */
  release?(world: World, payload: Payload, proposal: ProposalRef): void;
  /** Changes the world; the value becomes the approval's answer. */
  execute(world: World, payload: Payload, context: CommandContext, proposal: ProposalRef): Json;
}

// Payload types are each executor's own; the table is keyed by action, so they are erased there.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type ApprovalExecutors<World = any> = Readonly<Record<string, ApprovalExecutor<World, any>>>;
