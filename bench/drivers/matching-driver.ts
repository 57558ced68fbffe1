import { type LimitOrderOptions, OrderBook, Side as PeerSide } from 'nodejs-order-book';
import { runBare, workload, type WorkloadCommand } from '../../test/support/workload.js';
import { answering } from '../lib/answering.js';
import { MemoryVenue } from './memory-venue.js';
import { OrderFlow } from './order-flow.js';

const ACCOUNTS = 2_000;
const PREPARED = 10_000;
const HASH_START = 0x811c9dc5 | 0;

interface Wanted {
  readonly commands: number;
  readonly deep: boolean;
}

interface Run {
  readonly nanosEach: number;
  /** Live orders after the last command. */
  readonly live?: number;
  /** Absent where a matcher does not tell. */
  readonly trades?: number;
  readonly depthHash: number;
}

type Levels = readonly (readonly [price: number, quantity: number])[];

const known = new Map<boolean, WorkloadCommand[]>();

answering({ expected, ours, peer });

/** What any right matcher gives, from the bare book; for a million commands this is tested against two others. */
function expected(wanted: Wanted): { trades: number; depthHash: number } {
  const { trades, depthHash } = runBare(commandsOf(wanted));
  return { trades, depthHash };
}

/** The venue machine as the sequencer calls it: checks, holds, fees, self-trade prevention, events, dirty rows. */
async function ours(wanted: Wanted): Promise<Run> {
  const commands = commandsOf(wanted);
  const { venue, furnished } = await MemoryVenue.furnished(ACCOUNTS);
  const { market } = venue.machine;
  const flow = new OrderFlow(furnished);
  venue.drain();
  const prepare = (some: readonly WorkloadCommand[]): ReturnType<OrderFlow['next']>[] =>
    some.map((wish, i) => flow.next(wish, venue.seq + 1 + i));
  const nanos = timed(commands, prepare, ({ command, org }) => {
    venue.decide(command, 'usr_bench', org);
    venue.letGo();
  });
  const { book } = market.find(furnished.instrumentNo)!;
  const depth = (side: 'bids' | 'asks'): Levels =>
    book[side].depth(Infinity).map(({ price, quantity }) => [price, quantity]);
  return {
    nanosEach: nanos / commands.length,
    trades: market.tradeCount,
    live: [...market.liveOrders()].length,
    depthHash: depthHash(depth('bids'), depth('asks')),
  };
}

/** npm `nodejs-order-book`: no accounts, no fees, no events. */
function peer(wanted: Wanted): Run {
  const commands = commandsOf(wanted);
  const book = new OrderBook();
  const sides = { buy: PeerSide.BUY, sell: PeerSide.SELL };
  // Its ids are texts.
  const ids = new Map(commands.map(({ id }) => [id, `o${id}`]));
  const prepare = (
    some: readonly WorkloadCommand[],
  ): { type: WorkloadCommand['type']; asked: LimitOrderOptions }[] =>
    some.map(({ type, id, side, price, quantity: size }) => {
      const timeInForce = (type === 'ioc' ? 'IOC' : 'GTC') as LimitOrderOptions['timeInForce'];
      return { type, asked: { id: ids.get(id)!, side: sides[side], size, price, timeInForce } };
    });
  const nanos = timed(commands, prepare, ({ type, asked }) => {
    if (type === 'cancel') book.cancel(asked.id);
    else if (type === 'market') book.market(asked);
    else book.limit(asked);
  });
  const [asks, bids] = book.depth() as [Levels, Levels];
  const sorted = (levels: Levels, sign: number): Levels => levels.toSorted(([a], [b]) => sign * (a - b));
  return { nanosEach: nanos / commands.length, depthHash: depthHash(sorted(bids, -1), sorted(asks, 1)) };
}

/** Both sides get their commands in their own words before the clock starts, some thousand at a time. */
function timed<T>(
  commands: readonly WorkloadCommand[],
  prepare: (some: readonly WorkloadCommand[]) => T[],
  carryOut: (one: T) => void,
): number {
  let nanos = 0n;
  for (let from = 0; from < commands.length; from += PREPARED) {
    const some = prepare(commands.slice(from, from + PREPARED));
    const begun = process.hrtime.bigint();
    for (const one of some) carryOut(one);
    nanos += process.hrtime.bigint() - begun;
  }
  return Number(nanos);
}

function commandsOf({ commands, deep }: Wanted): WorkloadCommand[] {
  let made = known.get(deep);
  if (made === undefined) known.set(deep, (made = workload({ commands, seed: 1, deep })));
  return made;
}

/** Bids then asks, best first; the same as the workloads' published hashes. */
function depthHash(bids: Levels, asks: Levels): number {
  let hash = HASH_START;
  for (const [price, quantity] of [...bids, ...asks])
    hash = Math.imul(Math.imul(hash ^ price, 16777619) ^ quantity, 16777619);
  return hash >>> 0;
}
