/**
 * W1 and W2 through the bare book and through the whole order handler (accounts, holds, fees, self-trade prevention,
 * events). Alternating rounds; the middle value of each.
 * Run compiled: swc over bench, src and test into one folder, `src/rules/packs` copied beside.
 */
import { readFileSync } from 'node:fs';
import { packWith, TestMarket } from '../test/support/market-world.js';
import { runBare, workload, type WorkloadCommand } from '../test/support/workload.js';

const COMMANDS = Number(process.env.BENCH_COMMANDS ?? 1_000_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const DAY = '2026-11-24';
const ACCOUNTS = 1_000;
const NANOS = 1e9;

/** Nanoseconds a command. */
function time(commands: number, run: () => void): number {
  const start = process.hrtime.bigint();
  run();
  return Number(process.hrtime.bigint() - start) / commands;
}

function throughHandlers(commands: readonly WorkloadCommand[]): { nanos: number; trades: number } {
  // The workload roams wider than any legal band and takes its prices as fen.
  const m = new TestMarket(
    packWith({ 'band.pct.listed': 9_999, 'fee.listed.buy': 5, 'fee.listed.sell': 5, 't1.goods': false }),
    DAY,
  );
  m.instrument(1, { referencePriceFen: 20_000 });
  for (let no = 1; no <= ACCOUNTS; no++) m.account(100 + no, { cash: 1_000_000_000_000, units: 10_000_000 });
  m.do('open-day', { day: DAY });
  const orderNos = new Map<number, number>();
  let sinceDrain = 0;
  const nanos = time(commands.length, () => {
    for (const { type, id, side, price, quantity, account } of commands) {
      const accountNo = 100 + account;
      if (type === 'cancel') {
        const orderNo = orderNos.get(id)!;
        m.do('cancel-order', {
          org: m.market.order(orderNo) === undefined ? '' : `org${m.market.order(orderNo)!.accountNo}`,
          orderNo,
        });
      } else {
        const limit = type === 'market' ? (side === 'buy' ? 32_767 : 100) : price;
        m.place(accountNo, side, quantity, limit, { timeInForce: type === 'limit' ? 'DAY' : 'IOC' });
        orderNos.set(id, m.seq);
      }
      // As the sequencer would after every batch: what the projection collects must not pile up.
      if (++sinceDrain === 1_000) {
        sinceDrain = 0;
        drain(m);
      }
    }
  });
  return { nanos, trades: m.market.tradeCount };
}

function drain({ market, ledger, events }: TestMarket): void {
  for (const order of market.dirtyOrders.splice(0)) order.dirty = false;
  for (const balance of ledger.dirty.splice(0)) balance.dirty = false;
  market.newTrades.length = 0;
  events.length = 0;
}

const middle = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1];

/** Share of all CPU time that the hypervisor took, between two readings of the kernel's counters. */
function cpu(): number[] {
  return readFileSync('/proc/stat', 'utf8').split('\n', 1)[0].trim().split(/\s+/).slice(1).map(Number);
}

for (const deep of [false, true]) {
  const commands = workload({ commands: COMMANDS, seed: 1, deep });
  const book: number[] = [];
  const handler: number[] = [];
  let trades = 0;
  const before = cpu();
  for (let round = 0; round < ROUNDS; round++) {
    book.push(time(commands.length, () => void runBare(commands)));
    const through = throughHandlers(commands);
    handler.push(through.nanos);
    trades = through.trades;
  }
  const spent = cpu().map((ticks, i) => ticks - before[i]);
  const steal = Math.round((100 * spent[7]) / spent.reduce((a, b) => a + b, 0));
  const [b, h] = [middle(book), middle(handler)];
  console.log(
    `${deep ? 'W2' : 'W1'}: book ${b.toFixed(0)} ns (${(NANOS / b / 1e6).toFixed(2)} M/s), handler ${h.toFixed(0)} ns ` +
      `(${(NANOS / h / 1e3).toFixed(0)} k/s), handler ÷ book ${(h / b).toFixed(1)}, trades ${trades}, steal ${steal} %`,
  );
}
