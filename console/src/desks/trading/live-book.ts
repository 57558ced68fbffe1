import { unitsOf } from '../../format/decimal';
import type { Level, Ticker } from './answers';
import { PRICE_PLACES } from './ticket-draft';

export interface TapeMessage {
  readonly symbol: string;
  readonly price: string;
  readonly quantity: string;
  readonly makerSide?: string;
  readonly at: string;
  /** Present on the news that a trade was taken back. */
  readonly event?: string;
}

/** Heard since the page began to listen; the number names it for as long as it is shown. */
export interface TapeNews extends TapeMessage {
  readonly no: number;
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

/** What one look at the market shows: what changed is a new object, what did not is the same one, so that React sees both. */
export interface MarketPicture {
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
  readonly ticker: Ticker | undefined;
  /** Trades since the page began to listen, newest first. */
  readonly news: readonly TapeNews[];
}

const SHOWN_LEVELS = 12;
const NEWS_MAX = 60;

/** A level with its price in fen, read once: levels are sorted with every frame. */
interface Ranked {
  readonly rank: bigint;
  readonly level: Level;
}

const ranked = (level: Level): Ranked => ({ rank: BigInt(unitsOf(level.price, PRICE_PLACES)), level });

/** The book of one instrument: a snapshot, then every changed level; the picture is drawn only when it is looked at. */
export class LiveBook {
  private readonly sides = { buy: new Map<string, Ranked>(), sell: new Map<string, Ranked>() };
  private ticker: Ticker | undefined;
  private tickerText = '';
  private news: readonly TapeNews[] = [];
  private heard = 0;
  private isMoved = false;
  private drawn: MarketPicture = { bids: [], asks: [], ticker: undefined, news: [] };

  constructor(private readonly symbol: string) {}

  reset({ instruments }: SnapshotMessage): void {
    const own = instruments.find(({ symbol }) => symbol === this.symbol);
    this.sides.buy.clear();
    this.sides.sell.clear();
    for (const level of own?.bids ?? []) this.sides.buy.set(level.price, ranked(level));
    for (const level of own?.asks ?? []) this.sides.sell.set(level.price, ranked(level));
    this.ticker = own?.ticker;
    this.tickerText = '';
    this.isMoved = true;
  }

  level({ side, price, quantity, orders }: LevelMessage): void {
    const levels = this.sides[side];
    const known = levels.get(price)?.level;
    if (known?.quantity === quantity && known.orders === orders) return;
    // Quantity zero: the level is gone.
    if (orders === 0) levels.delete(price);
    else levels.set(price, ranked({ price, quantity, orders }));
    this.isMoved = true;
  }

  /** It comes with every change of the book and says the same most of the time. */
  tick(ticker: Ticker): void {
    const text = JSON.stringify(ticker);
    if (text === this.tickerText) return;
    this.tickerText = text;
    this.ticker = ticker;
    this.isMoved = true;
  }

  trade(trade: TapeMessage): void {
    this.news = [{ ...trade, no: ++this.heard }, ...this.news.slice(0, NEWS_MAX - 1)];
    this.isMoved = true;
  }

  /** The very same one as long as nothing that is shown has changed. */
  picture(): MarketPicture {
    if (!this.isMoved) return this.drawn;
    this.isMoved = false;
    const { ticker, news, drawn } = this;
    const bids = best(this.sides.buy, -1, drawn.bids);
    const asks = best(this.sides.sell, 1, drawn.asks);
    const isSame =
      bids === drawn.bids && asks === drawn.asks && ticker === drawn.ticker && news === drawn.news;
    if (!isSame) this.drawn = { bids, asks, ticker, news };
    return this.drawn;
  }
}

/** The best levels, best first: the list that was shown before where nothing of it has changed. */
function best(side: ReadonlyMap<string, Ranked>, sign: 1 | -1, before: readonly Level[]): readonly Level[] {
  const levels = [...side.values()]
    .sort((a, b) => (a.rank < b.rank ? -sign : sign))
    .slice(0, SHOWN_LEVELS)
    .map(({ level }) => level);
  const isSame = levels.length === before.length && levels.every((level, place) => level === before[place]);
  return isSame ? before : levels;
}
