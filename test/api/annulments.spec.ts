import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkVenue } from '../../src/checker/check-venue.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { EventReader, type SseEvent } from './event-reader.js';
import { done, VenueClient } from './venue-client.js';

const REASON = 'the matching host failed between two batches';

let app: TestApp;
let venue: VenueClient;
let a: string;
let b: string;
beforeAll(async () => {
  app = await startTestApp();
  venue = new VenueClient(app);
  a = done(await venue.get('plant-a', 'accounts')).body.items[0].accountId;
  b = done(await venue.get('plant-b', 'accounts')).body.items[0].accountId;
  await venue.allocate('CEA-2026', [{ accountId: a, quantity: '1000' }], '1000000');
});
afterAll(() => app?.close());

/** The public id of a new trade of so many tonnes. */
async function traded(quantity: string): Promise<string> {
  const order = { symbol: 'CEA-2026', price: '74.00', quantity };
  done(await venue.post('plant-a', 'orders', { ...order, accountId: a, side: 'sell' }));
  const bought = done(await venue.post('plant-b', 'orders', { ...order, accountId: b, side: 'buy' }));
  return bought.body.fills[0].tradeId;
}

async function ledger(): Promise<unknown[]> {
  const { rows } = await app.database.pool.query(
    `SELECT * FROM balances WHERE posted <> 0 ORDER BY account_no, asset_no`,
  );
  return rows;
}
const annul = (tradeId: string, by = 'exchange'): ReturnType<VenueClient['post']> =>
  venue.post(by, `trades/${tradeId}/annul`, { reason: REASON });

describe('the annulment of a trade', () => {
  it('S26 is proposed by the exchange, agreed by the supervisor, and leaves the ledger as it was', async () => {
    const before = await ledger();
    const tradeId = await traded('150');
    await venue.agreed('exchange', ['approver'], 'halts', { symbol: null, reason: 'a fault' });
    const proposal = done(await annul(tradeId)).body;
    const stream = `${app.address}/api/v1/venues/demo/stream`;
    const tape = await EventReader.open(`${stream}?channels=trades,ticker`);
    const authorization = `Bearer ${await app.tokenOf('plant-b')}`;
    const own = await EventReader.open(`${stream}/orders`, { authorization });
    const isAnnulled = ({ data }: SseEvent): boolean => data.event === 'annulled';
    const shown = done(await venue.get('approver', `proposals/${proposal.proposalId}`)).body;
    expect(shown).toMatchObject({ action: 'annul-trade', reason: REASON, waitsFor: 'halt.approve' });
    expect(shown.payload).toMatchObject({ tradeId, quantity: '150', value: '11100.00', reason: REASON });
    expect(Object.keys(shown.payload)).not.toContain('buyer');
    expect(await ledger()).not.toEqual(before);
    const { payloadHash } = proposal;
    const signed = done(
      await venue.post('approver', `proposals/${proposal.proposalId}/approve`, { payloadHash }),
    ).body;
    expect(signed).toMatchObject({ state: 'EXECUTED', result: { tradeId, annulled: true } });
    expect(await ledger()).toEqual(before);

    await Promise.all([tape, own].map((reader) => reader.until((events) => events.some(isAnnulled))));
    await tape.until((events) => events.at(-1)!.event === 'ticker');
    for (const reader of [tape, own]) reader.close();
    const told = {
      event: 'annulled',
      tradeId,
      symbol: 'CEA-2026',
      price: '74.00',
      quantity: '150',
      reason: REASON,
    };
    const [everybody, buyer] = [tape, own].map(({ events }) => events.find(isAnnulled)!.data);
    expect(everybody).toEqual({ ...told, tradingDay: expect.any(String), at: expect.any(String) });
    expect(buyer).toMatchObject({ ...told, accountId: b, side: 'buy' });
    // The ticker that follows counts it no more.
    expect(tape.events.at(-1)!.data).toMatchObject({ volume: '0', trades: 0 });

    const why = done(await venue.get('plant-a', `explanations/trades/${tradeId}`)).body;
    expect(why.agrees).toBe(true);
    expect(why.steps.at(-1)).toMatchObject({
      reckoning: REASON,
      inputs: { state: 'ANNULLED', proposal: proposal.proposalId, quantity: '150', value: '11100.00' },
      result: 'ANNULLED',
    });
    const { proposedBy, signedBy } = why.steps.at(-1).inputs;
    expect(proposedBy).not.toBe(signedBy);
    expect(why.steps.map(({ inputs }: { inputs: { state?: string } }) => inputs.state)).not.toContain(
      'SETTLED',
    );

    for (const plant of ['plant-a', 'plant-b'])
      expect(done(await venue.get(plant, 'trades')).body.items[0]).toMatchObject({
        tradeId,
        state: 'ANNULLED',
        quantity: '150',
      });
    const { items } = done(await venue.get(null, 'instruments/CEA-2026/trades')).body;
    expect(items[0]).toMatchObject({ tradeId, annulled: true, price: '74.00' });
    const ticker = done(await venue.get(null, 'instruments/CEA-2026/ticker')).body;
    expect(ticker).toMatchObject({ volume: '0', value: '0.00', trades: 0 });
    expect(done(await venue.get(null, 'instruments/CEA-2026/candles')).body.items).toEqual([]);

    expect((await annul(tradeId)).body.code).toBe('clearing.trade_already_annulled');
    await venue.agreed('exchange', ['approver'], 'resumptions', { symbol: null, reason: 'repaired' });
  });

  it('is refused for a trade that never was, and to whoever may not ask', async () => {
    expect(await annul('trd_nonsense')).toMatchObject({
      status: 404,
      body: { code: 'clearing.trade_unknown' },
    });
    const tradeId = await traded('10');
    for (const login of ['plant-a', 'plant-a-manager', 'approver', 'clearing1'])
      expect((await annul(tradeId, login)).status).toBe(403);
    expect((await venue.post('exchange', `trades/${tradeId}/annul`, {})).status).toBe(422);
  });

  it('finds the serial numbers of a trade by an index, however many have moved', async () => {
    const client = await app.database.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('SET LOCAL enable_seqscan = off');
      const { rows } = await client.query(
        `EXPLAIN SELECT * FROM serial_moves WHERE venue_no = 1 AND cause = 'trade' AND cause_no = 1`,
      );
      expect(JSON.stringify(rows)).toContain('serial_moves_by_cause');
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });

  it('keeps every promise of the venue', async () => {
    const { verdicts } = await checkVenue(app.database.pool, 'demo');
    expect(verdicts.filter(({ broken }) => broken.length > 0)).toEqual([]);
    expect(verdicts.find(({ id }) => id === 'I10 mirror')).toMatchObject({ checked: 1 });
  });
});
