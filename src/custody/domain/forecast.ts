import type { Instant } from '../../kernel/instant.js';
import { accept, reject, type Outcome, type Rejected, type RuleRef } from '../../kernel/rejection.js';
import type { ApprovalExecutor } from '../../approvals/domain/executor.js';
import { POLICIES, type Stage } from '../../approvals/domain/policies.js';
import type { RuleKey } from '../../rules/index.js';
import type { CommandContext } from '../../sequencer/domain/command.js';
import { CustodyRules } from './custody-rules.js';
import { isTrusted, leavesAt, type Transfer, transferUnits } from './transfer.js';
import { trustAccount, trustedFrom, type TrustAccount } from './trust.js';
import type { CustodyWorld } from './world.js';

/** Why a transfer leaves when it does: no rule delays it, the receiver is trusted, its hours are over, or it is not trusted. */
export type Pace = 'NO_DELAY' | 'TRUSTED' | 'WINDOW' | 'DELAY';
/** How the owner of an account stands to the one that receives. */
export type Standing = 'OWN' | 'TRUSTED' | 'COOLING' | 'UNKNOWN';

/** What would become of a transfer if its last signature were given now. */
export interface TransferForecast {
  readonly pace: Pace;
  readonly standing: Standing;
  /** From when on the receiver is trusted, while it is not yet. */
  readonly trustedFrom: Instant | undefined;
  /** Undefined: at once. */
  readonly leavesAt: Instant | undefined;
  readonly cancelUntil: Instant | undefined;
  readonly isFirst: boolean;
  readonly stages: readonly Stage[];
  /** The rules that decide it. */
  readonly rules: readonly RuleRef[];
}

type Asking = Pick<CommandContext, 'at' | 'by' | 'org'>;
const KEYS: readonly RuleKey[] = [
  'transfer.delay',
  'transfer.window',
  'transfer.cancelHours',
  'transfer.approvals',
];
const NO_PROPOSAL = { proposalNo: 0, reserved: false };

/** Refused as proposing it would be; else when it would leave and who must sign it. Changes nothing. */
export function forecastTransfer(
  world: CustodyWorld,
  transfer: Transfer,
  asking: Asking,
): Outcome<TransferForecast> {
  const context = asIfNow(asking);
  const refusal = refusalOf(world, transferUnits, transfer, context);
  if (refusal !== undefined) return refusal;
  const { fromAccount, toAccount, instrumentNo } = transfer;
  const { at } = context;
  const rules = CustodyRules.on(world, instrumentNo, at);
  const leaves = leavesAt(world, transfer, at) ?? undefined;
  const trusted = isTrusted(world, transfer, at);
  const listed = world.custody.trustedBy(fromAccount).find((one) => one.trusted === toAccount);
  const isOwn = world.registry.account(toAccount)?.org === asking.org;
  return accept({
    pace: paceOf(rules, trusted, leaves),
    standing: isOwn ? 'OWN' : trusted ? 'TRUSTED' : listed === undefined ? 'UNKNOWN' : 'COOLING',
    trustedFrom: trusted ? undefined : listed?.effectiveAt,
    leavesAt: leaves,
    cancelUntil: leaves === undefined ? undefined : rules?.cancelUntil(leaves, trusted),
    isFirst: !world.custody.hasSent(fromAccount, toAccount),
    stages: transferUnits.stages?.(world, transfer, context) ?? POLICIES['transfer-units']!.stages,
    rules: KEYS.flatMap((key) => (rules?.value(key) === undefined ? [] : [rules.ref(key)!])),
  });
}

/** From when on the account would be trusted if the second person signed now. */
export function forecastTrust(
  world: CustodyWorld,
  trust: TrustAccount,
  asking: Asking,
): Outcome<{ readonly effectiveAt: Instant }> {
  const context = asIfNow(asking);
  const refusal = refusalOf(world, trustAccount, trust, context);
  return refusal ?? accept({ effectiveAt: trustedFrom(world, context.at)! });
}

function paceOf(rules: CustodyRules | undefined, trusted: boolean, leaves: Instant | undefined): Pace {
  if (rules?.value('transfer.delay') === undefined) return 'NO_DELAY';
  if (!trusted) return 'DELAY';
  return leaves === undefined ? 'TRUSTED' : 'WINDOW';
}

/** A question has no place in the journal, and nothing happens because of it. */
function asIfNow(asking: Asking): CommandContext {
  return { ...asking, seq: 0, emit: () => undefined };
}

/** Somebody else's account is as unknown as one that never was: the same ladder as proposing it. */
function refusalOf<Payload>(
  world: CustodyWorld,
  executor: ApprovalExecutor<CustodyWorld, Payload>,
  payload: Payload,
  context: CommandContext,
): Rejected | undefined {
  if (executor.owner(world, payload) !== context.org) return reject('approvals.unknown_subject');
  const rejection = executor.check(world, payload, context, NO_PROPOSAL);
  return rejection === undefined ? undefined : { ok: false, rejection };
}
