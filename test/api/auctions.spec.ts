import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';
import { readAuction } from '../../src/auctions/file/auction-file.js';
import { reportOf } from '../../src/auctions/file/auction-report.js';
import { bidCommitment, clearAuction, sealBid } from '../../src/auctions/index.js';
import { checkVenue } from '../../src/checker/check-venue.js';
import { ManualClock } from '../../src/platform/clock.js';
import { SEALED_VERBS } from '../../src/trail/domain/verbs.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { KEYS, MINUTE, promiseOf, SEEDS } from '../support/auction-house.js';
import { readTrail } from '../support/trail-read.js';
import { faultsOf } from './narrowed.js';
import { done, VenueClient } from './venue-client.js';

const SYMBOL = 'CEA-2026';
const clock = new ManualClock(Date.now() * 1_000);
let app: TestApp;
let venue: VenueClient;
let seller: string;
const accounts: Record<string, string> = {};

beforeAll(async () => {
  app = await startTestApp({ clock });
  venue = new VenueClient(app);
  seller = await venue.openSeller(SYMBOL, '100000', '1000000');
  for (const plant of ['plant-a', 'plant-b'])
    accounts[plant] = done(await venue.get(plant, 'accounts')).body.items[0].accountId;
});
afterAll(() => app?.close());

const at = (minutes: number): string => new Date(clock.nowMicros() / 1_000 + minutes * 60_000).toISOString();
const draft = (change: object = {}): object => ({
  ...{ title: 'First auction of 2026', symbol: SYMBOL, sellerAccountId: seller, supply: '10000' },
  ...{ reservePrice: '50.00', lot: '100', opensAt: at(5), closesAt: at(10), ...change },
});
const guarantee = (login: string, auction: string, amount: string): Promise<Response> =>
  venue.send('put', login, `auctions/${auction}/guarantee`, { accountId: accounts[login], amount });
const bid = (login: string, auction: string, change: object, key?: string): Promise<Response> =>
  venue.post(login, `auctions/${auction}/bids`, { accountId: accounts[login], ...change }, key);
const half = (part: 'first' | 'second'): object => ({ privateKey: KEYS[part], seed: SEEDS[part] });
const toOpening = (): void => clock.advance(5 * MINUTE);
const toClose = (): void => clock.advance(5 * MINUTE);

async function opened(auction: string): Promise<void> {
  done(await venue.post('exchange', `auctions/${auction}/openings`, half('first')));
  done(await venue.post('approver', `auctions/${auction}/openings`, half('second')));
  expect(done(await venue.post('exchange', `auctions/${auction}/unsealings`)).body.left).toBe(0);
}
async function cash(login: string): Promise<{ posted: string; held: string }> {
  const { body } = done(await venue.get(login, `holdings?accountId=${accounts[login]}`));
  return body.items.find(({ asset }: { asset: string }) => asset === 'cash');
}

/** What the trail tells this person of who takes part in auctions, and how it ended. */
async function trailOfBidders(login: string): Promise<string[]> {
  const token = await app.tokenOf(login);
  await readTrail(app);
  const told: string[] = [];
  for (const verb of SEALED_VERBS) {
    const answer = await request(app.address)
      .get(`/api/v1/trail?venue=demo&verb=${verb}`)
      .set('Authorization', `Bearer ${token}`);
    for (const { outcome } of done(answer).body.items) told.push(`${verb} ${outcome.code}`);
  }
  return told;
}

describe('an auction over the API', () => {
  it('goes from a draft to delivery, and anybody clears it again from its public file', async () => {
    const money = { a: await cash('plant-a'), b: await cash('plant-b') };
    const auction = await venue.announceAuction(draft());
    const notice = done(await venue.get(null, `auctions/${auction}`)).body;
    expect(notice).toMatchObject({
      state: 'ANNOUNCED',
      notice: { supply: '10000', reservePrice: '50.00', tie: 'RANDOM' },
    });
    expect(notice.openers).toEqual([
      { part: 'first', ...promiseOf('first') },
      { part: 'second', ...promiseOf('second') },
    ]);
    const entered = done(await guarantee('plant-a', auction, '400000.00')).body;
    expect(entered).toMatchObject({
      accountId: accounts['plant-a'],
      bidderNo: 1,
      group: 'G1',
      amount: '400000.00',
    });
    done(await guarantee('plant-b', auction, '600000.00'));
    expect((await cash('plant-a')).held).toBe('400000.00');
    // Told again to its owner, and to nobody else.
    expect(done(await venue.get('plant-a', `auctions/${auction}/guarantees`)).body.items).toEqual([
      {
        ...{ accountId: accounts['plant-a'], bidderNo: 1, group: 'G1', isQualified: expect.any(Boolean) },
        ...{ amount: '400000.00', held: '400000.00' },
      },
    ]);
    expect((await venue.get('approver', `auctions/${auction}/guarantees`)).status).toBe(403);
    toOpening();

    const first = done(await bid('plant-a', auction, { price: '55.00', quantity: '5000' })).body;
    const replaced = await venue.send('put', 'plant-a', `auctions/${auction}/bids/${first.bidId}`, {
      ...{ price: '80.00', quantity: '5000' },
    });
    expect(done(replaced).body.replaces).toBe(first.bidId);
    done(await bid('plant-b', auction, { price: '60.00', quantity: '7000' }));
    const regretted = done(await bid('plant-b', auction, { price: '90.00', quantity: '100' })).body;
    const regret = (): Promise<Response> =>
      venue.send('delete', 'plant-b', `auctions/${auction}/bids/${regretted.bidId}`);
    done(await regret());
    expect((await regret()).body.code).toBe('auctions.unknown_bid');
    // Nor does the trail tell an office who bids, not even by what was refused; a bidder finds its own.
    for (const office of ['auditor', 'approver', 'exchange'])
      expect(await trailOfBidders(office)).toEqual([]);
    expect(await trailOfBidders('plant-a')).toContain('replace-bid accepted');
    // Until the opening nobody reads a price: neither the bidder's own list nor the tables have one.
    const own = done(await venue.get('plant-a', `auctions/${auction}/bids`)).body.items;
    expect(own.map(({ state, price }: { state: string; price?: string }) => [state, price])).toEqual([
      ['REPLACED', undefined],
      ['STANDING', undefined],
    ]);
    expect(done(await venue.get('approver', `auctions/${auction}/bids`)).body.items).toEqual([]);
    const foreign = JSON.stringify(done(await venue.get('plant-b', `auctions/${auction}/bids`)).body);
    expect(foreign).not.toContain(first.bidId);
    const early = await venue.get(null, `auctions/${auction}/commitments`);
    expect([early.status, early.body.code]).toEqual([409, 'auctions.not_closed']);

    toClose();
    await opened(auction);
    expect(await trailOfBidders('auditor')).toEqual(
      expect.arrayContaining(['place-bid accepted', 'withdraw-bid auctions.unknown_bid']),
    );
    const cleared = done(await venue.post('exchange', `auctions/${auction}/clearings`)).body;
    expect(cleared).toMatchObject({ state: 'CLEARED', price: '60.00', sold: '10000', revenue: '600000.00' });
    expect((await cash('plant-b')).held).toBe('300000.00');
    const settled = done(await venue.post('clearing1', `auctions/${auction}/settlements`)).body;
    expect(settled).toMatchObject({ state: 'SETTLED', settled: 2, defaulted: 0, left: 0 });
    expect(await cash('plant-a')).toMatchObject({ posted: less(money.a.posted, 300_000), held: '0.00' });
    expect(await cash('plant-b')).toMatchObject({ posted: less(money.b.posted, 300_000), held: '0.00' });

    const results = done(await venue.get(null, `auctions/${auction}/results`)).body;
    expect(results).toMatchObject({ price: '60.00', offered: '10000', sold: '10000', state: 'SETTLED' });
    expect(results.awards).toEqual([
      { group: 'G1', quantity: '5000', payment: '300000.00', state: 'SETTLED' },
      { group: 'G2', quantity: '5000', payment: '300000.00', state: 'SETTLED' },
    ]);
    const read = readAuction(JSON.stringify(done(await venue.get(null, `auctions/${auction}/file`)).body));
    const report = reportOf(read, clearAuction(read.terms, read.bids, read.limits));
    expect(report).toMatchObject({
      price: '60.00',
      sold: '10000',
      revenue: '600000.00',
      statistics: results.statistics,
    });
    expect(report.awards.map(({ group, quantity }) => [group, quantity])).toEqual([
      ['G1', '5000'],
      ['G2', '5000'],
    ]);
    const bids = done(await venue.get(null, `auctions/${auction}/commitments`)).body.items;
    expect(bids.map(({ state, commitment }: Record<string, string>) => [state, commitment])).toEqual([
      ['REPLACED', first.commitment],
      ['COUNTED', replaced.body.commitment],
      ['COUNTED', expect.any(String)],
      ['WITHDRAWN', regretted.commitment],
    ]);
    expect(bids[1]).toMatchObject({
      bidderNo: 1,
      price: '80.00',
      awarded: '5000',
      nonce: replaced.body.nonce,
    });
  });

  it('takes a bid that the bidder sealed itself, and rejects what cannot be opened', async () => {
    const auction = await venue.announceAuction(draft());
    const { bidderNo } = done(await guarantee('plant-a', auction, '100000.00')).body;
    done(await guarantee('plant-b', auction, '100000.00'));
    toOpening();
    const place = {
      publicKeys: [promiseOf('first').publicKey, promiseOf('second').publicKey] as const,
      bidderNo,
    };
    const secret = { price: 5_100, quantity: 300, nonce: randomBytes(32).toString('hex') };
    const seal = {
      sealed: sealBid(place, secret, randomBytes(32), randomBytes(12)),
      commitment: bidCommitment(place, secret),
    };
    done(await bid('plant-a', auction, seal));
    // A copy of another one's seal opens nowhere else.
    done(await bid('plant-b', auction, seal));
    done(await bid('plant-b', auction, { ...seal, sealed: 'bm90aGluZw' }));
    const huge = { ...secret, quantity: 20_000 };
    done(
      await bid('plant-a', auction, {
        sealed: sealBid(place, huge, randomBytes(32), randomBytes(12)),
        commitment: bidCommitment(place, huge),
      }),
    );
    toClose();
    await opened(auction);
    const bids = done(await venue.get(null, `auctions/${auction}/commitments`)).body.items;
    const sealed = { login: null, list: `auctions/${auction}/commitments`, by: { state: true } } as const;
    expect(await faultsOf(venue, sealed)).toEqual([]);
    expect(bids.map(({ state, fault }: Record<string, string>) => [state, fault])).toEqual([
      ['COUNTED', undefined],
      ['REJECTED', 'SEAL'],
      ['REJECTED', 'SEAL'],
      ['REJECTED', 'SUPPLY'],
    ]);
    const cleared = done(await venue.post('exchange', `auctions/${auction}/clearings`)).body;
    expect(cleared).toMatchObject({ price: '50.00', sold: '300' });
    done(await venue.post('clearing1', `auctions/${auction}/settlements`));
  });

  it('gives the same answer to a request that comes twice', async () => {
    const auction = await venue.announceAuction(draft());
    done(await guarantee('plant-a', auction, '100000.00'));
    toOpening();
    const once = done(await bid('plant-a', auction, { price: '50.00', quantity: '100' }, 'bid-twice')).body;
    const again = done(await bid('plant-a', auction, { price: '50.00', quantity: '100' }, 'bid-twice'));
    expect(again.body).toEqual(once);
    expect(again.headers['idempotent-replayed']).toBe('true');
    await venue.agreed('issuer', ['approver'], `auctions/${auction}/cancellations`, {
      reason: 'a rehearsal',
    });
    expect(done(await venue.get(null, `auctions/${auction}`)).body).toMatchObject({
      state: 'CANCELLED',
      reason: 'a rehearsal',
    });
    expect((await cash('plant-a')).held).toBe('0.00');
  });

  it('refuses at the door what can be told of a bid before the opening', async () => {
    const auction = await venue.announceAuction(draft({ purchaseLimitBps: 3_000 }));
    done(await guarantee('plant-a', auction, '100000.00'));
    const wish = { price: '50.00', quantity: '100' };
    const refusals: [object, string][] = [
      [{ ...wish, quantity: '150' }, 'auctions.bid_off_lot'],
      [{ ...wish, quantity: '0.5' }, 'auctions.bid_off_lot'],
      [{ ...wish, price: '50.005' }, 'auctions.bid_off_tick'],
      [{ quantity: '100' }, 'auctions.bid_without_price'],
      [{ ...wish, price: '49.99' }, 'auctions.bid_below_reserve'],
      [{ ...wish, quantity: '10100' }, 'auctions.bid_too_large'],
      [{ ...wish, quantity: '3100' }, 'auctions.above_purchase_limit'],
      [{ ...wish, quantity: '2100' }, 'auctions.beyond_guarantee'],
      [{ ...wish, sealed: 'x' }, 'auctions.bad_seal'],
      [{ price: '50.00', sealed: 'x' }, 'auctions.bad_seal'],
      [wish, 'auctions.not_open'],
    ];
    for (const [change, code] of refusals)
      expect((await bid('plant-a', auction, change)).body.code).toBe(code);
    expect((await bid('plant-b', auction, wish)).body.code).toBe('auctions.no_guarantee');
    const foreign = await venue.post('plant-b', `auctions/${auction}/bids`, {
      accountId: accounts['plant-a'],
      ...wish,
    });
    expect([foreign.status, foreign.body.code]).toEqual([404, 'auctions.unknown_account']);
    expect((await guarantee('plant-b', auction, '999999999.00')).body.code).toBe(
      'auctions.insufficient_cash',
    );
    expect((await guarantee('plant-b', auction, '0.001')).body.code).toBe('auctions.bad_amount');
    expect((await venue.get(null, `auctions/${auction}/results`)).body.code).toBe('auctions.not_cleared');
    await venue.agreed('issuer', ['approver'], `auctions/${auction}/cancellations`, { reason: 'enough' });
    expect((await bid('plant-a', auction, wish)).body.code).toBe('auctions.finished');
  });

  it('shows drafts to offices only', async () => {
    const { auctionId } = done(await venue.post('issuer', 'auctions', draft())).body;
    expect((await venue.get(null, `auctions/${auctionId}`)).body.code).toBe('auctions.unknown_auction');
    const drafts = done(await venue.get('approver', 'auction-drafts')).body.items;
    expect(drafts).toMatchObject([{ auctionId, state: 'DRAFT', announcedAt: null }]);
    const listed = done(await venue.get(null, 'auctions')).body.items;
    expect(listed.map((item: { auctionId: string }) => item.auctionId)).not.toContain(auctionId);
    const fine = await venue.post('issuer', 'auctions', draft({ reservePrice: '50.001' }));
    expect([fine.status, fine.body.code]).toEqual([422, 'auctions.bad_notice']);
    const nothing = await venue.post('issuer', 'auctions', draft({ symbol: 'NONE' }));
    expect(nothing.body.code).toBe('auctions.unknown_instrument');
  });

  it('and after all of this every promise holds', async () => {
    const report = await checkVenue(app.database.pool, 'demo');
    expect(report.verdicts.filter(({ ok }) => !ok)).toEqual([]);
    const looked = Object.fromEntries(report.verdicts.map(({ id, checked }) => [id, checked]));
    for (const id of ['A1', 'A2', 'A3', 'A4', 'A5 bids', 'A5 result']) expect(looked[id]).toBeGreaterThan(0);
  });
});

function less(money: string, yuan: number): string {
  return `${Number(money.slice(0, -3)) - yuan}${money.slice(-3)}`;
}
