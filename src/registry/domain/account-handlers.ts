import type { Json } from '../../kernel/json.js';
import { ACCOUNTS_MAX } from '../../kernel/limits.js';
import { accept, reject, type Outcome } from '../../kernel/rejection.js';
import type { Command, CommandContext, Handlers } from '../../sequencer/domain/command.js';
import { accountMayBecome, type Account, type AccountKind, type AccountState } from './account.js';
import type { RegistryWorld } from './world.js';

interface ApplyAccount extends Command {
  readonly org: string;
  readonly ownerGroup: string;
  readonly title: string;
  readonly accountKind: AccountKind;
  /** The door knows the organisation and its people: staff of supervisor, registry or exchange may not trade. */
  readonly prohibited: boolean;
}
interface AccountNamed extends Command {
  readonly accountNo: number;
}

export const accountHandlers: Handlers = {
  'apply-account': applyAccount,
  'review-account': reviewAccount,
  'approve-account': approveAccount,
};

function applyAccount(world: RegistryWorld, command: ApplyAccount, context: CommandContext): Outcome<Json> {
  if (command.prohibited) return reject('registry.prohibited_person');
  if (world.registry.accountCount() >= ACCOUNTS_MAX) return reject('registry.too_many_accounts');
  const account = world.registry.addAccount({
    org: command.org,
    ownerGroup: command.ownerGroup,
    title: command.title,
    kind: command.accountKind,
    appliedBy: context.by,
    appliedAt: context.at,
    prohibited: command.prohibited,
  });
  context.emit({ type: 'AccountApplied', accountNo: account.accountNo, org: account.org });
  return accept({ accountNo: account.accountNo, state: account.state });
}

function reviewAccount(
  world: RegistryWorld,
  { accountNo }: AccountNamed,
  context: CommandContext,
): Outcome<Json> {
  const found = movable(world, accountNo, 'UNDER_REVIEW');
  if (!found.ok) return found;
  const account = found.value;
  if (account.appliedBy === context.by) return reject('registry.four_eyes');
  world.registry.moveAccount(account, 'UNDER_REVIEW', context.at, { reviewedBy: context.by });
  context.emit({ type: 'AccountReviewed', accountNo });
  return accept({ accountNo, state: account.state });
}

function approveAccount(
  world: RegistryWorld,
  { accountNo }: AccountNamed,
  context: CommandContext,
): Outcome<Json> {
  const account = world.registry.account(accountNo);
  if (account === undefined) return reject('registry.unknown_account');
  if (account.state !== 'UNDER_REVIEW') return illegal(account, 'ACTIVE');
  if (account.reviewedBy === context.by || account.appliedBy === context.by)
    return reject('registry.four_eyes');
  world.registry.moveAccount(account, 'ACTIVE', context.at, { approvedBy: context.by });
  context.emit({ type: 'AccountOpened', accountNo, org: account.org });
  return accept({ accountNo, state: account.state });
}

export function movable(world: RegistryWorld, accountNo: number, to: AccountState): Outcome<Account> {
  const account = world.registry.account(accountNo);
  if (account === undefined) return reject('registry.unknown_account');
  return accountMayBecome(account.state, to) ? accept(account) : illegal(account, to);
}

function illegal(account: Account, to: AccountState): Outcome<never> {
  return reject('registry.illegal_transition', {
    data: { accountNo: account.accountNo, from: account.state, to },
  });
}
