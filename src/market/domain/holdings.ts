import { add, ratio } from '../../kernel/amount.js';
import { reject, type Rejected } from '../../kernel/rejection.js';
import type { Account } from '../../registry/domain/account.js';
import type { Instrument } from '../../registry/domain/instrument.js';
import type { RulePack } from '../../rules/domain/rule-pack.js';
import type { Venue } from './admission.js';
import type { Order } from './order.js';
import type { MarketWorld } from './world.js';

const BPS = 10_000;

/** What an owner group holds of one instrument, and how much more it may come to hold; all in units. */
export interface Holding {
  readonly ownerGroup: string;
  /** Title, with what is bought and not delivered yet, without what is sold. */
  readonly held: number;
  /** Wanted by its open orders. */
  readonly wanted: number;
  /** Its allocation for the year of the trading day. */
  readonly allocated: number;
  readonly limit: number | undefined;
  /** From here on its name is public (大户). */
  readonly publishedAbove: number | undefined;
  readonly headroom: number | undefined;
}

type Formula = `${'maxHolding' | 'publishHolding'}.${'compliance' | 'other'}`;

/** Where an owner group stands now. Looks at the group's accounts and open orders, nothing is kept for it. */
export function holdingOf(
  world: MarketWorld,
  pack: RulePack,
  { instrumentNo }: Instrument,
  ownerGroup: string,
): Holding {
  const accounts = world.registry.accountsOf(ownerGroup);
  const { tradingDay } = world.market;
  const year = Number(tradingDay.slice(0, 4));
  const allocated = world.registry.allocated(ownerGroup, instrumentNo, year);
  let [held, wanted] = [0, 0];
  for (const { accountNo } of accounts) {
    const { posted, incoming, outgoing } = world.ledger.balance(accountNo, instrumentNo);
    held = add(held, posted + incoming - outgoing);
    for (const order of world.market.ordersOf(accountNo))
      if (order.side === 'buy' && order.instrumentNo === instrumentNo) wanted = add(wanted, order.remaining);
  }
  const units = (what: 'maxHolding' | 'publishHolding'): number | undefined => {
    const formula = pack.ruleOn(formulaOf(what, accounts), tradingDay)?.value;
    return formula && add(ratio(allocated, formula.allocationBps, BPS, 'FLOOR'), formula.plusUnits);
  };
  const limit = units('maxHolding');
  const headroom = limit === undefined ? undefined : Math.max(0, limit - held - wanted);
  return { ownerGroup, held, wanted, allocated, limit, publishedAbove: units('publishHolding'), headroom };
}

/** Rung 10: after all its open orders, an owner group stays within what it may hold. `own`: an order that is amended. */
export function checkHolding(
  world: MarketWorld,
  { account, instrument, pack }: Venue,
  quantity: number,
  own?: Order,
): Rejected | undefined {
  if (!pack.limitsHoldings) return undefined;
  const holding = holdingOf(world, pack, instrument, account.ownerGroup);
  const { limit, held } = holding;
  if (limit === undefined) return undefined;
  const wanted = holding.wanted - (own?.remaining ?? 0);
  if (held + wanted + quantity <= limit) return undefined;
  const key = formulaOf('maxHolding', world.registry.accountsOf(account.ownerGroup));
  return reject('market.holding_limit', {
    rule: pack.rule(key),
    data: { limit, held, wanted, headroom: Math.max(0, limit - held - wanted) },
  });
}

/** Whose holding is so large that its name is public, the largest first (china-rulebook §1.4). */
export function largeHolders(world: MarketWorld, pack: RulePack, instrument: Instrument): Holding[] {
  return [...world.registry.ownerGroups()]
    .map((group) => holdingOf(world, pack, instrument, group))
    .filter(({ held, publishedAbove }) => publishedAbove !== undefined && held > publishedAbove)
    .sort((a, b) => b.held - a.held || (a.ownerGroup < b.ownerGroup ? -1 : 1));
}

/** A group with a compliance account has a duty to cover, and may hold more. */
function formulaOf(what: 'maxHolding' | 'publishHolding', accounts: readonly Account[]): Formula {
  return `${what}.${accounts.some(({ kind }) => kind === 'compliance') ? 'compliance' : 'other'}`;
}
