import { marketExecutors } from '../../src/market/index.js';
import type { OneWayTerms } from '../../src/market/domain/one-way-bidding.js';
import { HOUR, packWith, TestMarket } from './market-world.js';

export const DAY = '2026-11-24';
export const INITIATOR = 100;
const PROPOSAL = { proposalNo: 1, reserved: false };

/** A market in which one account sells, or buys, by one-way bidding: registration at 10, bids from 11 to 12 o'clock. */
export class OneWayMarket extends TestMarket {
  static opened(values: Parameters<typeof packWith>[0] = {}): OneWayMarket {
    const m = new OneWayMarket(packWith(values), DAY);
    m.instrument(1);
    m.account(INITIATOR, { units: 100_000, cash: 1_000_000_000 });
    for (let no = 101; no < 106; no++) m.account(no, { units: 100_000, cash: 1_000_000_000 });
    m.clock(DAY, 9.5);
    m.do('open-day', { day: DAY });
    return m;
  }

  terms(change: Partial<OneWayTerms> = {}): OneWayTerms {
    const { side = 'sell' } = change;
    const nine = this.instantAt(9);
    return {
      ...{ accountNo: INITIATOR, instrumentNo: 1, side, quantity: 1_000, reserveFen: 0, depositBps: 1_000 },
      ...{ floorFen: side === 'sell' ? 7_000 : 0, ceilingFen: side === 'sell' ? 0 : 8_000, rule: 'PARTS' },
      ...{ registrationOpensAt: nine + HOUR, registrationClosesAt: nine + 2 * HOUR },
      ...{ biddingOpensAt: nine + 2 * HOUR, biddingClosesAt: nine + 3 * HOUR },
      ...change,
    };
  }

  instantAt(hours: number): number {
    const before = this.at;
    this.clock(DAY, hours);
    const instant = this.at;
    this.at = before;
    return instant;
  }

  /** The refusal of an application; nothing when the exchange may sign it. */
  wrongWith(change: Partial<OneWayTerms>): string | undefined {
    return this.executor.check(this.world, this.terms(change), this.approving(), PROPOSAL)?.code;
  }

  notice(change: Partial<OneWayTerms> = {}): number {
    const terms = this.terms(change);
    const context = this.approving();
    const refused = this.executor.check(this.world, terms, context, PROPOSAL);
    if (refused !== undefined) throw new Error(refused.code);
    return (this.executor.execute(this.world, terms, context, PROPOSAL) as { biddingNo: number }).biddingNo;
  }

  register(accountNo: number, quantity: number, biddingNo = 1): string {
    return this.do('register-one-way', { org: `org${accountNo}`, accountNo, biddingNo, quantity }).code;
  }

  bid(accountNo: number, price: number, quantity: number, biddingNo = 1): string {
    return this.do('bid-one-way', { org: `org${accountNo}`, accountNo, biddingNo, price, quantity }).code;
  }

  close(biddingNo = 1): ReturnType<TestMarket['do']> {
    return this.do('close-one-way-bidding', { biddingNo });
  }

  private get executor(): (typeof marketExecutors)[string] {
    return marketExecutors['open-one-way-bidding'];
  }

  private approving(): Parameters<(typeof marketExecutors)[string]['execute']>[2] {
    const emit = (event: (typeof this.events)[number]): void => void this.events.push(event);
    return { seq: ++this.seq, at: this.at, by: 'usr_exchange', org: '', emit };
  }
}
