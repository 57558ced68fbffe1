import { CASH, type Entry, SYSTEM_ACCOUNTS, type TradeLegs } from '../ledger/index.js';
import type { VenueMachine } from '../machine.js';
import type { DecidedRecord, VenueEvent } from '../sequencer/index.js';
import { Findings } from './findings.js';
import type { Verdict } from './invariant.js';

const PROMISES = {
  'I2 journal':
    'the entries and settlements that the events tell cancel out, and give every title that there is',
};

/** Who has title to what, by the events alone: the same book that a citizen's verifier keeps. */
export class ToldTitles {
  private readonly findings = new Findings(PROMISES);
  /** By account and asset. */
  private readonly titles = new Map<string, number>();
  private readonly waiting = new Map<number, TradeLegs>();
  /** Failed in the record that is being told. */
  private readonly failed = new Set<number>();

  /** What the machine has where the telling begins. */
  constructor(private readonly machine: VenueMachine) {
    for (const { account, asset, posted } of machine.ledger.all())
      this.move({ account, asset, amount: posted });
    for (const trade of machine.clearing.pending()) this.waiting.set(trade.tradeNo, trade);
  }

  take({ seq, ev }: DecidedRecord): void {
    for (const event of ev) {
      const fits = this.hear(event);
      if (!fits)
        this.findings.check('I2 journal', false, () => `record ${seq} tells ${event.type} that does not fit`);
    }
  }

  verdicts(): Verdict[] {
    for (const { holds, what } of this.compared()) this.findings.check('I2 journal', holds, () => what);
    return this.findings.verdicts();
  }

  /** False: these events do not cancel out, or settle what does not wait. */
  private hear(event: VenueEvent): boolean {
    switch (event.type) {
      case 'TitleMoved':
        return this.post(
          (event.entries as number[][]).map(([account, asset, amount]) => ({ account, asset, amount })),
        );
      case 'TradeExecuted':
        this.waiting.set(event.tradeNo as number, event as unknown as TradeLegs);
        return true;
      case 'DeliveryFailed':
        // Whatever moves of it later is told entry by entry.
        this.failed.add(event.tradeNo as number);
        return this.waiting.delete(event.tradeNo as number);
      case 'TradesSettled':
        return this.settle(event.from as number, event.to as number);
      case 'TradeAnnulled':
        return this.post(entriesOf(event as unknown as TradeLegs, -1));
      default:
        return true;
    }
  }

  /** What the machine says of every title, beside what was told. */
  private *compared(): Generator<{ readonly holds: boolean; readonly what: string }> {
    for (const { account, asset, posted } of this.machine.ledger.all()) {
      const told = this.titles.get(`${account} ${asset}`) ?? 0;
      const what = `account ${account} has ${posted} of asset ${asset}, the events give it ${told}`;
      yield { holds: told === posted, what };
    }
  }

  private settle(from: number, to: number): boolean {
    let isTold = this.failed.size <= to - from + 1;
    for (let tradeNo = from; tradeNo <= to && isTold; tradeNo++) {
      if (this.failed.delete(tradeNo)) continue;
      const trade = this.waiting.get(tradeNo);
      isTold = trade !== undefined && this.post(entriesOf(trade, 1));
      this.waiting.delete(tradeNo);
    }
    return isTold;
  }

  private post(entries: readonly Entry[]): boolean {
    const sums = new Map<number, number>();
    for (const entry of entries) {
      this.move(entry);
      sums.set(entry.asset, (sums.get(entry.asset) ?? 0) + entry.amount);
    }
    return [...sums.values()].every((sum) => sum === 0);
  }

  private move({ account, asset, amount }: Entry): void {
    const name = `${account} ${asset}`;
    this.titles.set(name, (this.titles.get(name) ?? 0) + amount);
  }
}

/** Goods against money and fees; the mirror of it for -1. */
function entriesOf(trade: TradeLegs, sign: 1 | -1): Entry[] {
  const { instrumentNo, buyer, seller, quantity, value, buyerFee, sellerFee } = trade;
  const entry = (account: number, asset: number, amount: number): Entry => ({
    account,
    asset,
    amount: sign * amount,
  });
  return [
    entry(seller, instrumentNo, -quantity),
    entry(buyer, instrumentNo, quantity),
    entry(buyer, CASH, -value - buyerFee),
    entry(seller, CASH, value - sellerFee),
    entry(SYSTEM_ACCOUNTS.FEES, CASH, buyerFee + sellerFee),
  ];
}
