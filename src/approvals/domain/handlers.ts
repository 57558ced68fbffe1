import type { Json } from '../../kernel/json.js';
import { PENDING_PROPOSALS_MAX } from '../../kernel/limits.js';
import { accept, reject, type Outcome, type Rejected } from '../../kernel/rejection.js';
import type { Command, CommandContext, Handlers } from '../../sequencer/domain/command.js';
import type { Approvals } from './approvals.js';
import type { ApprovalExecutors, Facts } from './executor.js';
import { payloadHash } from './payload-hash.js';
import { POLICIES, type Policy, type Stage } from './policies.js';
import { type Proposal, stagesOf } from './proposal.js';

export interface ApprovalsWorld {
  readonly approvals: Approvals;
}

interface Signed extends Command {
  /** The powers the caller has in this venue, as the door found them: journalled, and checked again here. */
  readonly powers: readonly string[];
}
interface Propose extends Signed {
  readonly action: string;
  readonly payload: Facts;
  readonly reason?: string;
}
interface Approve extends Signed {
  readonly proposalNo: number;
  readonly payloadHash: string;
}
interface Return extends Signed {
  readonly proposalNo: number;
  readonly note: string;
}
interface Withdraw extends Command {
  readonly proposalNo: number;
}

/** The four commands of four eyes, over the executors that the contexts give. */
export function approvalsHandlers<World extends ApprovalsWorld>(
  executors: ApprovalExecutors<World>,
): Handlers {
  return {
    propose: (world: World, command: Propose, context) => propose(executors, world, command, context),
    approve: (world: World, command: Approve, context) => approve(executors, world, command, context),
    'return-proposal': (world: World, command: Return, context) =>
      returned(executors, world, command, context),
    'withdraw-proposal': (world: World, command: Withdraw, context) =>
      withdraw(executors, world, command, context),
  };
}

function propose<World extends ApprovalsWorld>(
  executors: ApprovalExecutors<World>,
  world: World,
  { action, payload, reason, powers }: Propose,
  context: CommandContext,
): Outcome<Json> {
  const policy = POLICIES[action] as Policy | undefined;
  const executor = executors[action];
  if (policy === undefined || executor === undefined)
    return reject('approvals.unknown_action', { data: { action } });
  if (world.approvals.pendingCount() >= PENDING_PROPOSALS_MAX) return reject('approvals.too_many_pending');
  const ownerOrg = executor.owner(world, payload);
  const forbidden = mayNot(policy.maker, ownerOrg, powers, context, 'approvals.unknown_subject');
  if (forbidden !== undefined) return forbidden;
  const proposalNo = world.approvals.nextNo();
  const refusal = executor.check(world, payload, context, { proposalNo, reserved: false });
  if (refusal !== undefined) return { ok: false, rejection: refusal };

  const reserved = executor.reserve !== undefined;
  executor.reserve?.(world, payload, { proposalNo, reserved });
  const hash = payloadHash(action, payload);
  const stages = executor.stages?.(world, payload, context);
  world.approvals.add({
    proposalNo,
    action,
    payload,
    payloadHash: hash,
    reason: reason ?? '',
    maker: context.by,
    makerOrg: context.org,
    ownerOrg,
    proposedAt: context.at,
    reserved,
    ...(stages !== undefined && { stages }),
    signatures: [],
    state: 'PENDING',
    changedAt: context.at,
    note: '',
  });
  context.emit({ type: 'ActionProposed', proposalNo, action, payloadHash: hash });
  return accept({
    proposalNo,
    payloadHash: hash,
    state: 'PENDING',
    stagesLeft: (stages ?? policy.stages).length,
  });
}

function approve<World extends ApprovalsWorld>(
  executors: ApprovalExecutors<World>,
  world: World,
  command: Approve,
  context: CommandContext,
): Outcome<Json> {
  const found = find(world.approvals, command.proposalNo);
  if (!found.ok) return found;
  const proposal = found.value;
  const stages = stagesOf(proposal);
  const stage = stages[proposal.signatures.length];
  const forbidden = mayNot(stage, proposal.ownerOrg, command.powers, context, 'approvals.unknown_proposal');
  if (forbidden !== undefined) return forbidden;
  if (hasSigned(proposal, context.by))
    return reject('approvals.four_eyes', { data: { proposalNo: proposal.proposalNo } });
  if (command.payloadHash !== proposal.payloadHash) return reject('approvals.payload_mismatch');
  const executor = executors[proposal.action];
  const refusal = executor.check(world, proposal.payload, context, proposal);
  if (refusal !== undefined) return { ok: false, rejection: refusal };

  const { by, org, seq, at } = context;
  proposal.signatures = [...proposal.signatures, { by, org, power: stage.power, seq, at }];
  proposal.changedAt = at;
  const stagesLeft = stages.length - proposal.signatures.length;
  let result: Json = null;
  if (stagesLeft === 0) {
    if (proposal.reserved) executor.release?.(world, proposal.payload, proposal);
    result = executor.execute(world, proposal.payload, context, proposal);
    proposal.state = 'EXECUTED';
  }
  world.approvals.touch(proposal);
  const type = stagesLeft === 0 ? 'ActionExecuted' : 'ActionApproved';
  context.emit({ type, proposalNo: proposal.proposalNo, action: proposal.action, by });
  return accept({
    proposalNo: proposal.proposalNo,
    action: proposal.action,
    state: proposal.state,
    stagesLeft,
    result,
  });
}

function returned<World extends ApprovalsWorld>(
  executors: ApprovalExecutors<World>,
  world: World,
  command: Return,
  context: CommandContext,
): Outcome<Json> {
  const found = find(world.approvals, command.proposalNo);
  if (!found.ok) return found;
  const proposal = found.value;
  const stage = stagesOf(proposal)[proposal.signatures.length];
  const forbidden = mayNot(stage, proposal.ownerOrg, command.powers, context, 'approvals.unknown_proposal');
  if (forbidden !== undefined) return forbidden;
  // The maker takes it back by withdrawing; a return is another person's judgement.
  if (proposal.maker === context.by)
    return reject('approvals.four_eyes', { data: { proposalNo: proposal.proposalNo } });
  return finish(executors, world, proposal, 'RETURNED', command.note, context);
}

function withdraw<World extends ApprovalsWorld>(
  executors: ApprovalExecutors<World>,
  world: World,
  command: Withdraw,
  context: CommandContext,
): Outcome<Json> {
  const found = find(world.approvals, command.proposalNo);
  if (!found.ok) return found;
  if (found.value.maker !== context.by) return reject('approvals.not_your_proposal');
  return finish(executors, world, found.value, 'WITHDRAWN', '', context);
}

function finish<World extends ApprovalsWorld>(
  executors: ApprovalExecutors<World>,
  world: World,
  proposal: Proposal,
  state: 'RETURNED' | 'WITHDRAWN',
  note: string,
  context: CommandContext,
): Outcome<Json> {
  if (proposal.reserved) executors[proposal.action].release?.(world, proposal.payload, proposal);
  proposal.state = state;
  proposal.note = note;
  proposal.changedAt = context.at;
  world.approvals.touch(proposal);
  const type = state === 'RETURNED' ? 'ProposalReturned' : 'ProposalWithdrawn';
  context.emit({ type, proposalNo: proposal.proposalNo, action: proposal.action });
  return accept({ proposalNo: proposal.proposalNo, action: proposal.action, state });
}

function find(approvals: Approvals, proposalNo: number): Outcome<Proposal> {
  const proposal = approvals.pending(proposalNo);
  if (proposal !== undefined) return accept(proposal);
  return reject(approvals.isFinished(proposalNo) ? 'approvals.not_pending' : 'approvals.unknown_proposal');
}

function mayNot(
  stage: Stage,
  ownerOrg: string,
  powers: readonly string[],
  context: CommandContext,
  hidden: string,
): Rejected | undefined {
  // A foreign organisation learns nothing: not even that the subject exists.
  if (stage.within === 'owner' && (ownerOrg === '' || context.org !== ownerOrg)) return reject(hidden);
  if (!powers.includes(stage.power))
    return reject('approvals.missing_power', { data: { power: stage.power } });
  return undefined;
}

function hasSigned(proposal: Proposal, by: string): boolean {
  return proposal.maker === by || proposal.signatures.some((signature) => signature.by === by);
}
