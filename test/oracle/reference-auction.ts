import { createHash } from 'node:crypto';
import type { AuctionTerms, Bid, GroupLimits } from '../../src/auctions/index.js';

/**
 * The auction as the rulebook words it, lot by lot and price by price, never optimised: what the real one is compared
 * with. It knows none of its parts.
 */
export interface ReferenceOutcome {
  readonly price: number;
  readonly sold: number;
  readonly released: number;
  readonly withheld: number;
  readonly awards: Readonly<Record<string, number>>;
}

type Priced = Bid & { readonly price: number };

export function referenceAuction(
  terms: AuctionTerms,
  bids: readonly Bid[],
  limits: ReadonlyMap<string, GroupLimits>,
): ReferenceOutcome {
  const { supply, lot, tick, reservePrice, tiers, withholding, shortage } = terms;
  const good = bids
    .map((bid) => ({ ...bid, price: bid.price ?? terms.nonCompetitivePrice! }))
    .filter(({ price, quantity }) => quantity % lot === 0 && price % tick === 0 && price >= reservePrice);
  const groups = [...new Set(good.map(({ group }) => group))].sort();
  const stated = [
    reservePrice,
    ...tiers.map(({ price }) => price),
    ...(withholding ? [withholding.price] : []),
  ];
  const grid = [...new Set([...good.map(({ price }) => price), ...stated])].sort((a, b) => b - a);
  const wants = (group: string, price: number): number => lotsOf(group, price) * lot;
  const demand = (price: number | undefined): number =>
    price === undefined ? 0 : groups.reduce((sum, group) => sum + wants(group, price), 0);
  const higher = (price: number): number | undefined => grid.filter((each) => each > price).at(-1);

  let released = 0;
  let floor = reservePrice;
  for (const tier of tiers) {
    if (!(demand(higher(tier.price)) > supply + released)) break;
    released += tier.quantity;
    floor = tier.price;
  }
  let withheld = 0;
  if (released === 0 && withholding && demand(withholding.price) < supply)
    withheld = Math.min(withholding.quantity, supply - demand(withholding.price));
  const offered = supply + released - withheld;

  let price: number;
  let sold: number;
  if (withheld > 0 && (withheld < withholding!.quantity || offered === 0)) {
    price = withholding!.price;
    sold = demand(price);
  } else if (demand(floor) < offered) {
    if (released === 0 && shortage === 'CANCEL') return { price: 0, sold: 0, released, withheld, awards: {} };
    const isLowest = released === 0 && shortage === 'LOWEST' && good.length > 0;
    price = isLowest ? Math.min(...good.map((bid) => bid.price)) : floor;
    sold = demand(price);
  } else {
    price = grid.find((each) => demand(each) >= offered)!;
    sold = offered;
  }
  return { price, sold, released, withheld, awards: share(price, sold) };

  /** Lots of a group that count at a price: taken one by one while bids, limit and guarantee allow another. */
  function lotsOf(group: string, at: number): number {
    const { cap = Infinity, guarantee = Infinity } = limits.get(group) ?? {};
    const bid = good.filter((each) => each.group === group && each.price >= at);
    const most = bid.reduce((sum, { quantity }) => sum + quantity, 0) / lot;
    let lots = 0;
    while (lots < most && (lots + 1) * lot <= cap && (lots + 1) * lot * at <= guarantee) lots += 1;
    return lots;
  }

  function share(at: number, units: number): Record<string, number> {
    const above = higher(at);
    const awards = new Map(groups.map((group) => [group, above === undefined ? 0 : wants(group, above)]));
    const room = new Map(groups.map((group) => [group, wants(group, at) - awards.get(group)!]));
    let left = units - [...awards.values()].reduce((sum, each) => sum + each, 0);
    const give = (group: string, asked: number): void => {
      const given = Math.min(asked, room.get(group)!, left);
      awards.set(group, awards.get(group)! + given);
      room.set(group, room.get(group)! - given);
      left -= given;
    };
    const all = [...room.values()].reduce((sum, each) => sum + each, 0);
    if (left >= all) for (const group of groups) give(group, Infinity);
    else if (terms.tie === 'PRORATA') {
      const shares = groups.map((group) => Number((BigInt(room.get(group)!) * BigInt(left)) / BigInt(all)));
      groups.forEach((group, i) => give(group, shares[i]));
      for (const group of inDrawnOrder(groups)) if (left > 0) give(group, 1);
    } else for (const name of queue(at)) give(name.group, name.quantity);
    return Object.fromEntries([...awards].filter(([, quantity]) => quantity > 0));

    function queue(here: number): { group: string; quantity: number }[] {
      const line = good.filter((each) => each.price === here && room.get(each.group)! > 0);
      const names = new Map(line.map((each): [string, Priced] => [each.bidId, each]));
      const displaced = groups.flatMap((group) => {
        const own = line
          .filter((each) => each.group === group)
          .reduce((sum, { quantity }) => sum + quantity, 0);
        const over = room.get(group)! - own;
        return over > 0
          ? [{ bidId: `displaced:${group}:${here}`, group, quantity: over, seq: Infinity }]
          : [];
      });
      const everybody = [...names.values(), ...displaced];
      if (terms.tie === 'TIME')
        return everybody.sort((a, b) => (a.seq === b.seq ? (a.bidId < b.bidId ? -1 : 1) : a.seq - b.seq));
      const order = inDrawnOrder(everybody.map(({ bidId }) => bidId));
      return order.map((name) => everybody.find(({ bidId }) => bidId === name)!);
    }
  }

  function inDrawnOrder(names: readonly string[]): string[] {
    const draw = (name: string): string =>
      createHash('sha256').update(`${terms.seed}|${terms.auctionId}|${name}`).digest('hex');
    return names
      .map((name): [string, string] => [draw(name), name])
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, name]) => name);
  }
}
