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
