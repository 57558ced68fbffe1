import { type LimitOrderOptions, OrderBook, Side as PeerSide } from 'nodejs-order-book';
import { runBare, workload, type WorkloadCommand } from '../../test/support/workload.js';
import { answering } from '../lib/answering.js';
import { MemoryVenue } from './memory-venue.js';
import { OrderFlow } from './order-flow.js';

const ACCOUNTS = 2_000;
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
  const begun = process.hrtime.bigint();
  for (const wish of commands) {
    const { command, org } = flow.next(wish, venue.seq + 1);
    venue.decide(command, 'usr_bench', org);
    venue.letGo();
  }
  const nanos = Number(process.hrtime.bigint() - begun);
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
  // Its ids are texts: made before the clock starts.
  const ids = new Map(commands.map(({ id }) => [id, `o${id}`]));
  const begun = process.hrtime.bigint();
  for (const { type, id, side, price, quantity } of commands) {
    if (type === 'cancel') book.cancel(ids.get(id)!);
    else if (type === 'market') book.market({ side: sides[side], size: quantity });
    else {
      const timeInForce = (type === 'ioc' ? 'IOC' : 'GTC') as LimitOrderOptions['timeInForce'];
      book.limit({ id: ids.get(id)!, side: sides[side], size: quantity, price, timeInForce });
    }
  }
  const nanos = Number(process.hrtime.bigint() - begun);
  const [asks, bids] = book.depth() as [Levels, Levels];
  const sorted = (levels: Levels, sign: number): Levels => levels.toSorted(([a], [b]) => sign * (a - b));
  return { nanosEach: nanos / commands.length, depthHash: depthHash(sorted(bids, -1), sorted(asks, 1)) };
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
