import type { Instant } from '../../kernel/instant.js';
import type { Json } from '../../kernel/json.js';
import { reject, type Rejected } from '../../kernel/rejection.js';
import type { RulePack } from '../../rules/domain/rule-pack.js';

const SECOND = 1_000_000;

interface Counts {
  /** Accepted and changed orders of the day. */
  orders: number;
  trades: number;
  /** The second of the last one, and how many it had. */
  second: number;
  inSecond: number;
}

/** How much members ask of the market on one trading day. Kept only where a pack limits it. */
export class Conduct {
  private readonly members = new Map<string, Counts>();

  /** Throttles a member, never one order: what is refused is not counted. */
  check(pack: RulePack, org: string, at: Instant): Rejected | undefined {
    const { ordersPerSecond, ordersToTrades } = pack;
    if (ordersPerSecond === undefined && ordersToTrades === undefined) return undefined;
    const counts = this.members.get(org);
    if (counts === undefined) return undefined;
    if (ordersPerSecond !== undefined && counts.second === secondOf(at) && counts.inSecond >= ordersPerSecond)
      return reject('market.too_many_orders_a_second', {
        rule: pack.rule('orders.perSecond'),
        data: { most: ordersPerSecond },
      });
    if (ordersToTrades !== undefined) {
      const most = ordersToTrades.free + ordersToTrades.each * counts.trades;
      if (counts.orders >= most)
        return reject('market.too_many_orders_for_trades', {
          rule: pack.rule('orders.toTrades'),
          data: { orders: counts.orders, trades: counts.trades, most },
        });
    }
    return undefined;
  }

  ordered(pack: RulePack, org: string, at: Instant): void {
    if (pack.ordersPerSecond === undefined && pack.ordersToTrades === undefined) return;
    const counts = this.of(org);
    const second = secondOf(at);
    counts.orders += 1;
    counts.inSecond = counts.second === second ? counts.inSecond + 1 : 1;
    counts.second = second;
  }

  traded(pack: RulePack, org: string): void {
    if (pack.ordersToTrades !== undefined) this.of(org).trades += 1;
  }

  startDay(): void {
    this.members.clear();
  }

  dump(): Json | undefined {
    if (this.members.size === 0) return undefined;
    return [...this.members]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([org, { orders, trades, second, inSecond }]) => [org, orders, trades, second, inSecond]);
  }

  static restore(state: Json | undefined): Conduct {
    const conduct = new Conduct();
    const rows = (state ?? []) as readonly [string, number, number, number, number][];
    for (const [org, orders, trades, second, inSecond] of rows)
      conduct.members.set(org, { orders, trades, second, inSecond });
    return conduct;
  }

  private of(org: string): Counts {
    let counts = this.members.get(org);
    if (counts === undefined)
      this.members.set(org, (counts = { orders: 0, trades: 0, second: 0, inSecond: 0 }));
    return counts;
  }
}

function secondOf(at: Instant): number {
  return Math.floor(at / SECOND);
}
