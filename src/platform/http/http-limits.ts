import type { RateClass } from './door.js';
import type { RateLimit } from './rate-limiter.js';

/** A batch of 1,000 orders fits with room; nothing larger is a sensible request. */
export const BODY_BYTES_MAX = 1_048_576;
/** Headers alone: a request line longer than this is refused by the parser. */
export const PATH_PARAMETER_CHARACTERS_MAX = 128;
export const PAGE_ROWS_DEFAULT = 50;
export const PAGE_ROWS_MAX = 500;

/** Connections at once; the next one is closed unheard. HTTP/1.1 has one request on each at a time. */
export const CONNECTIONS_MAX = 4_096;
/** A client that has not sent its whole request after this long is told 408. */
export const REQUEST_MS_MAX = 30_000;
/** Order requests of one member organisation being answered at once: what a venue commits together, and no more. */
export const ORDER_REQUESTS_AT_ONCE_MAX = 64;
/** One too many is told so only after this long: each connection of a flood is slowed to a few refusals a second. */
export const TOO_MANY_AT_ONCE_WAIT_MS = 250;

/**
 * Credentials that memory does not know, per address: each costs a look into the database, so a flood of invented
 * tokens must not take all connections. Honest ones are asked for once in a while only.
 */
export const UNKNOWN_CREDENTIALS_LIMIT: RateLimit = { burst: 1_000, perSecond: 200 };

/** Token buckets, per key or session and once more per member organisation. */
export const HTTP_RATE_LIMITS: Readonly<Record<RateClass, RateLimit>> = {
  // Far above what one venue decides: the sequencer's own queue limit is the real brake on orders.
  orders: { burst: 50_000, perSecond: 25_000 },
  office: { burst: 600, perSecond: 50 },
  read: { burst: 2_000, perSecond: 500 },
  // Per address. A guess costs argon2id on our side, so guesses are scarce.
  login: { burst: 40, perSecond: 1 },
};
