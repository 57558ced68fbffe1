import { batchLines, GENESIS_HASH, type JournalBatch, sealBatch } from '../../src/audit/index.js';
import type { SettlementJob } from '../../src/clearing/commands/ports.js';
import { SettlementBell } from '../../src/clearing/commands/settlement-bell.js';
import { Clearing } from '../../src/clearing/index.js';
import { type Cause, Ledger, SYSTEM_ACCOUNTS, type TradeLegs } from '../../src/ledger/index.js';
import type { Json } from '../../src/kernel/json.js';
import { Book, BookSide, Market, type Order, type Side } from '../../src/market/index.js';
import { Permits } from '../../src/permits/index.js';
import { Serials } from '../../src/registry/index.js';
import { RulePack } from '../../src/rules/index.js';
import { IdempotencyWindow } from '../../src/sequencer/domain/idempotency-window.js';
import { type Snapshot, type Tenure, VenueSequencer } from '../../src/sequencer/index.js';
import { CUSTODY_BUGS } from './planted-custody-bugs.js';
import { DELIVERY_BUGS } from './planted-delivery-bugs.js';
import { NEGOTIATED } from './planted-talks.js';
import { RECONCILIATION_BUGS } from './planted-reconciliation-bugs.js';
import { BANKING_BUGS } from './planted-banking-bugs.js';
import { instead, type Method, nothing, type PlantedBug, told } from './planting.js';
import { DiskConnection, SimulatedDisk } from './simulated-disk.js';
import { SimulatedQueue, SimulatedRuns } from './simulated-queue.js';
import { WorkerProcess } from './worker-process.js';

const disk = (method: string, make: (original: Method) => Method) =>
  instead(DiskConnection.prototype, method, make);
const sequencer = (method: string, make: (original: Method) => Method) =>
  instead(VenueSequencer.prototype, method, make);
const ledger = (method: string, make: (original: Method) => Method) =>
  instead(Ledger.prototype, method, make);

const JOURNAL: PlantedBug[] = [
  {
    name: 'a commit is skipped',
    noticedBy: ['I14 durable'],
    plant: disk('commit', () => async () => undefined),
  },
  {
    name: 'an answer is given before the commit',
    noticedBy: ['I14 durable'],
    plant: disk('commit', (original) => {
      return async function (tenure: Tenure, batch: JournalBatch) {
        void original.call(this, tenure, batch).catch(() => undefined);
      };
    }),
  },
  {
    name: 'the fence is removed',
    noticedBy: ['I11 epoch'],
    plant: instead(SimulatedDisk.prototype, 'assertTenure', nothing),
  },
  {
    name: 'the fence looks at the sequence but not at the epoch',
    noticedBy: ['I12 live', 'L1'],
    plant: instead(SimulatedDisk.prototype, 'assertTenure', (original) => {
      return function (tenure: Tenure, batch: JournalBatch) {
        if (tenure.lastSeq !== this.lastSeq) original.call(this, tenure, batch);
      };
    }),
  },
  {
    name: 'a batch does not link to the one before',
    noticedBy: ['I11'],
    plant: disk('commit', (original) => {
      return function (tenure: Tenure, batch: JournalBatch) {
        const { venueNo, firstSeq } = batch;
        return original.call(this, tenure, sealBatch(venueNo, firstSeq, GENESIS_HASH, batchLines(batch)));
      };
    }),
  },
  {
    name: 'a record is changed on its way to disk',
    noticedBy: ['I11', 'I14 answers'],
    plant: disk('commit', (original) => {
      return function (tenure: Tenure, batch: JournalBatch) {
        const payload = Buffer.from(batch.payload.toString().replace('"side":"buy"', '"side":"sell"'));
        return original.call(this, tenure, { ...batch, payload });
      };
    }),
  },
  {
    name: 'a replay skips the last batch',
    noticedBy: ['L1'],
    plant: disk('batches', (original) => {
      return async function* (venueNo: number, afterSeq: number) {
        let last: JournalBatch | undefined;
        for await (const batch of original.call(this, venueNo, afterSeq)) {
          if (last !== undefined) yield last;
          last = batch;
        }
      };
    }),
  },
  {
    name: 'a snapshot is written under the place before its own',
    noticedBy: ['I13'],
    plant: disk('saveSnapshot', (original) => {
      return function (venueNo: number, snapshot: Snapshot) {
        return original.call(this, venueNo, { ...snapshot, seq: snapshot.seq - 1 });
      };
    }),
  },
  {
    name: 'a fenced engine saves its memory when it stops',
    noticedBy: ['I13'],
    plant: sequencer('stop', () => {
      return async function () {
        const wasOpen = this.state === 'open';
        if (wasOpen) this.state = 'stopped';
        await this.loop;
        this.refuseWaiting('sequencer.not_open');
        if (wasOpen) await this.snapshot();
        await this.snapshots.saved();
      };
    }),
  },
  {
    name: 'memory is kept after a commit of unknown outcome',
    noticedBy: ['I11', 'I12 live', 'L0', 'L1'],
    plant: sequencer('reload', () => {
      return async function () {
        this.state = 'open';
      };
    }),
  },
  {
    name: 'questions are taken and never answered',
    noticedBy: ['L2'],
    plant: sequencer('ask', () => () => new Promise(() => undefined)),
  },
  {
    name: 'a clock that goes backwards is believed',
    noticedBy: ['I11 time'],
    plant: sequencer('decide', (original) => {
      return function (...args) {
        this.lastAt = 0;
        return original.apply(this, args);
      };
    }),
  },
  {
    name: 'an answer given again is that of the command before',
    noticedBy: ['I15 answers', 'I14 answers'],
    plant: disk('record', (original) => {
      return function (venueNo: number, seq: number) {
        return original.call(this, venueNo, seq - 1);
      };
    }),
  },
  {
    name: 'idempotency keys are not looked up',
    noticedBy: ['I15 journal', 'L0'],
    plant: instead(IdempotencyWindow.prototype, 'find', nothing),
  },
  {
    name: 'a key is answered whatever the body',
    noticedBy: ['I15 answers'],
    plant: instead(IdempotencyWindow.prototype, 'find', (original) => {
      return function (...args) {
        const seen = original.apply(this, args);
        return seen && { ...seen, isSame: true };
      };
    }),
  },
  {
    name: 'idempotency keys are lost with a snapshot',
    noticedBy: ['I15 journal'],
    plant: instead(IdempotencyWindow, 'restore', () => () => new IdempotencyWindow()),
  },
  {
    name: 'a snapshot brings back no trade that waits for settlement',
    noticedBy: ['I10 memory', 'L0', 'I11', 'I13 reload'],
    plant: instead(Clearing, 'restore', (original) => {
      return (state: object) => original.call(Clearing, { ...state, waiting: [] });
    }),
  },
];

const MONEY: PlantedBug[] = [
  {
    name: 'a hold is one short',
    noticedBy: ['I1–I9 memory'],
    plant: ledger('hold', (original) => {
      return function (account: number, asset: number, quantity: number) {
        return original.call(this, account, asset, Math.max(0, quantity - 1));
      };
    }),
  },
  {
    name: 'a cancelled order keeps its hold',
    noticedBy: ['I1–I9 memory'],
    plant: ledger('release', nothing),
  },
  {
    name: 'a better price is not given back to the buyer',
    noticedBy: ['I1–I9 memory'],
    plant: ledger('execute', (original) => {
      return function (trade: TradeLegs, _release: number, lock: boolean) {
        return original.call(this, trade, trade.value + trade.buyerFee, lock);
      };
    }),
  },
  {
    name: 'fees are rounded down',
    noticedBy: ['I8 fees'],
    plant: instead(RulePack.prototype, 'fee', () => {
      return function (side: Side, value: number) {
        const share = Math.floor((value * this.feeBps[side]) / 10_000);
        return Math.min(value, Math.max(this.feeMinFen, share));
      };
    }),
  },
  {
    name: 'the smallest fee is forgotten',
    noticedBy: ['I8 fees', 'I6 orders'],
    plant: instead(RulePack.prototype, 'fee', (original) => {
      return function (side: Side, value: number) {
        return original.call(
          { feeMinFen: 0, feeBps: this.feeBps, feeRounding: this.feeRounding },
          side,
          value,
        );
      };
    }),
  },
  {
    name: 'a fen is born with every settlement',
    noticedBy: ['I1–I9 memory'],
    plant: ledger('settle', (original) => {
      return function (trade: TradeLegs) {
        original.call(this, trade);
        this.balance(SYSTEM_ACCOUNTS.FEES, 0).posted += 1;
      };
    }),
  },
  {
    name: 'a trade is delivered twice',
    noticedBy: ['L0', 'I6 promises', 'S2 memory'],
    plant: ledger('settle', (original) => {
      return function (trade: TradeLegs) {
        original.call(this, trade);
        original.call(this, trade);
      };
    }),
  },
  {
    name: 'every third trade is called settled and not delivered',
    noticedBy: ['I6 promises'],
    plant: ledger('settle', (original) => {
      return function (trade: TradeLegs) {
        if (trade.tradeNo % 3 !== 0) original.call(this, trade);
      };
    }),
  },
  {
    name: 'serials stay with the seller',
    noticedBy: ['S2 memory'],
    plant: instead(Serials.prototype, 'move', (original) => {
      return function (...args) {
        if ((args[4] as Cause).kind !== 'trade') original.apply(this, args);
      };
    }),
  },
  {
    name: 'units are born without an account that owes them',
    noticedBy: ['S2 memory', 'I1 memory'],
    plant: instead(Serials.prototype, 'move', (original) => {
      return function (...args) {
        original.apply(this, args);
        this.birth(args[0], 1, SYSTEM_ACCOUNTS.GOVERNMENT, args[4]);
      };
    }),
  },
  {
    name: 'a serial goes to two accounts',
    noticedBy: ['S1 memory'],
    plant: instead(Serials.prototype, 'blocks', (original) => {
      return function* () {
        for (const block of original.call(this)) yield { ...block, last: block.last + 1 };
      };
    }),
  },
  {
    name: 'the oldest trade that waits is forgotten when memory is saved',
    noticedBy: ['I10 memory'],
    plant: instead(Clearing.prototype, 'pending', (original) => {
      return function () {
        return original.call(this).slice(1);
      };
    }),
  },
  {
    name: 'goods bought today may be sold today',
    noticedBy: ['T1'],
    plant: ledger('execute', (original) => {
      return function (trade: TradeLegs, release: number) {
        return original.call(this, trade, release, false);
      };
    }),
  },
  {
    name: 'goods bought before stay locked for ever',
    noticedBy: ['T1'],
    plant: ledger('unlockDay', nothing),
  },
];

const MARKET: PlantedBug[] = [
  {
    name: 'the newest order at a price trades first',
    noticedBy: ['I9 journal'],
    plant: instead(Book.prototype, 'bestFor', (original) => {
      return function (side: Side, limit: number) {
        return original.call(this, side, limit) && this.opposite(side).best.last;
      };
    }),
  },
  {
    name: 'the worst price trades first',
    noticedBy: ['I9 journal'],
    plant: instead(Book.prototype, 'bestFor', (original) => {
      return function (side: Side, limit: number) {
        const best = original.call(this, side, limit) as Order | undefined;
        const worst = [...this.opposite(side).iterate()].at(-1)?.first as Order | undefined;
        const fits = worst !== undefined && (side === 'buy' ? worst.price <= limit : worst.price >= limit);
        return fits ? worst : best;
      };
    }),
  },
  {
    name: 'self-trade is not prevented',
    noticedBy: ['I8 journal'],
    plant: instead(Market.prototype, 'admit', (original) => {
      return function (order: { ownerGroup: string; orderNo: number }) {
        order.ownerGroup = `nobody ${order.orderNo}`;
        return original.call(this, order);
      };
    }),
  },
  {
    name: 'a partly filled order has one unit more than is left',
    noticedBy: ['I1–I9 memory', 'I7 journal', 'L0'],
    plant: instead(BookSide.prototype, 'reduce', (original) => {
      return function (order: Order, quantity: number) {
        original.call(this, order, quantity);
        order.remaining += 1;
      };
    }),
  },
  {
    name: 'the trades of a call have another price than it tells',
    noticedBy: ['I9 journal'],
    plant: told((record) => ({
      ...record,
      ev: record.ev.map((event) => {
        const [bid] = (event.bids ?? []) as number[];
        return event.type === 'CallAuctionUncrossed' && bid !== undefined ? { ...event, price: bid } : event;
      }),
    })),
  },
  {
    name: 'a call tells more than traded',
    noticedBy: ['I9 calls'],
    plant: told((record) => ({
      ...record,
      ev: record.ev.map((event) =>
        event.type === 'CallAuctionUncrossed' ? { ...event, volume: (event.volume as number) + 1 } : event,
      ),
    })),
  },
  {
    name: 'an annulment is told twice',
    about: ['annulment'],
    noticedBy: ['I10 annulments'],
    plant: told((record) => ({
      ...record,
      ev: record.ev.flatMap((event) => (event.type === 'TradeAnnulled' ? [event, event] : [event])),
    })),
  },
  {
    name: 'after a restart a discharge right is promised once more',
    noticedBy: ['P1–P4 memory'],
    plant: instead(Permits, 'restore', (original) => {
      return function (this: unknown, state: Json) {
        const permits = original.call(this, state) as Permits;
        for (const right of permits.all().rights) right.listed += 1;
        return permits;
      };
    }),
  },
  {
    name: 'a book crosses itself',
    noticedBy: ['I1–I9 memory', 'I9 journal', 'I12 memory'],
    plant: instead(Book.prototype, 'bestFor', nothing),
  },
  {
    name: 'the end of an order is not told',
    noticedBy: ['I12 memory'],
    plant: told((record) => ({ ...record, ev: record.ev.filter(({ type }) => type !== 'OrderEnded') })),
  },
  {
    name: 'every fourth trade is not told',
    noticedBy: ['I8 journal', 'I12 memory'],
    plant: told((record) => ({
      ...record,
      ev: record.ev.filter(({ type, tradeNo }) => type !== 'TradeExecuted' || Number(tradeNo) % 4 !== 0),
    })),
  },
  {
    name: 'settlements are told with the wrong first trade',
    noticedBy: ['I2 journal', 'I10 journal'],
    plant: told((record) => ({
      ...record,
      ev: record.ev.map((event) => {
        return event.type === 'TradesSettled' ? { ...event, from: (event.from as number) + 1 } : event;
      }),
    })),
  },
  {
    name: 'an answer says more is filled than was',
    noticedBy: ['I7 journal'],
    plant: told((record) => {
      const { ans, cmd } = record;
      if (cmd.kind !== 'place-order' || !record.ok) return record;
      const { filled } = ans as { filled: number };
      return { ...record, ans: { ...(ans as object), filled: filled + 1 } };
    }),
  },
];

const SETTLEMENT: PlantedBug[] = [
  {
    name: 'there is no sweeper',
    noticedBy: ['L1'],
    plant: instead(SettlementBell.prototype, 'sweep', nothing),
  },
  {
    name: 'the worker says DONE before anything is settled',
    noticedBy: ['R1'],
    plant: instead(WorkerProcess.prototype, 'work', (original) => {
      return function () {
        this.parts = {
          ...this.parts,
          engine: { submit: async () => ({ ok: true, seq: 0, at: 0, answer: {} }) },
        };
        return original.call(this);
      };
    }),
  },
  {
    name: 'a job leaves out the last trade of its range',
    noticedBy: ['L1'],
    plant: instead(SimulatedQueue.prototype, 'take', (original) => {
      return function () {
        const job = original.call(this) as SettlementJob | undefined;
        return job && { ...job, toTrade: job.toTrade - 1 };
      };
    }),
  },
  {
    name: 'a run that lost its job is waited for without end',
    noticedBy: ['L1'],
    plant: instead(SimulatedRuns.prototype, 'inFlight', (original) => {
      return function (trade: number) {
        const run = original.call(this, trade);
        return run && { ...run, ageMs: 0 };
      };
    }),
  },
  {
    name: 'nobody ends the runs that were left behind',
    noticedBy: ['L1'],
    plant: instead(SimulatedRuns.prototype, 'settled', nothing),
  },
  {
    name: 'runs are ended although their last trade waits',
    noticedBy: ['R1'],
    plant: instead(SimulatedRuns.prototype, 'settled', (original) => {
      return function (last: number) {
        return original.call(this, last + 1);
      };
    }),
  },
];

export const PLANTED_BUGS: readonly PlantedBug[] = [
  ...JOURNAL,
  ...MONEY,
  ...MARKET,
  ...NEGOTIATED,
  ...SETTLEMENT,
  ...CUSTODY_BUGS,
  ...DELIVERY_BUGS,
  ...BANKING_BUGS,
  ...RECONCILIATION_BUGS,
];
