import type { VenueMachine } from '../machine.js';
import type { Side, Trade } from '../market/index.js';
import type { DecidedRecord, VenueEvent } from '../sequencer/index.js';
import { Findings } from './findings.js';
import type { Verdict } from './invariant.js';

const PROMISES = {
  'B2 journal':
    'a one-way bidding serves the best bids, then the earliest, each in full while anything is left',
};

interface ToldBid {
  readonly accountNo: number;
  readonly price: number;
  readonly quantity: number;
  readonly seq: number;
}

interface ToldBidding {
  readonly instrumentNo: number;
  readonly side: Side;
  readonly quantity: number;
  /** Each account's last word. */
  readonly bids: Map<number, ToldBid>;
}

/** One-way biddings told again from their events alone. */
export class BiddingHistory {
  private readonly findings = new Findings(PROMISES);
  private readonly biddings = new Map<number, ToldBidding>();

  /** Biddings that go on where the telling starts are taken from there. */
  constructor(private readonly machine: VenueMachine) {
    for (const { biddingNo, instrumentNo, side, quantity, bidders } of machine.market.oneWay.open()) {
      const bids = bidders
        .filter(({ state }) => state === 'BID')
        .map((one): [number, ToldBid] => [
          one.accountNo,
          { accountNo: one.accountNo, price: one.price, quantity: one.bidQuantity, seq: one.orderNo },
        ]);
      this.biddings.set(biddingNo, { instrumentNo, side, quantity, bids: new Map(bids) });
    }
  }

  /** Call it when the machine has decided the record again: it knows who may trade now. */
  take({ seq, ev }: DecidedRecord): void {
    const trades = ev.filter(({ type, method }) => type === 'TradeExecuted' && method === 'one_way');
    let isClosing = false;
    for (const event of ev) {
      const biddingNo = event.biddingNo as number;
      if (event.type === 'OneWayBiddingNoticed') {
        const { instrumentNo, side, quantity } = event as unknown as ToldBidding;
        this.biddings.set(biddingNo, { instrumentNo, side, quantity, bids: new Map() });
      } else if (event.type === 'OneWayBidPlaced') {
        const bid = event as unknown as ToldBid;
        this.biddings.get(biddingNo)?.bids.set(bid.accountNo, { ...bid, seq });
      } else if (event.type === 'OneWayBidWithdrawn') {
        this.biddings.get(biddingNo)?.bids.delete(event.accountNo as number);
      } else if (event.type === 'OneWayBiddingClosed') {
        isClosing = true;
        const wrong = this.wrongWith(event, trades as unknown as Trade[]);
        this.findings.check(
          'B2 journal',
          wrong === '',
          () => `record ${seq}, bidding ${biddingNo}: ${wrong}`,
        );
        this.biddings.delete(biddingNo);
      }
    }
    if (trades.length > 0 && !isClosing)
      this.findings.check('B2 journal', false, () => `record ${seq} trades and closes no bidding`);
  }

  verdicts(): Verdict[] {
    return this.findings.verdicts();
  }

  private wrongWith({ biddingNo, state, reason, awarded }: VenueEvent, trades: readonly Trade[]): string {
    const told = this.biddings.get(biddingNo as number);
    if (told === undefined) return 'nobody was told of it';
    const line = this.lineOf(told);
    let left = told.quantity;
    for (const [i, { buyer, seller, buyOrder, sellOrder, price, quantity }] of trades.entries()) {
      const [account, order] = told.side === 'sell' ? [buyer, buyOrder] : [seller, sellOrder];
      const bid = line[i] as ToldBid | undefined;
      if (bid?.accountNo !== account || bid.seq !== order || bid.price !== price)
        return `account ${account} is served at ${price}, first in line is ${JSON.stringify(bid)}`;
      if (quantity !== Math.min(left, bid.quantity)) return `account ${account} gets ${quantity}`;
      left -= quantity;
    }
    if (told.quantity - left !== awarded || (state === 'AWARDED') !== trades.length > 0)
      return `${state} with ${String(awarded)}, traded are ${told.quantity - left}`;
    return reason === 'no_bids' && line.length > 0 ? `${line.length} bids are called none` : '';
  }

  /** Who may trade, the best price first, then the earliest bid. */
  private lineOf({ instrumentNo, side, bids }: ToldBidding): ToldBid[] {
    const { registry, market } = this.machine;
    const better = side === 'sell' ? -1 : 1;
    return [...bids.values()]
      .filter(({ accountNo }) => {
        const { state, org } = registry.account(accountNo)!;
        return state === 'ACTIVE' && market.killSwitches.barring(org, instrumentNo) === undefined;
      })
      .sort((a, b) => better * (a.price - b.price) || a.seq - b.seq);
  }
}
