import type { Level, Ticker } from './answers';

export interface TapeMessage {
  readonly symbol: string;
  readonly price: string;
  readonly quantity: string;
  readonly makerSide?: string;
  readonly at: string;
  /** Present on the news that a trade was taken back. */
  readonly event?: string;
}

export interface LevelMessage extends Level {
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
}

export interface SnapshotMessage {
  readonly seq: number;
  readonly instruments: readonly {
    readonly symbol: string;
    readonly bids: readonly Level[];
    readonly asks: readonly Level[];
    readonly ticker: Ticker;
  }[];
}

/** What one look at the market shows: a new object for every change, so that React sees it. */
export interface MarketPicture {
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
  readonly ticker: Ticker | undefined;
  /** Trades since the page began to listen, newest first. */
  readonly news: readonly TapeMessage[];
}

const SHOWN_LEVELS = 12;
const NEWS_MAX = 60;

/** A price of two places as a whole number: sorts exactly. */
const rank = (price: string): number => Number(price.replace('.', ''));

/** The book of one instrument: a snapshot, then every changed level; the picture is drawn only when it is looked at. */
export class LiveBook {
  private readonly sides = { buy: new Map<string, Level>(), sell: new Map<string, Level>() };
  private ticker: Ticker | undefined;
  private news: readonly TapeMessage[] = [];
  private drawn: MarketPicture | undefined;

  constructor(private readonly symbol: string) {}

  reset({ instruments }: SnapshotMessage): void {
    const own = instruments.find(({ symbol }) => symbol === this.symbol);
    this.sides.buy.clear();
    this.sides.sell.clear();
    for (const level of own?.bids ?? []) this.sides.buy.set(level.price, level);
    for (const level of own?.asks ?? []) this.sides.sell.set(level.price, level);
    this.ticker = own?.ticker;
    this.drawn = undefined;
  }

  level({ side, price, quantity, orders }: LevelMessage): void {
    const levels = this.sides[side];
    // Quantity zero: the level is gone.
    if (orders === 0) levels.delete(price);
    else levels.set(price, { price, quantity, orders });
    this.drawn = undefined;
  }

  tick(ticker: Ticker): void {
    this.ticker = ticker;
    this.drawn = undefined;
  }

  trade(trade: TapeMessage): void {
    this.news = [trade, ...this.news].slice(0, NEWS_MAX);
    this.drawn = undefined;
  }

  picture(): MarketPicture {
    this.drawn ??= {
      bids: best(this.sides.buy, (a, b) => rank(b.price) - rank(a.price)),
      asks: best(this.sides.sell, (a, b) => rank(a.price) - rank(b.price)),
      ticker: this.ticker,
      news: this.news,
    };
    return this.drawn;
  }
}

function best(levels: ReadonlyMap<string, Level>, order: (a: Level, b: Level) => number): readonly Level[] {
  return [...levels.values()].sort(order).slice(0, SHOWN_LEVELS);
}
