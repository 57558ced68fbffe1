import { subtract } from '../../kernel/amount.js';
import type { Entry } from '../../ledger/domain/ledger.js';
import { CASH, SYSTEM_ACCOUNTS } from '../../ledger/domain/system-accounts.js';
import type { Forfeit, PermitRules } from './permit-rules.js';
import { RESERVE } from './right.js';
import { type Award, type Bidder, biddersOfRound, type Transfer } from './transfer.js';
import type { PermitsWorld } from './world.js';

const { PERMIT_ESCROW, PERMIT_RESERVE, FEES } = SYSTEM_ACCOUNTS;

export function accountOf({ permits }: PermitsWorld, plantNo: number): number {
  return plantNo === RESERVE ? PERMIT_RESERVE : permits.territory.plant(plantNo)!.accountNo;
}

/** The deposit goes into escrow (保证金专户). The caller has seen that it is there. */
export function takeDeposit(world: PermitsWorld, transfer: Transfer, bidder: Bidder): void {
  pay(world, transfer, accountOf(world, bidder.plantNo), PERMIT_ESCROW, bidder.depositFen);
  world.permits.addBidder(transfer, bidder);
}

export function returnDeposit(world: PermitsWorld, transfer: Transfer, bidder: Bidder): void {
  pay(world, transfer, PERMIT_ESCROW, accountOf(world, bidder.plantNo), bidder.depositFen);
  world.permits.changeBidder(transfer, bidder, { deposit: 'RETURNED' });
}

/** Forfeited where the pack says so for this ground, else given back. */
export function forfeitDeposit(
  world: PermitsWorld,
  rules: PermitRules,
  transfer: Transfer,
  bidder: Bidder,
  ground: Forfeit,
): void {
  if (!rules.forfeits(ground)) return returnDeposit(world, transfer, bidder);
  const isSellers = rules.value('depositForfeit.to') === 'SELLER';
  const to = isSellers ? accountOf(world, transfer.sellerNo) : FEES;
  pay(world, transfer, PERMIT_ESCROW, to, bidder.depositFen);
  world.permits.changeBidder(transfer, bidder, { deposit: 'FORFEITED' });
}

/** Every deposit of the round that is still held, but those of `keep`. */
export function returnDeposits(world: PermitsWorld, transfer: Transfer, keep: readonly Bidder[] = []): void {
  for (const bidder of biddersOfRound(transfer))
    if (bidder.deposit === 'HELD' && !keep.includes(bidder)) returnDeposit(world, transfer, bidder);
}

/** What the buyer pays besides its deposit; the deposit becomes part of the price. */
export function restOf({ valueFen, buyerFeeFen }: Award, { depositFen }: Bidder): number {
  return subtract(valueFen + buyerFeeFen, depositFen);
}

export function payRest(world: PermitsWorld, transfer: Transfer, award: Award, bidder: Bidder): void {
  pay(world, transfer, accountOf(world, bidder.plantNo), PERMIT_ESCROW, restOf(award, bidder));
  world.permits.changeBidder(transfer, bidder, { deposit: 'APPLIED' });
}

/** At the certificate: the seller's money, and both fees. */
export function payOut(world: PermitsWorld, transfer: Transfer, award: Award): void {
  const fees = award.buyerFeeFen + award.sellerFeeFen;
  const proceeds = subtract(award.valueFen, award.sellerFeeFen);
  const entries: Entry[] = [
    { account: PERMIT_ESCROW, asset: CASH, amount: -(award.valueFen + award.buyerFeeFen) },
    { account: accountOf(world, transfer.sellerNo), asset: CASH, amount: proceeds },
    { account: FEES, asset: CASH, amount: fees },
  ];
  const cause = world.permits.voucher('payment', transfer.transferNo);
  world.ledger.post(
    cause,
    entries.filter(({ amount }) => amount !== 0),
  );
}

function pay(world: PermitsWorld, transfer: Transfer, from: number, to: number, fen: number): void {
  if (fen === 0) return;
  world.ledger.post(world.permits.voucher('deposit', transfer.transferNo), [
    { account: from, asset: CASH, amount: -fen },
    { account: to, asset: CASH, amount: fen },
  ]);
}
