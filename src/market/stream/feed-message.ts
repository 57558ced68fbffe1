export const CHANNELS = ['book', 'trades', 'ticker', 'session'] as const;
export type Channel = (typeof CHANNELS)[number] | 'orders';

export interface FeedMessage {
  readonly channel: Channel;
  /** The venue's sequence number up to which this is true. */
  readonly seq: number;
  /** 0: of the whole venue. */
  readonly instrumentNo: number;
  /** For own orders: whose; 0 for public channels. */
  readonly accountNo: number;
  /** The organisation that owns the account; '' for public channels. */
  readonly org: string;
  readonly data: object;
}
