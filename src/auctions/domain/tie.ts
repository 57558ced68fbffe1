import { createHash } from 'node:crypto';
import { ratio } from '../../kernel/amount.js';
import type { GroupDemand } from './demand.js';
import type { AuctionTerms } from './terms.js';

/** What stands in line at the clearing price, in the order in which it was served. */
export interface TieTurn {
  /** A bid, a group's displaced lots, or a group. */
  readonly name: string;
  readonly group: string;
  /** SHA-256 of `seed|auctionId|name` where the order was drawn by it, else ''. */
  readonly hash: string;
  readonly given: number;
}

export interface Marginal {
  readonly demand: GroupDemand;
  /** Units that the group wants at the clearing price and not above it. */
  readonly wanted: number;
}

/** Shares what is left at the clearing price; `left` is less than all that is wanted of it. */
export function shareTie(
  terms: AuctionTerms,
  price: number,
  marginal: readonly Marginal[],
  left: number,
): TieTurn[] {
  if (terms.tie === 'PRORATA') return shareProRata(terms, marginal, left);
  const line = standInLine(terms, price, marginal);
  const stillWanted = new Map(marginal.map(({ demand, wanted }) => [demand.group, wanted]));
  return line.map(({ name, group, hash, quantity }) => {
    const given = Math.min(quantity, stillWanted.get(group)!, left);
    stillWanted.set(group, stillWanted.get(group)! - given);
    left -= given;
    return { name, group, hash, given };
  });
}

/** Each gets its share rounded down; what rounding left goes out one unit each, in drawn order. */
function shareProRata(terms: AuctionTerms, marginal: readonly Marginal[], left: number): TieTurn[] {
  const all = marginal.reduce((sum, { wanted }) => sum + wanted, 0);
  const shares = marginal.map(({ demand, wanted }) => ({
    name: demand.group,
    group: demand.group,
    hash: drawOf(terms, demand.group),
    wanted,
    given: ratio(wanted, left, all, 'FLOOR'),
  }));
  shares.sort(byHash);
  let over = left - shares.reduce((sum, { given }) => sum + given, 0);
  for (const share of shares) {
    if (over === 0) break;
    if (share.given === share.wanted) continue;
    share.given += 1;
    over -= 1;
  }
  return shares.map(({ name, group, hash, given }) => ({ name, group, hash, given }));
}

interface Turn {
  readonly name: string;
  readonly group: string;
  readonly hash: string;
  readonly quantity: number;
  readonly seq: number;
}

/** The bids at the clearing price and, under a name of their own, lots displaced from higher prices. */
function standInLine(terms: AuctionTerms, price: number, marginal: readonly Marginal[]): Turn[] {
  const isDrawn = terms.tie === 'RANDOM';
  const line: Turn[] = [];
  for (const { demand, wanted } of marginal) {
    const { group } = demand;
    let displaced = wanted;
    const stand = (name: string, quantity: number, seq: number): void =>
      void line.push({ name, group, hash: isDrawn ? drawOf(terms, name) : '', quantity, seq });
    for (const { bidId, quantity, seq } of demand.bids.filter((bid) => bid.price === price)) {
      stand(bidId, quantity, seq);
      displaced -= quantity;
    }
    if (displaced > 0) stand(`displaced:${group}:${price}`, displaced, Infinity);
  }
  return line.sort(isDrawn ? byHash : (a, b) => bySeq(a, b) || byName(a, b));
}

/** The lot that a name draws: a hash of the revealed seed, so that anybody can draw it again. */
function drawOf({ seed, auctionId }: AuctionTerms, name: string): string {
  return createHash('sha256').update(`${seed}|${auctionId}|${name}`).digest('hex');
}

const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
const bySeq = (a: { seq: number }, b: { seq: number }): number => (a.seq === b.seq ? 0 : a.seq - b.seq);
const byHash = (a: { hash: string; name: string }, b: { hash: string; name: string }): number =>
  a.hash === b.hash ? byName(a, b) : a.hash < b.hash ? -1 : 1;
