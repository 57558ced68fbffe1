import type { Json } from '../../kernel/json.js';
import { accept, reject, type Outcome } from '../../kernel/rejection.js';
import type { ApprovalExecutor } from '../../approvals/domain/executor.js';
import type { Command, CommandContext } from '../../sequencer/domain/command.js';
import { withdrawBlocks } from './block-endings.js';
import type { KillSwitch, SwitchParty, SwitchRelease } from './kill-switches.js';
import { end } from './matching.js';
import { withdrawBids } from './one-way-suspension.js';
import type { Order } from './order.js';
import type { MarketWorld } from './world.js';

interface EngageKillSwitch extends Command {
  readonly party: SwitchParty;
  readonly org: string;
  readonly instrumentNo: number | null;
  readonly reason: string;
}

/**
 * Bars new orders and ends all open ones of the scope, in one command; block wishes and an organisation's bids too. Needs no second person, and no session: it works
 * in a halt, after hours, and in the last part of a call, where nobody else can take an order back.
 */
export function engageKillSwitch(
  world: MarketWorld,
  { party, org, instrumentNo, reason }: EngageKillSwitch,
  context: CommandContext,
): Outcome<Json> {
  const { market, registry } = world;
  if (instrumentNo !== null && registry.instrument(instrumentNo) === undefined)
    return reject('market.instrument_unknown');
  if (org !== '' && accountsOf(world, org).length === 0) return reject('market.organisation_unknown');
  const engaged = market.killSwitches.same({ party, org, instrumentNo });
  if (engaged !== undefined)
    return reject('market.kill_switch_engaged', { data: { killSwitch: engaged.switchNo } });

  const { seq, by, at, emit } = context;
  const orders = openOrders(world, org, instrumentNo);
  for (const order of orders) end(world, market.find(order.instrumentNo)!, order, 'kill_switch', context);
  withdrawBlocks(world, { org, instrumentNo }, context);
  withdrawBids(world, { org, instrumentNo }, context);
  const ordersCancelled = orders.length;
  const scope = { switchNo: seq, party, org, instrumentNo, reason };
  market.killSwitches.engage({ ...scope, engagedBy: by, engagedAt: at, ordersCancelled });
  emit({ type: 'KillSwitchEngaged', ...scope, ordersCancelled });
  return accept({ switchNo: seq, ordersCancelled });
}

interface ReleaseOwn extends Command {
  readonly org: string;
}

/** A member's own switch, by the member's manager. */
export function releaseOwnKillSwitch(
  world: MarketWorld,
  { org }: ReleaseOwn,
  context: CommandContext,
): Outcome<Json> {
  const { by, at } = context;
  const engaged = world.market.killSwitches.same({ party: 'member', org, instrumentNo: null });
  if (engaged === undefined) return reject('market.kill_switch_not_engaged');
  release(world, engaged, { releasedBy: by, releasedAt: at, proposalNo: null }, context);
  return accept({ switchNo: engaged.switchNo });
}

interface ReleaseKillSwitch {
  readonly switchNo: number;
  readonly reason: string;
}

/** A switch of the operator's or the regulator's, under four eyes. */
export const releaseKillSwitch: ApprovalExecutor<MarketWorld, ReleaseKillSwitch> = {
  owner: () => '',
  check({ market }, { switchNo }) {
    const engaged = market.killSwitches.find(switchNo);
    if (engaged === undefined) return { code: 'market.kill_switch_not_engaged' };
    return engaged.party === 'member' ? { code: 'market.kill_switch_of_member' } : undefined;
  },
  execute(world, { switchNo }, context, { proposalNo }) {
    const engaged = world.market.killSwitches.find(switchNo)!;
    release(world, engaged, { releasedBy: context.by, releasedAt: context.at, proposalNo }, context);
    return { switchNo, released: true };
  },
};

function release(
  { market }: MarketWorld,
  engaged: KillSwitch,
  how: SwitchRelease,
  { emit }: CommandContext,
): void {
  market.killSwitches.release(engaged, how);
  const { switchNo, party, org, instrumentNo, reason } = engaged;
  emit({ type: 'KillSwitchReleased', switchNo, party, org, instrumentNo, reason });
}

function accountsOf({ registry }: MarketWorld, org: string): number[] {
  return [...registry.allAccounts()]
    .filter((account) => account.org === org)
    .map(({ accountNo }) => accountNo);
}

/** By number: a market that came back from a snapshot must end them in the same order as one that lived on. */
function openOrders(world: MarketWorld, org: string, instrumentNo: number | null): Order[] {
  const { market } = world;
  const orders =
    org === '' ? [...market.liveOrders()] : accountsOf(world, org).flatMap((no) => market.ordersOf(no));
  return orders
    .filter((order) => (instrumentNo ?? order.instrumentNo) === order.instrumentNo)
    .sort((a, b) => a.orderNo - b.orderNo);
}
