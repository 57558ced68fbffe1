import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';
import {
  ORDER_REQUESTS_AT_ONCE_MAX,
  ORDER_REQUESTS_INSIDE_MAX,
  TOO_MANY_AT_ONCE_WAIT_MS,
} from '../../src/kernel/limits.js';
import { MarketFeed } from '../../src/market/stream/market-feed.js';
import { EventReader } from '../api/event-reader.js';
import { done, VenueClient } from '../api/venue-client.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { atTheLimit, handedOver } from '../support/at-the-limit.js';

const VENUE = '/api/v1/venues/demo';

describe('the doors', () => {
  let app: TestApp;
  let venue: VenueClient;
  let [accountId, accountOfA] = ['', ''];
  beforeAll(async () => {
    app = await startTestApp();
    venue = new VenueClient(app);
    accountOfA = done(await venue.get('plant-a', 'accounts')).body.items[0].accountId;
    accountId = done(await venue.get('plant-b', 'accounts')).body.items[0].accountId;
  });
  afterAll(() => app?.close());

  const buy = (price: string): object => ({
    accountId,
    symbol: 'CEA-2026',
    side: 'buy',
    price,
    quantity: '1',
  });
  const says = ({ status, body }: Response): [number, string | undefined] => [status, body.code];
  const as = async (login: string, path: string, body: object | string): Promise<Response> =>
    request(app.address)
      .post(path)
      .set({ Authorization: `Bearer ${await app.tokenOf(login)}`, 'Content-Type': 'application/json' })
      .send(body);

  describe('of one request', () => {
    const sized = (bytes: number): Promise<Response> =>
      as('plant-b', `${VENUE}/orders/cancel-all`, '{}'.padEnd(bytes, ' '));
    atTheLimit('BODY_BYTES_MAX', {
      at: async (bytes) => expect(says(await sized(bytes))).toEqual([400, 'http.idempotency_key_required']),
      past: async (bytes) => expect(says(await sized(bytes))).toEqual([413, 'http.body_too_large']),
    });

    const named = (characters: number): Promise<Response> =>
      venue.get('plant-b', `proposals/${'x'.repeat(characters)}`);
    atTheLimit('PATH_PARAMETER_CHARACTERS_MAX', {
      // Longer than any id, but the router reads it: it is the schema that refuses.
      at: async (characters) => expect(says(await named(characters))).toEqual([422, 'http.invalid_request']),
      past: async (characters) => expect(says(await named(characters))).toEqual([400, 'http.bad_request']),
    });

    const batch = (items: number): Promise<Response> =>
      venue.post('plant-b', 'orders:batch', {
        items: Array.from({ length: items }, () => ({ action: 'cancel', orderId: 'ord_nobody' })),
      });
    atTheLimit('BATCH_ITEMS_MAX', {
      at: async (items) => expect(done(await batch(items)).body.items).toHaveLength(items),
      past: async (items) => expect(says(await batch(items))).toEqual([422, 'http.invalid_request']),
    });

    const password = (characters: number): Promise<Response> =>
      as('plant-a', '/api/v1/me/password', { current: 'not this one', next: 'x'.repeat(characters) });
    const ends = {
      at: async (characters: number) =>
        expect(says(await password(characters))).toEqual([422, 'identity.wrong_password']),
      past: async (characters: number) =>
        expect(says(await password(characters))).toEqual([422, 'http.invalid_request']),
    };
    atTheLimit('PASSWORD_CHARACTERS_MIN', ends);
    atTheLimit('PASSWORD_CHARACTERS_MAX', ends);
  });

  describe('of one answer', () => {
    atTheLimit('DEPTH_LEVELS_MAX', {
      at: async (levels) =>
        expect((await venue.get(null, `instruments/CEA-2026/depth?levels=${levels}`)).status).toBe(200),
      past: async (levels) =>
        expect(says(await venue.get(null, `instruments/CEA-2026/depth?levels=${levels}`))[0]).toBe(422),
    });
    atTheLimit('CANDLES_MAX', {
      at: async (candles) =>
        expect((await venue.get(null, `instruments/CEA-2026/candles?limit=${candles}`)).status).toBe(200),
      past: async (candles) =>
        expect(says(await venue.get(null, `instruments/CEA-2026/candles?limit=${candles}`))[0]).toBe(422),
    });

    /** Levels that a stream begins with, after so many are in the book. */
    const levelsShown = async (levels: number): Promise<number> => {
      done(await venue.post('plant-b', 'orders/cancel-all', { accountId }));
      const items = Array.from({ length: levels }, (_, no) => ({
        action: 'place',
        order: buy(`${68 + Math.floor(no / 100)}.${String(no % 100).padStart(2, '0')}`),
      }));
      const placed = done(await venue.post('plant-b', 'orders:batch', { items })).body.items as {
        ok: boolean;
      }[];
      expect(placed.filter(({ ok }) => ok)).toHaveLength(levels);
      const stream = await EventReader.open(`${app.address}${VENUE}/stream?channels=book`);
      await stream.until((events) => events.length > 0);
      stream.close();
      const shown = JSON.stringify(stream.events[0].data);
      return [...shown.matchAll(/"price":/g)].length;
    };
    atTheLimit('STREAM_DEPTH_LEVELS_MAX', {
      at: async (levels) => expect(await levelsShown(levels)).toBe(levels),
      past: async (levels) => expect(await levelsShown(levels)).toBe(levels - 1),
    });
  });

  describe('at once', () => {
    const server = (): Server => app.app.getHttpServer() as Server;
    const connections = (): Promise<number> =>
      new Promise((resolve) => server().getConnections((_, count) => resolve(count)));

    /** How many of so many connections are answered while all of them are open, when only `most` may be. */
    const heardOf = async (asked: number, most: number): Promise<number> => {
      const usual = server().maxConnections;
      // A client whose stream was cut may just be knocking again: nobody may, for a while.
      do {
        server().closeAllConnections();
        await new Promise((resolve) => setTimeout(resolve, 100));
      } while ((await connections()) > 0);
      server().maxConnections = most;
      const sockets: Socket[] = [];
      try {
        const answers: string[] = [];
        for (let no = 0; no < asked; no++) {
          const socket = connect((server().address() as { port: number }).port, '127.0.0.1');
          sockets.push(socket);
          socket.on('error', () => undefined);
          socket.write('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n');
          const [first] = (await Promise.race([once(socket, 'data'), once(socket, 'close')])) as unknown[];
          answers.push(String(first).slice(0, 8));
        }
        return answers.filter((answer) => answer === 'HTTP/1.1').length;
      } finally {
        server().maxConnections = usual;
        for (const socket of sockets) socket.destroy();
      }
    };
    atTheLimit('CONNECTIONS_MAX', {
      instead: 3,
      wired: (real) => expect(server().maxConnections).toBe(real),
      at: async (asked) => expect(await heardOf(asked, 3)).toBe(asked),
      past: async (asked) => expect(await heardOf(asked, 3)).toBe(asked - 1),
    });
    handedOver('REQUEST_MS_MAX', () => server().requestTimeout);

    /** What requests say that all come before the venue answers the first, and how many of them it saw. */
    const together = async (
      requests: number,
      ask: (no: number, inside: () => number) => Promise<{ status: number }>,
    ): Promise<{ seen: number; statuses: number[] }> => {
      const engine = app.engine as { submit: typeof app.engine.submit };
      const { submit } = engine;
      let [inside, release] = [0, (): void => undefined];
      const released = new Promise<void>((resolve) => (release = resolve));
      engine.submit = async (slug, command) => {
        inside += 1;
        await released;
        return submit.call(engine, slug, command);
      };
      try {
        const all = Array.from({ length: requests }, async (_, no) => (await ask(no, () => inside)).status);
        const most = Math.min(requests, ORDER_REQUESTS_INSIDE_MAX);
        while (inside < most) await new Promise((resolve) => setTimeout(resolve, 10));
        // What may still come in comes in now.
        await new Promise((resolve) => setTimeout(resolve, TOO_MANY_AT_ONCE_WAIT_MS + 200));
        const seen = inside;
        release();
        return { seen, statuses: (await Promise.all(all)).sort() };
      } finally {
        engine.submit = submit;
        release();
      }
    };
    const buyingTogether = async (requests: number): Promise<number[]> =>
      (await together(requests, () => venue.post('plant-b', 'orders', buy('67.50')))).statuses;
    const placed = (count: number): number[] => Array<number>(count).fill(201);
    atTheLimit('ORDER_REQUESTS_AT_ONCE_MAX', {
      at: async (requests) => expect(await buyingTogether(requests)).toEqual(placed(requests)),
      past: async (requests) =>
        expect(await buyingTogether(requests)).toEqual([...placed(ORDER_REQUESTS_AT_ONCE_MAX), 429]),
    });

    it('tells a member at its limit so before it has sent its body, and hears its next request', async () => {
      const token = await app.tokenOf('plant-b');
      const { port } = server().address() as { port: number };
      const late = connect(port, '127.0.0.1');
      const heard = async (): Promise<string> => String((await once(late, 'data'))[0]).slice(0, 12);
      const head = (path: string): string =>
        `POST ${VENUE}/${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\n`;
      const asked = together(ORDER_REQUESTS_AT_ONCE_MAX + 1, async (no, inside) => {
        if (no < ORDER_REQUESTS_AT_ONCE_MAX) return venue.post('plant-b', 'orders', buy('67.50'));
        while (inside() < ORDER_REQUESTS_AT_ONCE_MAX) await new Promise((resolve) => setTimeout(resolve, 10));
        late.write(`${head('orders')}content-length: 2\r\n\r\n`);
        return { status: Number((await heard()).slice(9)) };
      });
      expect((await asked).statuses).toEqual([...placed(ORDER_REQUESTS_AT_ONCE_MAX), 429]);
      late.write(`{}${head('orders/cancel-all')}content-length: 2\r\n\r\n{}`);
      expect(await heard()).toBe('HTTP/1.1 400');
      late.destroy();
    });

    /** Half of them one member's, half another's: neither has too many, and none is refused. */
    const seenOfTwo = async (requests: number): Promise<number> => {
      const { seen, statuses } = await together(requests, (no) => {
        const [login, of] = no % 2 === 0 ? ['plant-a', accountOfA] : ['plant-b', accountId];
        return venue.post(login, 'orders/cancel-all', { accountId: of });
      });
      expect(statuses).toEqual(Array(requests).fill(200));
      return seen;
    };
    atTheLimit('ORDER_REQUESTS_INSIDE_MAX', {
      at: async (requests) => expect(await seenOfTwo(requests)).toBe(requests),
      past: async (requests) => expect(await seenOfTwo(requests)).toBe(requests - 1),
    });

    /** What the last of so many watchers hears. */
    const lastWatcher = async (watchers: number): Promise<number> => {
      const feed = app.app.get(MarketFeed, { strict: false });
      const others = await Promise.all(
        Array.from({ length: watchers - 1 }, () =>
          feed.join(
            'demo',
            undefined,
            () => undefined,
            () => null,
          ),
        ),
      );
      const { status, body } = await fetch(`${app.address}${VENUE}/stream`);
      await body?.cancel();
      others.forEach(({ leave }) => leave());
      while (feed.watcherCount('demo') > 0) await new Promise((resolve) => setTimeout(resolve, 10));
      return status;
    };
    atTheLimit('FEED_WATCHERS_MAX', {
      at: async (watchers) => expect(await lastWatcher(watchers)).toBe(200),
      past: async (watchers) => expect(await lastWatcher(watchers)).toBe(503),
    });
  });

  describe('of one person', () => {
    const lastKey = async (login: string, keys: number): Promise<Response> => {
      for (let no = 1; no < keys; no++) done(await as(login, '/api/v1/api-keys', { label: `key ${no}` }));
      return as(login, '/api/v1/api-keys', { label: 'the last' });
    };
    atTheLimit('API_KEYS_PER_PERSON_MAX', {
      at: async (keys) => expect((await lastKey('plant-a', keys)).status).toBe(201),
      past: async (keys) =>
        expect(says(await lastKey('plant-b', keys))).toEqual([409, 'identity.too_many_keys']),
    });
  });
});
