import { CENTS, formatDecimal } from '../../kernel/decimal.js';
import { formatInstant } from '../../kernel/instant.js';
import type { DecidedRecord, VenueEvent } from '../../sequencer/index.js';
import type { Side, Trade } from '../domain/order.js';
import { type MarketFacts, tickerOf } from '../queries/market-view.js';
import { annulmentMessages } from './annulment-messages.js';
import type { FeedMessage } from './feed-message.js';

const SESSION_EVENTS = new Set([
  'DayOpened',
  'DayClosed',
  'TradingHalted',
  'TradingResumed',
  'KillSwitchEngaged',
  'KillSwitchReleased',
  'CallAuctionOpened',
  'CallAuctionUncrossed',
  'CallAuctionAbandoned',
]);
type NumberOf = (event: VenueEvent, field: string) => number;
const numberOf: NumberOf = (event, field) => event[field] as number;

/** What a committed batch means to those who watch; read right after it, before the next is decided. */
export function messagesOf(facts: MarketFacts, records: readonly DecidedRecord[]): FeedMessage[] {
  const seq = records[records.length - 1].seq;
  const messages: FeedMessage[] = [];
  const touched = new Map<string, { instrumentNo: number; side: Side; price: number }>();
  const struck = new Set<number>();
  const touch = (instrumentNo: number, side: Side, price: number): void => {
    touched.set(`${instrumentNo} ${side} ${price}`, { instrumentNo, side, price });
  };
  for (const record of records) {
    for (const event of record.ev) {
      if (event.type === 'TradeExecuted') {
        const trade = event as unknown as Trade;
        if (trade.method === undefined) touch(trade.instrumentNo, trade.makerSide, trade.price);
        messages.push(tradeMessage(facts, trade));
        messages.push(fillMessage(facts, trade, 'buy'), fillMessage(facts, trade, 'sell'));
      } else if (event.type === 'TradeAnnulled') {
        // The day's figures may be others now, the book is the same.
        struck.add(numberOf(event, 'instrumentNo'));
        messages.push(...annulmentMessages(facts, event, record));
      } else if (SESSION_EVENTS.has(event.type)) {
        // A switch that bars one organisation is not everybody's news.
        if ((event.org ?? '') !== '') continue;
        // All trades of a call have one price: its event says which levels they were taken from.
        for (const side of ['buy', 'sell'] as const)
          for (const price of (event[side === 'buy' ? 'bids' : 'asks'] ?? []) as number[])
            touch(numberOf(event, 'instrumentNo'), side, price);
        messages.push({
          channel: 'session',
          seq: record.seq,
          instrumentNo: (event.instrumentNo as number | null) ?? 0,
          accountNo: 0,
          org: '',
          data: sessionData(facts, event, record),
        });
      } else if (event.type.startsWith('Order')) {
        if (event.method === undefined)
          touch(numberOf(event, 'instrumentNo'), event.side as Side, numberOf(event, 'price'));
        if (event.priceBefore !== undefined)
          touch(numberOf(event, 'instrumentNo'), event.side as Side, numberOf(event, 'priceBefore'));
        messages.push(orderMessage(facts, event, record));
      }
    }
  }
  for (const level of touched.values()) messages.push(levelMessage(facts, level, seq));
  for (const { instrumentNo } of touched.values()) struck.add(instrumentNo);
  for (const instrumentNo of struck) {
    messages.push({
      channel: 'ticker',
      seq,
      instrumentNo,
      accountNo: 0,
      org: '',
      data: tickerOf(facts, instrumentNo),
    });
  }
  return messages;
}

function levelMessage(
  { market, registry }: MarketFacts,
  { instrumentNo, side, price }: { instrumentNo: number; side: Side; price: number },
  seq: number,
): FeedMessage {
  const level = market.find(instrumentNo)?.book.sideOf(side).levelAt(price);
  const { symbol, unitScale } = registry.instrument(instrumentNo)!;
  // Quantity zero: the level is gone.
  const data = {
    symbol,
    side,
    price: formatDecimal(price, CENTS),
    quantity: formatDecimal(level?.quantity ?? 0, unitScale),
    orders: level?.orders ?? 0,
  };
  return { channel: 'book', seq, instrumentNo, accountNo: 0, org: '', data };
}

function tradeMessage(
  { registry }: MarketFacts,
  { instrumentNo, price, quantity, makerSide, at, seq, method }: Trade,
): FeedMessage {
  const { symbol, unitScale } = registry.instrument(instrumentNo)!;
  const data = {
    symbol,
    price: formatDecimal(price, CENTS),
    quantity: formatDecimal(quantity, unitScale),
    makerSide,
    method: method ?? 'listed',
    at: formatInstant(at),
  };
  return { channel: 'trades', seq, instrumentNo, accountNo: 0, org: '', data };
}

function fillMessage({ registry }: MarketFacts, trade: Trade, side: Side): FeedMessage {
  const { symbol, unitScale } = registry.instrument(trade.instrumentNo)!;
  const [orderNo, accountNo] =
    side === 'buy' ? [trade.buyOrder, trade.buyer] : [trade.sellOrder, trade.seller];
  const data = {
    event: 'fill',
    orderNo,
    symbol,
    side,
    price: formatDecimal(trade.price, CENTS),
    quantity: formatDecimal(trade.quantity, unitScale),
    at: formatInstant(trade.at),
  };
  return {
    channel: 'orders',
    seq: trade.seq,
    instrumentNo: trade.instrumentNo,
    accountNo,
    org: ownerOf(registry, accountNo),
    data,
  };
}

const ORDER_WORDS: Readonly<Record<string, string>> = {
  OrderAccepted: 'accepted',
  OrderAmended: 'amended',
  OrderEnded: 'ended',
};

function orderMessage({ registry }: MarketFacts, event: VenueEvent, { seq, at }: DecidedRecord): FeedMessage {
  const instrumentNo = numberOf(event, 'instrumentNo');
  const { symbol, unitScale } = registry.instrument(instrumentNo)!;
  const data = {
    event: ORDER_WORDS[event.type],
    orderNo: numberOf(event, 'orderNo'),
    symbol,
    side: event.side,
    price: formatDecimal(numberOf(event, 'price'), CENTS),
    quantity: formatDecimal(numberOf(event, 'quantity'), unitScale),
    ...(event.reason === undefined ? {} : { reason: event.reason }),
    at: formatInstant(at),
  };
  return {
    channel: 'orders',
    seq,
    instrumentNo,
    accountNo: numberOf(event, 'accountNo'),
    org: ownerOf(registry, numberOf(event, 'accountNo')),
    data,
  };
}

function sessionData({ registry }: MarketFacts, event: VenueEvent, { at }: DecidedRecord): object {
  const symbol =
    typeof event.instrumentNo === 'number' ? registry.instrument(event.instrumentNo)!.symbol : null;
  return {
    event: event.type,
    symbol,
    day: event.day ?? null,
    reason: event.reason ?? null,
    ...(event.phase === undefined ? {} : { phase: event.phase }),
    at: formatInstant(at),
  };
}

function ownerOf(registry: MarketFacts['registry'], accountNo: number): string {
  return registry.account(accountNo)!.org;
}
