import type { Findings } from './findings.js';

export interface ToldConfirmation {
  readonly day: string;
  readonly fromTrade: number;
  readonly toTrade: number;
  readonly undelivered: number;
}

/** Settlement as events tell it: every trade is taken up once and in order, and what failed is delivered once. */
export class ToldSettlement {
  settled = 0;
  private readonly annulled = new Set<number>();
  /** Taken up for settlement and not delivered. */
  private readonly aside = new Set<number>();
  private confirmed = 0;
  /** The last trade of each day that is closed and not confirmed. */
  private readonly closed = new Map<string, number>();

  constructor(private readonly findings: Findings) {}

  get undelivered(): number {
    return this.aside.size;
  }

  settle(from: number, to: number, trades: number, seq: number): void {
    const inOrder = from === this.settled + 1 && to >= from && to <= trades;
    this.findings.check(
      'I10 journal',
      inOrder,
      () => `record ${seq} settles ${from} to ${to} after ${this.settled}`,
    );
    this.settled = to;
  }

  fail(tradeNo: number): void {
    this.aside.add(tradeNo);
  }

  deliverLate(tradeNo: number, seq: number): void {
    const wasAside = this.aside.delete(tradeNo);
    this.findings.check(
      'I10 journal',
      wasAside,
      () => `record ${seq} delivers trade ${tradeNo}, which had not failed`,
    );
  }

  close(day: string, lastTrade: number): void {
    this.closed.set(day, lastTrade);
  }

  confirm({ day, fromTrade, toTrade, undelivered }: ToldConfirmation, seq: number): void {
    const isWhole = fromTrade === this.confirmed + 1 && toTrade === this.closed.get(day);
    const aside = [...this.aside].filter((tradeNo) => tradeNo <= toTrade).length;
    this.findings.check(
      'I10 confirmed',
      isWhole && toTrade <= this.settled && undelivered === aside,
      () =>
        `record ${seq} confirms ${fromTrade} to ${toTrade} of ${day} with ${undelivered} aside, told are ${aside}`,
    );
    this.confirmed = toTrade;
    this.closed.delete(day);
  }

  annul(tradeNo: number): void {
    const isDelivered = tradeNo >= 1 && tradeNo <= this.settled && !this.aside.has(tradeNo);
    const sound = isDelivered && !this.annulled.has(tradeNo);
    this.findings.check('I10 annulments', sound, () => `trade ${tradeNo} of ${this.settled} settled`);
    this.annulled.add(tradeNo);
  }
}
