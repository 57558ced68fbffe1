import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { shippedPack } from '../../src/rules/index.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { done, VenueClient } from './venue-client.js';

let app: TestApp;
let venue: VenueClient;
beforeAll(async () => {
  app = await startTestApp();
  venue = new VenueClient(app);
});
afterAll(() => app?.close());

type Pack = { keys: Record<string, { value: unknown }> } & Record<string, unknown>;

function nextPack(change: (pack: Pack) => unknown = () => undefined): Pack {
  const pack = {
    ...(shippedPack('demo') as object),
    version: '2',
    effectiveFrom: '2099-01-01',
  } as unknown as Pack;
  const copy = structuredClone(pack);
  change(copy);
  return copy;
}

const code = async (
  asked: Promise<{ status: number; body: { code: string } }>,
): Promise<[number, string]> => {
  const { status, body } = await asked;
  return [status, body.code];
};

describe('a pack at the doors', () => {
  it('is drafted, compared, published under four eyes and shown with its hash and its hands', async () => {
    const pack = nextPack((copy) => (copy.keys['fee.listed.buy'].value = 8));
    const drafted = done(await venue.post('exchange', 'rule-pack-drafts', { pack, note: 'new tariff' })).body;
    expect(drafted).toMatchObject({ pack: 'demo@2', state: 'OPEN' });
    const { draftId } = drafted;
    expect(done(await venue.get('approver', `rule-pack-drafts/${draftId}`)).body).toMatchObject({
      note: 'new tariff',
      file: pack,
    });
    const { body: changes } = done(await venue.get('auditor', `rule-pack-drafts/${draftId}/changes`));
    expect(changes).toMatchObject({ day: '2099-01-01', against: 'demo@1' });
    expect(changes.changes).toContainEqual(
      expect.objectContaining({ what: 'fee.listed.buy', kind: 'changed', parts: ['value'] }),
    );
    const published = await venue.agreed('exchange', ['approver'], 'rule-packs', {
      draftId,
      reason: 'tariff',
    });
    expect(published.body).toMatchObject({ state: 'EXECUTED', result: { pack: 'demo@2' } });

    const { items } = done(await venue.get(null, 'rule-packs?name=demo')).body;
    expect(items.map((item: Pack) => [item.version, item.status])).toEqual([
      ['1', 'IN_FORCE'],
      ['2', 'PUBLISHED'],
    ]);
    const [first, second] = items;
    expect(first).toMatchObject({ proposedBy: null });
    expect(second.packHash).toBe(drafted.packHash);
    expect(second.proposedBy).not.toBe(second.approvedBy);
    const later = done(await venue.get(null, `rule-packs/${first.rulePackId}?day=2099-01-01`)).body;
    expect(later.status).toBe('SUPERSEDED');
    const { items: drafts } = done(await venue.get('issuer', 'rule-pack-drafts?state=PUBLISHED')).body;
    expect(drafts).toMatchObject([{ draftId, rulePackId: second.rulePackId }]);
    expect(await code(venue.post('exchange', 'rule-packs', { draftId }))).toEqual([
      409,
      'rules.version_exists',
    ]);
    expect(await code(venue.post('exchange', `rule-pack-drafts/${draftId}/discard`))).toEqual([
      409,
      'rules.draft_finished',
    ]);
  });

  it('is held against the venue’s own past by a worker, which tells what would have differed', async () => {
    const accountOf = async (login: string): Promise<string> =>
      done(await venue.get(login, 'accounts')).body.items[0].accountId;
    const [a, b] = [await accountOf('plant-a'), await accountOf('plant-b')];
    await venue.allocate('CEA-2026', [{ accountId: a, quantity: '1000' }], '1000000');
    const order = { symbol: 'CEA-2026', price: '80.00', quantity: '100' };
    done(await venue.post('plant-a', 'orders', { ...order, accountId: a, side: 'sell' }));
    const bought = done(await venue.post('plant-b', 'orders', { ...order, accountId: b, side: 'buy' })).body;
    const { tradingDay: day } = done(await venue.get(null, 'sessions/current')).body;

    const pack = nextPack((copy) => {
      copy.version = 'narrow';
      copy.keys['band.pct.listed'].value = 500;
    });
    const { draftId } = done(await venue.post('exchange', 'rule-pack-drafts', { pack })).body;
    const runs = `rule-pack-drafts/${draftId}/dry-runs`;
    const asked = done(await venue.post('approver', runs, { from: day, to: day }));
    expect([asked.status, asked.body.state]).toEqual([202, 'WAITING']);
    const finished = async (dryRunId: string): Promise<Pack> => {
      for (let tries = 0; tries < 400; tries++) {
        const { body } = done(await venue.get('auditor', `${runs}/${dryRunId}`));
        if (body.state === 'DONE' || body.state === 'FAILED') return body;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error('the dry run did not end in 20 s');
    };
    const { state, report } = await finished(asked.body.dryRunId);
    expect(state).toBe('DONE');
    expect(report).toMatchObject({
      instruments: expect.arrayContaining(['CEA-2026']),
      was: { trades: 1, value: '8000.00' },
      will: { trades: 0, value: '0.00' },
      decisions: {
        count: 2,
        shown: [
          { kind: 'place-order', was: 'accepted', will: 'market.price_out_of_band' },
          { accountId: b, rule: 'demo@narrow band.pct.listed' },
        ],
      },
      trades: { count: 1, shown: [{ buyOrderId: bought.orderId, was: { price: '80.00' }, will: null }] },
      amounts: {
        shown: expect.arrayContaining([
          { accountId: b, asset: 'CEA-2026', was: '100', will: '0', moved: '-100' },
        ]),
      },
    });
    const empty = done(await venue.post('exchange', runs, { from: '2001-01-01', to: '2001-01-02' })).body;
    expect(await finished(empty.dryRunId)).toMatchObject({ state: 'FAILED', error: 'rules.dry_run_empty' });
    expect(done(await venue.get('issuer', runs)).body.items).toHaveLength(2);
    expect(await code(venue.get('issuer', `${runs}/nothing`))).toEqual([404, 'rules.unknown_dry_run']);
    expect(await code(venue.post('exchange', runs, { from: day, to: '2001-01-02' }))).toEqual([
      422,
      'http.invalid_request',
    ]);
  });

  it('may be given up', async () => {
    const { draftId } = done(
      await venue.post('exchange', 'rule-pack-drafts', { pack: nextPack((copy) => (copy.version = '9')) }),
    ).body;
    expect(done(await venue.post('exchange', `rule-pack-drafts/${draftId}/discard`)).body.state).toBe(
      'DISCARDED',
    );
    expect(await code(venue.post('exchange', 'rule-packs', { draftId }))).toEqual([
      409,
      'rules.draft_finished',
    ]);
  });

  it('is refused with a report that names every fault', async () => {
    const broken = nextPack((copy) => {
      copy.keys.tick.value = 0;
      copy.keys['band.pct.listd'] = { value: 1 };
    });
    const { status, body } = await venue.post('exchange', 'rule-pack-drafts', { pack: broken });
    expect([status, body.code]).toEqual([422, 'rules.invalid_pack']);
    expect(body.detail).toMatch(/keys → tick → value: .*\n.*band\.pct\.listd/s);
    expect(await code(venue.post('exchange', 'rule-pack-drafts', { pack: { half: 0.5 } }))).toEqual([
      422,
      'rules.invalid_pack',
    ]);
    expect(await code(venue.post('exchange', 'rule-packs', {}))).toEqual([422, 'http.invalid_request']);
    expect(await code(venue.get('exchange', 'rule-pack-drafts/nothing'))).toEqual([
      404,
      'rules.unknown_draft',
    ]);
    expect(await code(venue.post('exchange', 'rule-packs', { draftId: 'nothing' }))).toEqual([
      404,
      'rules.unknown_draft',
    ]);
  });

  it('has its JSON Schema served to everyone', async () => {
    const { status, body } = await request(app.address).get('/api/v1/rule-pack-schema');
    expect(status).toBe(200);
    expect(body.properties.keys.properties['penalty.deduct'].properties.effectiveTo).toEqual({
      $ref: '#/$defs/day',
    });
  });
});
