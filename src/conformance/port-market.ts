import { AMOUNT_MAX } from '../kernel/amount.js';
import { startOfDay } from '../kernel/instant.js';
import { invariant } from '../kernel/invariant.js';
import { SETTLE_TRADES_MAX } from '../kernel/limits.js';
import { Clearing, clearingHandlers } from '../clearing/index.js';
import { CASH, FIRST_USER_ACCOUNT, Ledger, SYSTEM_ACCOUNTS } from '../ledger/index.js';
import { Market, marketHandlers, type MarketWorld } from '../market/index.js';
import type { Account, Instrument, Registry } from '../registry/index.js';
import { RulePack } from '../rules/domain/rule-pack.js';
import type { PackFile, Rules } from '../rules/index.js';
import { shippedPack } from '../rules/shipped-packs.js';
import type { CommandContext } from '../sequencer/index.js';
import { NO_ACCOUNT } from './port-command.js';
import type { Opening } from './openings.js';

export const INSTRUMENT = 1;
/** Whoever speaks through the port acts for this organisation. */
export const ORG = 'port';
const DAY = '2026-01-05';
/** The port has no clock: everything happens in the first microsecond of the day, when the market is open already. */
export const NOW = startOfDay(DAY, 480);
/** With a band of 100 % around it every price is inside. */
const REFERENCE_PRICE = Math.floor(AMOUNT_MAX / 2);
/** So many changed orders wait before they are let go; a service writes them down at every commit. */
const ROWS_KEPT = 1_024;
const NO_LIMITS = {
  'band.pct.listed': 10_000,
  'qtyMax.listed': AMOUNT_MAX,
  'order.valueMax': AMOUNT_MAX,
  'fee.listed.buy': 0,
  'fee.listed.sell': 0,
};

/** The part of an account that the market asks for. */
type Trader = Pick<Account, 'accountNo' | 'org' | 'ownerGroup' | 'state'>;

/** The production market of one instrument, on a day that never ends and under rules without limits. */
export interface PortMarket {
  readonly world: MarketWorld;
  readonly hasFunds: boolean;
  /** The account that an order is for: the one named, or nobody else's. */
  accountNo(account: number, orderNo: number): number;
  /** Delivers what has traded and forgets what the projections of a service would write down. */
  finish(context: CommandContext): void;
}

/** Everybody has enough of everything, so nothing is held, promised or delivered. */
class NoFunds extends Ledger {
  override available(): number {
    return AMOUNT_MAX;
  }
  override hold(): void {}
  override release(): void {}
  override execute(): void {}
}

/** Without a name every order has an owner of its own, so none of them can meet itself. */
class Anybody implements Trader {
  readonly org = ORG;
  readonly state = 'ACTIVE';

  constructor(readonly accountNo: number) {}

  get ownerGroup(): string {
    return String(this.accountNo);
  }
}

export function marketWithoutFunds(): PortMarket {
  const clearing = { capture: () => undefined, endDay: () => undefined, pendingCount: 0 };
  const world = worldOf(new NoFunds(), clearing, (accountNo) => new Anybody(accountNo));
  return {
    world,
    hasFunds: false,
    // Names count from zero, the nameless are below it.
    accountNo: (account, orderNo) => (account === NO_ACCOUNT ? -1 - orderNo : account),
    finish: () => drainMarket(world.market),
  };
}

export function marketWithFunds(openings: ReadonlyMap<number, Opening>): PortMarket {
  const ledger = new Ledger();
  const clearing = new Clearing();
  const traders = new Map<number, Trader>();
  const numbers = new Map<number, number>();
  for (const [account, { cash, units }] of openings) {
    const accountNo = FIRST_USER_ACCOUNT + numbers.size;
    numbers.set(account, accountNo);
    traders.set(accountNo, { accountNo, org: ORG, ownerGroup: String(account), state: 'ACTIVE' });
    give(ledger, SYSTEM_ACCOUNTS.BANK, accountNo, CASH, cash);
    give(ledger, SYSTEM_ACCOUNTS.ISSUANCE, accountNo, INSTRUMENT, units);
  }
  const world = worldOf(ledger, clearing, (accountNo) => traders.get(accountNo));
  const settle = clearingHandlers['settle-trades'];
  return {
    world,
    hasFunds: true,
    accountNo: (account) => numbers.get(account) ?? 0,
    finish: (context) => {
      for (let first = clearing.firstPending; first !== undefined; first = clearing.firstPending) {
        const range = { fromTrade: first, toTrade: first + SETTLE_TRADES_MAX - 1 };
        settle({ ...world, clearing }, { kind: 'settle-trades', ...range }, context);
      }
      clearing.settlements.length = 0;
      drainLedger(ledger);
      drainMarket(world.market);
    },
  };
}

function worldOf(
  ledger: Ledger,
  clearing: MarketWorld['clearing'],
  account: (accountNo: number) => Trader | undefined,
): MarketWorld {
  const pack = openPack();
  // Only what the market and clearing ask of the rules.
  const rules = { inForce: () => pack, pack: () => pack, all: () => [pack] } as unknown as Rules;
  const instrument: Partial<Instrument> = {
    instrumentNo: INSTRUMENT,
    expiry: null,
    tickFen: 1,
    lotUnits: 1,
    packName: pack.name,
    referencePriceFen: REFERENCE_PRICE,
    state: 'TRADABLE',
  };
  // Only what the market and clearing ask of a registry; goods of the port have no serial numbers.
  const registry = {
    account,
    instrument: (instrumentNo: number) => (instrumentNo === INSTRUMENT ? instrument : undefined),
    serials: { move: () => undefined },
    shortOf: () => 0,
  } as unknown as Registry;
  const world = { ledger, rules, registry, market: new Market(), clearing };
  const context = { seq: 0, at: NOW, by: ORG, org: ORG, emit: () => undefined };
  invariant(marketHandlers['open-day'](world, { kind: 'open-day', day: DAY }, context).ok, 'the day opens');
  return world;
}

/**
 * The always open pack of the demonstration, its limits as wide as the arithmetic is exact. Its form is not checked
 * here: tests do that, and it would take as long as a hundred thousand orders.
 */
function openPack(): RulePack {
  const file = shippedPack('demo') as { keys: Record<string, { value: unknown }> };
  for (const [key, value] of Object.entries(NO_LIMITS)) file.keys[key].value = value;
  return new RulePack(1, file as unknown as PackFile);
}

function give(ledger: Ledger, source: number, account: number, asset: number, amount: number): void {
  if (amount === 0) return;
  ledger.post({ kind: 'opening', no: account }, [
    { account: source, asset, amount: -amount },
    { account, asset, amount },
  ]);
}

/** Now and then: letting go costs more than a few thousand names that nobody will read. */
function drainMarket(market: Market): void {
  if (market.dirtyOrders.length < ROWS_KEPT) return;
  for (const order of market.dirtyOrders) order.dirty = false;
  market.dirtyOrders.length = 0;
  if (market.newTrades.length > 0) market.newTrades.length = 0;
}

function drainLedger(ledger: Ledger): void {
  for (const balance of ledger.dirty) balance.dirty = false;
  ledger.dirty.length = ledger.postings.length = 0;
}
