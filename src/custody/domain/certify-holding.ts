import type { Json } from '../../kernel/json.js';
import { accept, reject, type Outcome } from '../../kernel/rejection.js';
import type { Command, CommandContext } from '../../sequencer/domain/command.js';
import type { CustodyWorld } from './world.js';

interface CertifyHolding extends Command {
  readonly accountNo: number;
  readonly instrumentNo: number;
  /** '' for an office, which may certify any account. */
  readonly org: string;
}

export function certifyHolding(
  world: CustodyWorld,
  { accountNo, instrumentNo, org }: CertifyHolding,
  { seq, at, by, emit }: CommandContext,
): Outcome<Json> {
  const account = world.registry.account(accountNo);
  if (account === undefined || (org !== '' && account.org !== org)) return reject('registry.unknown_account');
  if (world.registry.instrument(instrumentNo) === undefined) return reject('registry.unknown_instrument');
  const { posted: quantity, frozen } = world.ledger.balance(accountNo, instrumentNo);
  const facts = { accountNo, instrumentNo, quantity, frozen, seq, at, issuedTo: by };
  const { certificateNo } = world.custody.certify(facts);
  emit({ type: 'HoldingCertified', certificateNo, accountNo, instrumentNo, quantity });
  return accept({ certificateNo, quantity });
}
