import type { Dice } from './dice.js';
import { ratio } from '../kernel/amount.js';
import { ROOM_TICKS, truncated } from './price-walk.js';

type Side = 'buy' | 'sell';

export interface OwnOrder {
  readonly orderNo: number;
  readonly side: Side;
  readonly price: number;
}

/** A generated member as the venue knows it: orders oldest first, what is free of units and money. */
export interface Seat {
  readonly org: string;
  readonly accountNo: number;
  readonly role: 'maker' | 'plant';
  /** Units it is drawn back to. */
  readonly target: number;
  /** Units it holds, free or not. */
  readonly held: number;
  readonly freeUnits: number;
  readonly freeFen: number;
  readonly orders: readonly OwnOrder[];
}

export interface GeneratedMarket {
  readonly tick: number;
  readonly floor: number;
  readonly ceiling: number;
  readonly bestBid: number | undefined;
  readonly bestAsk: number | undefined;
  readonly seats: readonly Seat[];
  /** What a buyer must have, fen: the value and the fee that the rules in force take of it. */
  readonly costOf: (price: number, quantity: number) => number;
}

export type Wish =
  | { readonly kind: 'cancel'; readonly seat: Seat; readonly orderNo: number }
  | {
      readonly kind: 'place';
      readonly seat: Seat;
      readonly side: Side;
      readonly price: number;
      readonly quantity: number;
    };

/** Open orders of one side of the maker, and of a plant. */
export const MOST_QUOTES = 9;
export const MOST_PLANT_ORDERS = 3;
/** How far quotes stand from the price, in ticks; with the lean of a stock that is far off they are still in the room. */
const NEAREST = 2;
const FARTHEST = 32;
const MOST_LEAN = 16;
/** A plant takes what is not farther than this from the price: nobody's slip of the pen is swept up by a machine. */
const REACH = ROOM_TICKS;
const PERCENT = 100;
/** In a hundred turns, those in which a plant trades. */
const PLANT_TURNS = 75;

const opposite = (side: Side): Side => (side === 'buy' ? 'sell' : 'buy');

/** What the generated members want at this moment, cancels first: no order is filled by another wish before. Pure. */
export function nextWishes(market: GeneratedMarket, price: number, dice: Dice): Wish[] {
  const plants = market.seats.filter(({ role }) => role === 'plant');
  const wishes = market.seats
    .filter(({ role }) => role === 'maker')
    .flatMap((maker) => quotes(market, maker, price, dice));
  if (plants.length > 0 && dice.below(PERCENT) < PLANT_TURNS)
    wishes.push(...trades(market, plants[dice.below(plants.length)]!, price, dice));
  return [
    ...wishes.filter(({ kind }) => kind === 'cancel'),
    ...wishes.filter(({ kind }) => kind === 'place'),
  ];
}

/** The maker stands on both sides, never across itself; with too much of the good it leans down, with too little up. */
function quotes(market: GeneratedMarket, maker: Seat, price: number, dice: Dice): Wish[] {
  const { tick } = market;
  const middle = price + lean(maker) * tick;
  const stale = maker.orders.filter((order) => isAcross(order, middle));
  const standing = maker.orders.filter((order) => !isAcross(order, middle));
  const ofSide = (side: Side): OwnOrder[] => standing.filter((order) => order.side === side);
  const [bids, asks] = [ofSide('buy'), ofSide('sell')];
  const side: Side =
    bids.length === asks.length
      ? dice.below(2) === 0
        ? 'buy'
        : 'sell'
      : bids.length < asks.length
        ? 'buy'
        : 'sell';
  const own = side === 'buy' ? bids : asks;
  const oldest = own.length >= MOST_QUOTES ? own.slice(0, own.length - MOST_QUOTES + 1) : [];
  const away = dice.between(NEAREST, FARTHEST) * tick;
  return [
    ...cancels(maker, [...stale, ...oldest]),
    ...placed(market, maker, side, side === 'buy' ? middle - away : middle + away, dice.between(10, 80)),
  ];
}

/** A plant buys or sells a little, mostly at what stands there; it is on one side of the book at a time. */
function trades(market: GeneratedMarket, plant: Seat, price: number, dice: Dice): Wish[] {
  const { tick, bestBid, bestAsk } = market;
  const side: Side = dice.below(PERCENT) < buyingChance(plant) ? 'buy' : 'sell';
  const others = plant.orders.filter((order) => order.side === opposite(side));
  const same = plant.orders.filter((order) => order.side === side);
  const oldest = same.length >= MOST_PLANT_ORDERS ? same.slice(0, same.length - MOST_PLANT_ORDERS + 1) : [];
  const best = side === 'buy' ? bestAsk : bestBid;
  const isNear = best !== undefined && Math.abs(best - price) <= REACH * tick;
  const away = dice.between(1, NEAREST + 10) * tick;
  const resting = side === 'buy' ? price - away : price + away;
  const wanted = isNear && dice.below(PERCENT) < 70 ? best : resting;
  return [
    ...cancels(plant, [...others, ...oldest]),
    ...placed(market, plant, side, wanted, dice.between(5, 40)),
  ];
}

const isAcross = ({ side, price }: OwnOrder, middle: number): boolean =>
  side === 'buy' ? price >= middle : price <= middle;

/** Ticks by which a stock that is off its target moves what one asks. */
function lean({ held, target }: Seat): number {
  const off = truncated((target - held) * MOST_LEAN, target);
  return Math.max(-MOST_LEAN, Math.min(MOST_LEAN, off));
}

/** In a hundred; the more is missing, the more often it buys. */
function buyingChance({ held, target }: Seat): number {
  const missing = truncated((target - held) * PERCENT, target);
  return Math.max(15, Math.min(85, 50 + missing));
}

const cancels = (seat: Seat, orders: readonly OwnOrder[]): Wish[] =>
  orders.map(({ orderNo }) => ({ kind: 'cancel', seat, orderNo }));

/** None where it has not what it would need. */
function placed(
  { floor, ceiling, tick, costOf }: GeneratedMarket,
  seat: Seat,
  side: Side,
  wanted: number,
  quantity: number,
): Wish[] {
  const price = ratio(Math.min(ceiling, Math.max(floor, wanted)), 1, tick, 'HALF_UP') * tick;
  const hasIt = side === 'sell' ? seat.freeUnits >= quantity : seat.freeFen >= costOf(price, quantity);
  return hasIt ? [{ kind: 'place', seat, side, price, quantity }] : [];
}
