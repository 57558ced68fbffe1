import { describe, expect, it } from '@jest/globals';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { lockSeconds } from '../../src/identity/domain/login-lock.js';
import { NonceWindow } from '../../src/identity/domain/nonce-window.js';
import { Sessions } from '../../src/identity/queries/sessions.js';
import { SignedKeys } from '../../src/identity/queries/signed-keys.js';
import { CredentialCache } from '../../src/identity/store/credentials.js';
import { Passwords } from '../../src/identity/store/passwords.js';
import {
  HTTP_RATE_LIMITS,
  REFUSALS_PER_SECOND_MAX,
  UNKNOWN_CREDENTIALS_LIMIT,
} from '../../src/kernel/limits.js';
import { RejectionError } from '../../src/kernel/rejection.js';
import { EventStream } from '../../src/market/stream/event-stream.js';
import { type Joined, MarketFeed } from '../../src/market/stream/market-feed.js';
import { checked } from '../../src/platform/http/access.guard.js';
import { RefusalPace } from '../../src/platform/http/bulkhead.js';
import { pageQuery, RateLimiter } from '../../src/platform/http/index.js';
import { parseStrictJson } from '../../src/platform/http/strict-json.js';
import { PostgresJournalStore } from '../../src/sequencer/store/postgres-journal-store.js';
import { atTheLimit } from '../support/at-the-limit.js';

describe('what one request may hold', () => {
  const nested = (levels: number): unknown =>
    parseStrictJson(Buffer.from('['.repeat(levels) + ']'.repeat(levels)));
  atTheLimit('JSON_DEPTH_MAX', {
    at: (levels) => expect(Array.isArray(nested(levels))).toBe(true),
    past: (levels) => expect(() => nested(levels)).toThrow(`more than ${levels - 1} levels`),
  });

  const pointedAt = (wrong: number): number => {
    try {
      checked(z.array(z.int()), Array<string>(wrong).fill('x'), '');
    } catch (error) {
      return ((error as RejectionError).rejection as unknown as { errors: unknown[] }).errors.length;
    }
    return 0;
  };
  atTheLimit('FIELD_ERRORS_MAX', {
    at: (wrong) => expect(pointedAt(wrong)).toBe(wrong),
    past: (wrong) => expect(pointedAt(wrong)).toBe(wrong - 1),
  });

  const page = z.object(pageQuery);
  atTheLimit('PAGE_ROWS_MAX', {
    at: (rows) => expect(page.safeParse({ limit: String(rows) }).data?.limit).toBe(rows),
    past: (rows) => expect(page.safeParse({ limit: String(rows) }).success).toBe(false),
  });
  atTheLimit('CURSOR_CHARACTERS_MAX', {
    at: (characters) => expect(page.safeParse({ after: 'x'.repeat(characters) }).success).toBe(true),
    past: (characters) => expect(page.safeParse({ after: 'x'.repeat(characters) }).success).toBe(false),
  });
});

describe('how often somebody may ask', () => {
  it.each([...Object.entries(HTTP_RATE_LIMITS), ['unknown credentials', UNKNOWN_CREDENTIALS_LIMIT] as const])(
    '%s: its burst, one more not, and as many a second as it says',
    (_, rule) => {
      const limiter = new RateLimiter(rule);
      const takes = (times: number, atMs: number): number =>
        Array.from({ length: times }, () => limiter.take('holder', atMs)).filter(({ allowed }) => allowed)
          .length;
      expect(takes(rule.burst + 1, 0)).toBe(rule.burst);
      expect(takes(rule.perSecond + 1, 1_000)).toBe(rule.perSecond);
    },
  );

  /** Milliseconds between the first and the last of so many refusals that are due at the same moment. */
  const spreadMs = (refusals: number): number => {
    const pace = new RefusalPace(500, REFUSALS_PER_SECOND_MAX);
    const waits = Array.from({ length: refusals }, () => pace.next(0));
    expect(waits[0]).toBe(500);
    return Math.round(waits.at(-1)! - waits[0]);
  };
  atTheLimit('REFUSALS_PER_SECOND_MAX', {
    at: (refusals) => expect(spreadMs(refusals)).toBeLessThan(1_000),
    past: (refusals) => expect(spreadMs(refusals)).toBe(1_000),
  });

  /** Is the first of so many holders, who has used up its bucket, still remembered? */
  const firstIsRemembered = (holders: number): boolean => {
    const limiter = new RateLimiter({ burst: 1, perSecond: 1 });
    for (let no = 0; no < holders; no++) limiter.take(`holder-${no}`, 0);
    return !limiter.take('holder-0', 0).allowed;
  };
  atTheLimit('RATE_BUCKETS_MAX', {
    at: (holders) => expect(firstIsRemembered(holders)).toBe(true),
    past: (holders) => expect(firstIsRemembered(holders)).toBe(false),
  });
});

describe('what memory keeps of people', () => {
  const firstIsCached = async (sessions: number, max = sessions): Promise<boolean> => {
    const cache = new CredentialCache<object>(1_000, max);
    for (let no = 0; no < sessions; no++) await cache.load(`session-${no}`, 0, () => Promise.resolve({}));
    return cache.peek('session-0', 0) !== undefined;
  };
  const clock = { nowMicros: () => 0 };
  const keys = new SignedKeys(null as never, clock, { idSecret: '00'.repeat(32) });
  const inside = (holder: object, field: string, what: string): unknown =>
    (holder as Record<string, Record<string, unknown>>)[field][what];
  atTheLimit('CREDENTIALS_CACHED_MAX', {
    instead: 50,
    wired: (real) => {
      expect(inside(new Sessions(null as never, clock), 'live', 'max')).toBe(real);
      expect(inside(keys, 'live', 'max')).toBe(real);
    },
    at: async (sessions) => expect(await firstIsCached(sessions, 50)).toBe(true),
    past: async (sessions) => expect(await firstIsCached(sessions, 50)).toBe(false),
  });

  const lastNonce = (nonces: number): string => {
    const window = new NonceWindow(60_000, 1_000);
    for (let no = 1; no < nonces; no++) window.take('key', `nonce-${no}`, 0);
    return window.take('key', 'the last', 0);
  };
  atTheLimit('NONCES_PER_GENERATION_MAX', {
    instead: 1_000,
    wired: (real) => expect(inside(keys, 'nonces', 'perGenerationMax')).toBe(real),
    at: (nonces) => expect(lastNonce(nonces)).toBe('new'),
    past: (nonces) => expect(lastNonce(nonces)).toBe('full'),
  });

  atTheLimit('LOGIN_FAILURES_MAX', {
    at: (failures) => expect(lockSeconds(failures)).toBe(0),
    past: (failures) => expect(lockSeconds(failures)).toBeGreaterThan(0),
  });
  const locks = Array.from({ length: 100 }, (_, no) => lockSeconds(no));
  atTheLimit('LOCK_SECONDS_MAX', {
    at: (seconds) => expect(locks).toContain(seconds),
    past: (seconds) => expect(locks.filter((lock) => lock >= seconds)).toEqual([]),
  });

  /** How many of so many passwords are being checked while none is done. */
  const checkedAtOnce = async (passwords: number): Promise<number> => {
    const brake = new Passwords() as unknown as { braked(work: () => Promise<void>): Promise<void> };
    let [begun, release] = [0, (): void => undefined];
    const released = new Promise<void>((resolve) => (release = resolve));
    const all = Array.from({ length: passwords }, () =>
      brake.braked(() => {
        begun += 1;
        return released;
      }),
    );
    await new Promise((resolve) => setImmediate(resolve));
    const atOnce = begun;
    release();
    await Promise.all(all);
    expect(begun).toBe(passwords);
    return atOnce;
  };
  atTheLimit('PASSWORD_CHECKS_AT_ONCE_MAX', {
    at: async (passwords) => expect(await checkedAtOnce(passwords)).toBe(passwords),
    past: async (passwords) => expect(await checkedAtOnce(passwords)).toBe(passwords - 1),
  });
});

describe('what memory keeps of streams', () => {
  /** What somebody who left before the first of so many messages is told. */
  const missedAfter = async (messages: number): Promise<Joined['missed']> => {
    type Hear = (venue: object, records: object[], machine: object) => void;
    let hear: Hear = () => undefined;
    const engine = {
      onCommitted: (listener: Hear) => void (hear = listener),
      ask: (_: string, question: (machine: object) => unknown) =>
        Promise.resolve(question({ seq: messages })),
    };
    const feed = new MarketFeed(engine as never);
    feed.onApplicationBootstrap();
    const ev = [{ type: 'TradingHalted', instrumentNo: null }];
    for (let seq = 1; seq <= messages; seq++) hear({ slug: 'demo' }, [{ seq, at: 1, ev }], {});
    const { missed } = await feed.join(
      'demo',
      0,
      () => undefined,
      () => null,
    );
    return missed;
  };
  atTheLimit('FEED_MESSAGES_MAX', {
    at: async (messages) => expect(await missedAfter(messages)).toHaveLength(messages),
    past: async (messages) => expect(await missedAfter(messages)).toBeUndefined(),
  });

  /** What a client hears that has left so many bytes unread. */
  const heardWith = (unread: number): string => {
    const written: string[] = [];
    const raw = {
      writableLength: unread,
      write: (text: string) => written.push(text),
      ...Object.fromEntries(
        ['writeHead', 'flushHeaders', 'on', 'end', 'destroy'].map((name) => [name, () => undefined]),
      ),
    };
    const reply = { raw, hijack: () => undefined, getHeaders: () => ({}) } as unknown as FastifyReply;
    const stream = new EventStream(reply, () => undefined);
    stream.send('trade', 1, {});
    stream.end();
    return written.join('');
  };
  atTheLimit('UNREAD_BYTES_MAX', {
    at: (unread) => expect(heardWith(unread)).toMatch(/^id: 1\nevent: trade\n(?!.*dropped)/s),
    past: (unread) => expect(heardWith(unread)).toContain('event: dropped'),
  });
});

describe('what recovery reads at once', () => {
  const rowsRead = async (batches: number): Promise<{ read: number; pages: number[] }> => {
    const pages: number[] = [];
    const pool = {
      query: (_: string, [, after, upTo]: number[]) => {
        const rows = Array.from({ length: Math.min(batches, upTo) - after }, (_row, i) => {
          const [seq, hash] = [after + i + 1, Buffer.alloc(32)];
          return {
            first_seq: seq,
            last_seq: seq,
            prev_hash: hash,
            root: hash,
            hash,
            payload: Buffer.alloc(0),
          };
        });
        pages.push(rows.length);
        return Promise.resolve({ rows });
      },
    };
    let read = 0;
    for await (const batch of new PostgresJournalStore(pool as never).batches(1, 0)) {
      read += 1;
      expect(batch.lastSeq).toBe(read);
    }
    return { read, pages };
  };
  atTheLimit('JOURNAL_PAGE_COMMANDS_MAX', {
    at: async (batches) => expect(await rowsRead(batches)).toEqual({ read: batches, pages: [batches, 0] }),
    past: async (batches) =>
      expect(await rowsRead(batches)).toEqual({ read: batches, pages: [batches - 1, 1, 0] }),
  });
});
