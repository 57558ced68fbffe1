import { accept, type Outcome, reject } from '../../kernel/rejection.js';
import type { Ledger } from '../../ledger/domain/ledger.js';
import type { Account } from '../../registry/domain/account.js';
import type { Registry } from '../../registry/domain/registry.js';
import type { Rules } from '../../rules/domain/rules.js';
import type { Auction, AuctionState } from './auction.js';
import type { Auctions } from './auctions.js';

/** The slices that auctions read and change. */
export interface AuctionsWorld {
  readonly ledger: Ledger;
  readonly rules: Rules;
  readonly registry: Registry;
  readonly auctions: Auctions;
}

/** The auction, if it is in one of these states. A draft is as unknown as none to whoever may not see it. */
export function auctionIn(
  { auctions }: AuctionsWorld,
  auctionNo: number,
  states: readonly AuctionState[],
): Outcome<Auction> {
  const auction = auctions.get(auctionNo);
  if (auction === undefined)
    return reject(auctions.isFinished(auctionNo) ? 'auctions.finished' : 'auctions.unknown_auction');
  if (states.includes(auction.state)) return accept(auction);
  return reject('auctions.illegal_state', { data: { state: auction.state } });
}

/** The caller's own account. A foreign one looks like none at all. */
export function ownAccount({ registry }: AuctionsWorld, accountNo: number, org: string): Outcome<Account> {
  const account = registry.account(accountNo);
  return account === undefined || account.org !== org ? reject('auctions.unknown_account') : accept(account);
}
