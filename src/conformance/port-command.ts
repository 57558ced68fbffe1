/** `MKT` has no limit, `POST` must not trade at once; the others are the market's own times in force. */
export const TERMS = ['DAY', 'IOC', 'FOK', 'POST', 'MKT'] as const;
export type Term = (typeof TERMS)[number];

export const NO_ACCOUNT = -1;

/** One line of the port's input. The reader fills the same object again and again: a line makes no garbage. */
export class PortCommand {
  kind: 'new' | 'cancel' | 'replace' | 'book' | 'malformed' = 'malformed';
  seq = 0;
  orderId = 0;
  side: 'buy' | 'sell' = 'buy';
  price = 0;
  quantity = 0;
  term: Term = 'DAY';
  account = NO_ACCOUNT;
  levels = 0;
}
