import type { Instant } from '../../kernel/instant.js';
import type { Json } from '../../kernel/json.js';
import { TRUSTED_ACCOUNTS_MAX } from '../../kernel/limits.js';
import { accept, reject, type Outcome } from '../../kernel/rejection.js';
import type { ApprovalExecutor } from '../../approvals/domain/executor.js';
import type { Command, CommandContext } from '../../sequencer/domain/command.js';
import { CustodyRules } from './custody-rules.js';
import { stopTransfer } from './transfer.js';
import type { CustodyWorld } from './world.js';

export interface TrustAccount {
  readonly accountNo: number;
  readonly trusted: number;
}
interface DistrustAccount extends Command {
  readonly accountNo: number;
  readonly trustNo: number;
}

/** Two of the organisation put an account on the list; it is trusted after the cooling delay. */
export const trustAccount: ApprovalExecutor<CustodyWorld, TrustAccount> = {
  owner: (world, { accountNo }) => world.registry.account(accountNo)?.org ?? '',
  check(world, { accountNo, trusted }, { at }) {
    if (world.registry.account(trusted) === undefined) return { code: 'registry.receiver_not_open' };
    if (accountNo === trusted) return { code: 'registry.same_account' };
    const known = world.custody.trustedBy(accountNo);
    if (known.some((one) => one.trusted === trusted)) return { code: 'custody.already_trusted' };
    if (known.length >= TRUSTED_ACCOUNTS_MAX) return { code: 'custody.too_many_trusted' };
    return trustedFrom(world, at) === undefined ? { code: 'custody.calendar_ends' } : undefined;
  },
  execute(world, { accountNo, trusted }, context, { proposalNo: trustNo }) {
    const { at, by, emit } = context;
    const effectiveAt = trustedFrom(world, at)!;
    const facts = { trustNo, accountNo, trusted, addedAt: at, effectiveAt };
    world.custody.addTrust({ ...facts, removedAt: 0, removedBy: '' });
    tell(world, 'ACCOUNT_TRUSTED', accountNo, trustNo, by, { trusted, effectiveAt }, context);
    emit({ type: 'AccountTrusted', trustNo, accountNo, trusted, effectiveAt });
    return { trustNo, accountNo, trusted, effectiveAt };
  },
};

/** One person is enough to take trust away, at once; what was on its way because of it stops. */
export function distrustAccount(
  world: CustodyWorld,
  { accountNo, trustNo }: DistrustAccount,
  context: CommandContext,
): Outcome<Json> {
  const trust = world.custody.trust(trustNo);
  const org = world.registry.account(accountNo)?.org;
  if (trust === undefined || trust.accountNo !== accountNo || org !== context.org)
    return reject('custody.unknown_trust');
  world.custody.removeTrust(trust, context.at, context.by);
  for (const transfer of [...world.custody.waiting()])
    if (transfer.trusted && transfer.fromAccount === accountNo && transfer.toAccount === trust.trusted)
      stopTransfer(world, transfer, 'custody.trust_removed', context);
  const facts = { trusted: trust.trusted };
  tell(world, 'ACCOUNT_DISTRUSTED', accountNo, trustNo, context.by, facts, context);
  context.emit({ type: 'AccountDistrusted', trustNo, accountNo, trusted: trust.trusted });
  return accept({ trustNo, accountNo });
}

/** An account holds goods of several packs: the longest delay of them all counts. */
export function trustedFrom(world: CustodyWorld, at: Instant): Instant | undefined {
  let latest = at;
  for (const { instrumentNo } of world.registry.allInstruments()) {
    const from = CustodyRules.on(world, instrumentNo, at)?.trustedFrom();
    // Neither a market without the rule nor one whose pack has ended delays anything.
    if (from === null || (from === undefined && CustodyRules.on(world, instrumentNo, at) === undefined))
      continue;
    if (from === undefined) return undefined;
    latest = Math.max(latest, from);
  }
  return latest;
}

function tell(
  { custody, registry }: CustodyWorld,
  kind: 'ACCOUNT_TRUSTED' | 'ACCOUNT_DISTRUSTED',
  accountNo: number,
  subjectNo: number,
  causedBy: string,
  facts: Record<string, Json>,
  { seq, at }: CommandContext,
): void {
  const org = registry.account(accountNo)!.org;
  custody.notify({ kind, accountNo, org, subjectNo, causedBy, seq, at, facts });
}
