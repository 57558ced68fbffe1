import { isAmount, productFits } from '../../kernel/amount.js';
import { accept, reject, type Outcome, type Rejected } from '../../kernel/rejection.js';
import { CASH } from '../../ledger/domain/system-accounts.js';
import type { Account } from '../../registry/domain/account.js';
import type { Instrument } from '../../registry/domain/instrument.js';
import type { Method, RulePack } from '../../rules/domain/rule-pack.js';
import type { CommandContext } from '../../sequencer/domain/command.js';
import type { InstrumentMarket } from './instrument-market.js';
import type { Side } from './order.js';
import type { MarketWorld } from './world.js';

/** Where an order wants to trade: everything the later rungs of the ladder need. */
export interface Venue {
  readonly account: Account;
  readonly instrument: Instrument;
  readonly market: InstrumentMarket;
  readonly pack: RulePack;
}

export interface Wish {
  readonly price: number;
  readonly quantity: number;
}

/** Rungs 1 to 4: the account is the caller's, the market is open, the account may trade, the instrument too. */
export function admitTo(
  world: MarketWorld,
  org: string,
  accountNo: number,
  instrumentNo: number,
  { at }: CommandContext,
  method: Method = 'listed',
): Outcome<Venue> {
  const account = world.registry.account(accountNo);
  // A foreign account looks like none at all.
  if (account === undefined || account.org !== org) return reject('market.account_unknown');
  const instrument = world.registry.instrument(instrumentNo);
  if (instrument === undefined) return reject('market.instrument_unknown');
  const { tradingDay, dayStatus, haltReason } = world.market;
  const pack = world.rules.inForce(instrument.packName, tradingDay);
  if (pack === undefined) return reject('market.no_rules_in_force');
  if (!pack.offers(method)) return reject('market.method_not_offered', { data: { method } });
  const market = world.market.of(instrumentNo, instrument.referencePriceFen);
  const isOpen = pack.isOpen(method, tradingDay, at) || (method === 'listed' && market.call !== undefined);
  // A one-way bidding has the hours of its notice.
  if (method !== 'one_way' && (dayStatus !== 'OPEN' || !isOpen))
    return reject('market.session_closed', { rule: pack.rule(`session.windows.${method}`) });
  if (haltReason !== '' || market.haltReason !== '')
    return reject('market.halted', { detail: haltReason || market.haltReason });
  const barring = world.market.killSwitches.barring(org, instrumentNo);
  if (barring !== undefined) return reject('market.kill_switch', { detail: barring.reason });
  if (account.state === 'RESTRICTED') return reject('market.account_restricted');
  if (account.state !== 'ACTIVE') return reject('market.account_not_active');
  if (instrument.state === 'RETIRED') return reject('market.instrument_retired');
  if (instrument.expiry !== null && instrument.expiry < tradingDay)
    return reject('market.instrument_expired');
  return accept({ account, instrument, market, pack });
}

/** Rung 3 asked again of an account that gave its word earlier: it is active, and no kill switch bars it. */
export function mayTrade(
  { registry, market }: MarketWorld,
  accountNo: number,
  instrumentNo: number,
): boolean {
  const account = registry.account(accountNo);
  return account?.state === 'ACTIVE' && market.killSwitches.barring(account.org, instrumentNo) === undefined;
}

/** Rungs 5 to 7: quantity, tick, band, value. */
export function checkWish(
  { instrument, market, pack }: Venue,
  { price, quantity }: Wish,
  method: 'listed' | 'block' = 'listed',
): Rejected | undefined {
  const isBlock = method === 'block';
  const min = isBlock ? pack.quantityMinBlock : Math.max(1, pack.quantityMin);
  const max = isBlock ? pack.quantityMaxBlock : pack.quantityMax;
  const step = Math.max(instrument.lotUnits, pack.quantityStep);
  if (!isAmount(quantity) || quantity < min)
    return reject('market.quantity_too_small', { rule: pack.rule(`qtyMin.${method}`), data: { min } });
  if (quantity > max)
    return reject('market.quantity_too_large', { rule: pack.rule(`qtyMax.${method}`), data: { max } });
  if (quantity % step !== 0)
    return reject('market.quantity_off_lot', { rule: pack.rule('qtyStep'), data: { step } });
  if (!isAmount(price) || price === 0 || price % instrument.tickFen !== 0) {
    return reject('market.price_off_tick', {
      rule: pack.rule('tick'),
      data: { tickFen: instrument.tickFen },
    });
  }
  const { floor, ceiling } = isBlock
    ? pack.band(market.previousClose, pack.bandPctBlockBps, instrument.tickFen)
    : market.band(pack, instrument.tickFen);
  if (price < floor || price > ceiling) {
    return reject('market.price_out_of_band', {
      rule: pack.rule(isBlock && pack.file.keys['band.pct.block'] ? 'band.pct.block' : 'band.pct.listed'),
      data: { floorFen: floor, ceilingFen: ceiling },
    });
  }
  if (!productFits(price, quantity) || price * quantity > pack.orderValueMaxFen) {
    return reject('market.order_value_too_large', {
      rule: pack.rule('order.valueMax'),
      data: { maxFen: pack.orderValueMaxFen },
    });
  }
  return undefined;
}

/**
 * Rungs 8 and 9: what the order must lock is there. `heldAlready` is what the same order holds before an amendment.
 */
export function checkFunds(
  world: MarketWorld,
  { account, instrument, pack }: Venue,
  side: Side,
  needed: number,
  heldAlready = 0,
): Rejected | undefined {
  const { accountNo } = account;
  if (side === 'buy') {
    const available = world.ledger.available(accountNo, CASH) + heldAlready;
    return needed <= available
      ? undefined
      : reject('market.insufficient_cash', { data: { availableFen: available, neededFen: needed } });
  }
  const owed = world.registry.shortOf(accountNo, instrument.instrumentNo);
  const sellable = Math.max(
    0,
    world.ledger.available(accountNo, instrument.instrumentNo) + heldAlready - owed,
  );
  if (needed <= sellable) return undefined;
  const { locked, frozen } = world.ledger.balance(accountNo, instrument.instrumentNo);
  const data = { sellable, needed };
  if (needed <= sellable + locked) return reject('market.t1_locked', { rule: pack.rule('t1.goods'), data });
  if (needed <= sellable + locked + frozen + owed) return reject('market.units_frozen', { data });
  return reject('market.insufficient_units', { data });
}
