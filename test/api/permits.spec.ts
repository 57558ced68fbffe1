import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { checkVenue } from '../../src/checker/check-venue.js';
import { ManualClock, SystemClock } from '../../src/platform/clock.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { done, VenueClient } from './venue-client.js';

const MICROS_A_DAY = 86_400_000_000;
const SYMBOL = 'SO2-DEMO-2026';
let app: TestApp;
let clock: ManualClock;
let venue: VenueClient;
let districtId: string;
const plants = new Map<string, string>();
const rights = new Map<string, string>();

const code = ({ status, body }: Response): [number, string] => [status, body.code];
const inMs = (ms: number): string => new Date(Math.floor(clock.micros / 1_000) + ms).toISOString();
const today = (): string => inMs(8 * 3_600_000).slice(0, 10);
const inDays = (days: number): string => inMs(8 * 3_600_000 + days * 86_400_000).slice(0, 10);

beforeAll(async () => {
  clock = new ManualClock(new SystemClock().nowMicros());
  app = await startTestApp({ clock });
  venue = new VenueClient(app);
  const { result } = (await offices('permit-districts', { name: 'Dongchang', city: 'Demo', basin: 'Haihe' }))
    .body;
  ({ districtId } = result);
  await offices(`permit-districts/${districtId}/caps`, { symbol: SYMBOL, quantity: '1000' });
  const lines = [];
  for (const login of ['plant-a', 'plant-b'])
    lines.push({ accountId: await venue.openAccount(`${login}-manager`, `${login} site`), quantity: '100' });
  await venue.allocate(SYMBOL, lines, '1000');
  for (const [i, login] of ['plant-a', 'plant-b'].entries()) {
    const facts = { name: login, sector: 'steel', sourceClass: 'industrial' };
    const site = (await offices('permit-plants', { ...facts, accountId: lines[i].accountId, districtId }))
      .body;
    plants.set(login, site.result.plantId);
    const cash = { accountId: lines[i].accountId, amount: '1000000.00', bankReference: login };
    await venue.agreed('clearing1', ['clearing2'], 'deposits', cash);
  }
  rights.set('plant-a', await registered('plant-a', '100'));
}, 120_000);
afterAll(() => app?.close());

const offices = (path: string, body: object = {}) => venue.agreed('issuer', ['approver'], path, body);

async function registered(login: string, quantity: string): Promise<string> {
  const plantId = plants.get(login)!;
  const right = {
    plantId,
    symbol: SYMBOL,
    quantity,
    origin: 'FREE',
    startDay: today(),
    endDay: inDays(1_000),
  };
  const { rightId } = (await offices('permit-rights', right)).body.result;
  await offices(`permit-plants/${plantId}/standings`, { symbol: SYMBOL, permitted: quantity, need: '10' });
  const measured = { symbol: SYMBOL, quantity: '50', asOf: today() };
  done(await venue.post('issuer', `permit-plants/${plantId}/discharges`, measured));
  return rightId;
}

/** Drafted, submitted, reviewed and decided. */
async function applied(quantity: string, more: object = {}): Promise<{ transferId: string; state: string }> {
  const draft = { rightId: rights.get('plant-a')!, quantity, ground: 'cleaner production', ...more };
  const { transferId } = done(await venue.post('plant-a', 'permit-transfers', draft)).body;
  done(await venue.post('plant-a-manager', `permit-transfers/${transferId}/submit`));
  done(await venue.post('issuer', `permit-transfers/${transferId}/review`));
  return done(await venue.post('approver', `permit-transfers/${transferId}/decide`)).body;
}

const notice = (method: string, price = '26000.00', minutes = 60): object => {
  return { method, price, opensAt: inMs(0), closesAt: inMs(minutes * 60_000) };
};

describe('a permit at the doors', () => {
  it('goes from application to certificate, contract, money and changed permits', async () => {
    const { transferId, state } = await applied('2.000');
    expect(state).toBe('ELIGIBLE');
    expect(done(await venue.get(null, 'permit-notices')).body.items).toEqual([]);
    const listing = `permit-transfers/${transferId}`;
    const listed = done(await venue.post('exchange', `${listing}/listing`, notice('FIXED_PRICE'))).body;
    expect(listed).toMatchObject({ transferId, state: 'LISTED', method: 'FIXED_PRICE', round: 1 });
    const [shown] = done(await venue.get(null, 'permit-notices?state=LISTED')).body.items;
    expect(shown).toMatchObject({
      transferId,
      quantity: '2.000',
      seller: 'plant-a',
      rules: 'demo@1',
      price: '26000.00',
    });

    const buyer = { plantId: plants.get('plant-b')! };
    const bidder = done(await venue.post('plant-b', `permit-listings/${transferId}/bidders`, buyer)).body;
    expect(bidder).toMatchObject({ deposit: 'HELD', ratioBps: 10_000 });
    const won = done(await venue.post('plant-b', `permit-offers/${transferId}/take`, buyer)).body;
    expect(won).toMatchObject({ state: 'TRADED', value: '52000.00' });
    const seller = { plantId: plants.get('plant-a')! };
    const contract = `permit-contracts/${transferId}`;
    done(await venue.post('plant-a-manager', `${contract}/signature`, seller));
    const signed = done(await venue.post('plant-b-manager', `${contract}/signature`, buyer)).body;
    expect(signed).toMatchObject({ state: 'CONTRACTED', sellerSigned: true, buyerSigned: true });
    expect(code(await venue.post('plant-a-manager', `${contract}/payment`, seller))).toEqual([
      422,
      'permits.not_the_buyer',
    ]);
    expect(done(await venue.post('plant-b-manager', `${contract}/payment`, buyer)).body).toMatchObject({
      state: 'PAID',
      paid: '52260.00',
    });
    const certified = await venue.agreed('exchange', ['clearing1'], `${listing}/certificate`, {});
    expect(certified.body.result).toMatchObject({ transferId, permitOrder: 'REAPPLY', granted: '2.000' });
    done(await venue.post('issuer', `${listing}/permit-change`));
    expect(done(await venue.post('approver', `${listing}/completion`)).body).toMatchObject({
      state: 'COMPLETED',
      permitted: '2.000',
    });

    const whole = done(await venue.get('plant-b', listing)).body;
    expect(whole).toMatchObject({ state: 'COMPLETED', buyerId: buyer.plantId, replacementRatio: '1.0000' });
    const [mine] = done(await venue.get('plant-b', 'permit-rights')).body.items;
    expect(mine).toMatchObject({ quantity: '2.000', origin: 'PAID', plantId: buyer.plantId });
    const [site] = done(await venue.get('plant-b', 'permit-plants')).body.items;
    expect(site.standings).toMatchObject([{ symbol: SYMBOL, permitted: '2.000', violation: false }]);
    const [district] = done(await venue.get(null, 'permit-districts')).body.items;
    expect(district).toMatchObject({
      districtId,
      caps: [{ symbol: SYMBOL, cap: '1000.000', rights: '100.000' }],
    });
    const result = done(await venue.get(null, 'permit-notices')).body.items[0];
    expect(result).toMatchObject({ state: 'COMPLETED', buyer: 'plant-b', value: '52000.00' });
    expect(result.certificate).toMatch(/^PT-\d{4}-000001$/);
  });

  it('says of an application that is not eligible by which rule, and all the others', async () => {
    // 100 t less 2 t sold; 50 t × 1.05 stay.
    const decided = await applied('45.501');
    expect(decided).toMatchObject({
      state: 'INELIGIBLE',
      refusal: {
        code: 'permits.surplus_not_proven',
        rule: { pack: 'demo@1', key: 'surplus.safetyFactor' },
        data: { sellable: 45_500, asked: 45_501 },
      },
    });
    const { items } = done(
      await venue.get('plant-a', `permit-transfers/${decided.transferId}/findings`),
    ).body;
    expect(items).toHaveLength(13);
    const failed = items.filter(({ passed }: { passed: boolean }) => !passed);
    expect(failed).toMatchObject([{ code: 'permits.surplus_not_proven', overridden: false }]);
    expect(code(await venue.get('plant-b', `permit-transfers/${decided.transferId}`))).toEqual([
      404,
      'permits.unknown_transfer',
    ]);
  });

  it('is sold to the better price, and the clock closes the window', async () => {
    const { transferId } = await applied('1.000');
    done(
      await venue.post(
        'exchange',
        `permit-transfers/${transferId}/listing`,
        notice('BIDDING', '20000.00', 1),
      ),
    );
    const plantId = plants.get('plant-b')!;
    const bids = `permit-listings/${transferId}/bids`;
    expect(code(await venue.post('plant-b', bids, { plantId, price: '26000.00' }))).toEqual([
      422,
      'permits.not_registered',
    ]);
    done(await venue.post('plant-b', `permit-listings/${transferId}/bidders`, { plantId }));
    expect(code(await venue.post('plant-b', bids, { plantId, price: '19999.99' }))).toEqual([
      422,
      'permits.price_below_start',
    ]);
    expect(code(await venue.post('plant-b', bids, { plantId, price: '1.001' }))).toEqual([
      422,
      'permits.price_off_tick',
    ]);
    done(await venue.post('plant-b', bids, { plantId, price: '26000.00' }));
    expect(code(await venue.post('exchange', `permit-transfers/${transferId}/close`))).toEqual([
      422,
      'permits.listing_not_over',
    ]);
    clock.advance(60_000_000);
    await until(async () => {
      const { body } = await venue.get('plant-a', `permit-transfers/${transferId}`);
      return body.state === 'NO_BID';
    });
    expect(code(await venue.post('exchange', `permit-transfers/${transferId}/award-next`))).toEqual([
      409,
      'permits.illegal_transition',
    ]);
    done(await venue.post('exchange', `permit-transfers/${transferId}/relist`));
    expect(code(await venue.post('exchange', `permit-transfers/${transferId}/withdraw`))).toEqual([
      409,
      'permits.illegal_transition',
    ]);
    expect(code(await venue.post('exchange', `permit-transfers/${transferId}/default`))).toEqual([
      409,
      'permits.illegal_transition',
    ]);
    expect(code(await venue.post('issuer', `permit-transfers/${transferId}/void`, { reason: 'x' }))).toEqual([
      409,
      'permits.illegal_transition',
    ]);
  });

  it('answers what a project must buy, with the reading, the limit and the rule', async () => {
    const ask = async (tonnes: string) =>
      done(await venue.get(null, `permit-quota?districtId=${districtId}&symbol=${SYMBOL}&tonnes=${tonnes}`))
        .body;
    expect(await ask('0.1')).toMatchObject({ mustTrade: false, need: '0.000', threshold: '0.100000' });
    expect(await ask('0.1001')).toMatchObject({ mustTrade: true, need: '0.101', replacementRatio: '1.0000' });
    const reading = { indicator: 'PM2.5', day: today(), value: '32.0', targetMet: true };
    await offices(`permit-districts/${districtId}/readings`, reading);
    expect(await ask('12.5')).toMatchObject({
      need: '25.000',
      attained: false,
      judgements: [{ indicator: 'PM2.5', value: '32.0', limit: '30.0', attained: false }],
    });
    const wrong = await venue.post('issuer', `permit-districts/${districtId}/readings`, {
      ...reading,
      value: '32.01',
    });
    expect(code(wrong)).toEqual([422, 'permits.bad_reading']);
  });

  it('asks an exception of a named authority, before it is too late', async () => {
    const draft = { rightId: rights.get('plant-a')!, quantity: '1', ground: 'x', acrossRegions: true };
    const { transferId } = done(await venue.post('plant-a', 'permit-transfers', draft)).body;
    const at = `permit-transfers/${transferId}`;
    const consent = { authority: 'Province', document: 'No. 7' };
    expect(code(await venue.post('issuer', `${at}/upper-approvals`, consent))).toEqual([
      409,
      'permits.too_late_for_exception',
    ]);
    done(await venue.post('plant-a-manager', `${at}/submit`));
    await offices(`${at}/upper-approvals`, consent);
    const why = { authority: 'Bureau', reason: 'river' };
    await offices(`${at}/overrides`, { ...why, code: 'permits.basin_mismatch' });
    expect(
      code(await venue.post('issuer', `${at}/overrides`, { ...why, code: 'permits.encumbered' })),
    ).toEqual([422, 'permits.not_overridable']);
    expect(done(await venue.get('plant-a', at)).body).toMatchObject({
      upperApproval: 'Province: No. 7',
      overrides: [{ code: 'permits.basin_mismatch', authority: 'Bureau' }],
    });
  });

  it('is pledged and lent by its owner, taken into the reserve by the bureau, and released', async () => {
    const rightId = rights.get('plant-a')!;
    const pledge = { creditor: 'Bank', quantity: '5', lastDay: inDays(20), reason: 'loan' };
    const signers = ['plant-a-manager', 'approver'];
    const pledged = await venue.agreed('plant-a', signers, `permit-rights/${rightId}/pledges`, pledge);
    expect(pledged.body.result).toMatchObject({ rank: 1 });
    const lesseeId = plants.get('plant-b')!;
    const lease = { lesseeId, quantity: '5', lastDay: inDays(20), reason: 'idle' };
    const lent = await venue.agreed('plant-a', signers, `permit-rights/${rightId}/leases`, lease);
    const [shown] = done(await venue.get('plant-a', 'permit-rights')).body.items;
    expect(shown).toMatchObject({
      pledged: '5.000',
      leased: '5.000',
      encumbrances: [{ rank: 1 }, { lesseeId }],
    });
    const release = `permit-encumbrances/${lent.body.result.encumbranceId}/release`;
    expect((await offices(release, { reason: 'early' })).body.result).toMatchObject({ state: 'RELEASED' });
    const taking = { rightId, quantity: '3', ground: 'REDUCTION', reason: 'new base' };
    const stock = (await offices('permit-reserve/takings', taking)).body.result;
    expect(done(await venue.get(null, 'permit-reserve')).body.items).toMatchObject([
      { quantity: '3.000', plantId: null },
    ]);
    const releasing = { rightId: stock.rightId, quantity: '1', ground: 'growth' };
    expect((await offices('permit-reserve/releases', releasing)).body.result).toMatchObject({
      transferId: expect.any(String),
    });
    const fund = { amount: '100000.00', bankReference: 'treasury' };
    await venue.agreed('clearing1', ['clearing2'], 'permit-reserve/funds', fund);
    const buying = { rightId, quantity: '1', reason: 'closure' };
    expect(code(await venue.post('issuer', 'permit-reserve/purchases', buying))).toEqual([
      422,
      'permits.right_was_free',
    ]);
    const share = { symbol: SYMBOL, districtId, quantity: '1', endDay: inDays(100), reason: 'share' };
    expect(code(await venue.post('issuer', 'permit-reserve/shares', share))).toEqual([
      422,
      'permits.insufficient_units',
    ]);
    const change = { ultraLow: true, permitUntil: inDays(1_500) };
    await offices(`permit-plants/${plants.get('plant-a')}/changes`, change);
    // A lease and a pledge end by themselves; so do sessions, and so this story is the last.
    clock.advance(22 * MICROS_A_DAY);
    await until(() => app.engine.ask('demo', ({ permits }) => permits.activeEncumbrances().length === 0));
  });

  it('and after all of this every promise holds', async () => {
    const report = await checkVenue(app.database.pool, 'demo');
    expect(report.verdicts.filter(({ ok, id }) => !ok && id !== 'I19')).toEqual([]);
  });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await holds()); tries++) {
    if (tries > 200) throw new Error('it did not happen in 10 s');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
