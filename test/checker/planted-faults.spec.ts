import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { GENESIS_HASH, sealBatch } from '../../src/audit/index.js';
import {
  checkOffice,
  checkOfficeLog,
  checkOfficeTrail,
  checkThisMoment,
  checkVenue,
} from '../../src/checker/check-venue.js';
import { PROJECTED_TABLES } from '../../src/checker/rebuild.js';
import { TABLE_INVARIANTS } from '../../src/checker/table-invariants.js';
import { LogKeeper } from '../../src/proof/index.js';
import { shippedPack } from '../../src/rules/index.js';
import { AUCTION_FAULTS } from './auction-faults.js';
import { REGISTRY_FAULTS } from './registry-faults.js';
import { TRAIL_FAULTS } from './trail-faults.js';
import { TrailIndexer } from '../../src/trail/jobs/trail-indexer.js';
import { ManualClock } from '../../src/platform/clock.js';
import { KEYS, MINUTE, SEEDS } from '../support/auction-house.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { DAY_FAULTS, DAY_TABLES } from './reconciliation-faults.js';
import { PermitStory } from '../support/permit-story.js';
import { createSlowInstrument, CustodyObjects } from '../api/custody-objects.js';
import { aBidding, done, VenueClient } from '../api/venue-client.js';
import { BANKING_FAULTS, bankDay, BREAK_BANK_WALLS } from './banking-faults.js';

const clock = new ManualClock(Date.now() * 1_000);

const BREAK_WALLS = `
  ALTER TABLE balances DROP CONSTRAINT no_overdraft;
  ALTER TABLE orders DROP CONSTRAINT nothing_of_an_order_is_lost, DROP CONSTRAINT a_finished_order_holds_nothing;
  DROP TRIGGER one_holder_a_serial ON serial_blocks;
  DROP TRIGGER one_holder_a_serial_changed ON serial_blocks;
  ALTER TABLE trades DROP CONSTRAINT value_is_price_times_quantity, DROP CONSTRAINT nobody_trades_with_himself;
  ALTER TABLE caps DROP CONSTRAINT IF EXISTS caps_check; ALTER TABLE allocation_batches DROP CONSTRAINT batch_four_eyes;
  ALTER TABLE permit_rights DROP CONSTRAINT no_right_is_promised_twice;
  ALTER TABLE delayed_transfers DROP CONSTRAINT IF EXISTS nothing_leaves_before_its_time;
  ALTER TABLE permit_transfers DROP CONSTRAINT transfer_four_eyes;`;

/** What a careless or malicious superuser might do, and the promise that must notice it. */
/** What has no rows in this venue, so that a row is invented instead. */
const UNUSED_HERE: readonly string[] = [
  ...['instrument_days', 'call_auctions', 'interventions', 'allocation_deductions'],
  ...DAY_TABLES,
  'holding_statements',
];

const FAULTS: readonly (readonly [string, string, string])[] = [
  [
    'I1',
    'a unit appears from nowhere',
    `UPDATE balances SET posted = posted + 1 WHERE account_no >= 100 AND asset_no = 1 AND posted > 0`,
  ],
  [
    'I2',
    'a fen appears from nowhere',
    `UPDATE balances SET posted = posted + 1 WHERE account_no = 100 AND asset_no = 0`,
  ],
  [
    'I3',
    'one leg of an entry is changed',
    `UPDATE ledger_postings SET amounts[1] = amounts[1] + 1 WHERE cause = 'trade'`,
  ],
  [
    'I4',
    'a balance moves without an entry',
    `UPDATE balances SET posted = posted + CASE account_no WHEN 100 THEN -1 ELSE 1 END WHERE asset_no = 0 AND account_no IN (100, 101)`,
  ],
  [
    'I5',
    'a balance is overdrawn',
    `UPDATE balances SET frozen = 1000000000000 WHERE account_no = 100 AND asset_no = 0`,
  ],
  ['I6', 'a hold is forgotten', `UPDATE balances SET held = 0 WHERE held > 0`],
  [
    'I7',
    'an order loses part of its quantity',
    `UPDATE orders SET remaining = remaining + 1 WHERE status = 'OPEN'`,
  ],
  ['I8', 'a trade is given to its own seller', `UPDATE trades SET buyer = seller`],
  [
    'I9',
    'a resting bid is lifted above the ask',
    `UPDATE orders SET price = 9000 WHERE side = 'buy' AND status = 'OPEN'`,
  ],
  [
    'I10',
    'a settlement is claimed that never was',
    `INSERT INTO settlements SELECT venue_no, max(trade_no) + 1, 1, 1 FROM trades GROUP BY 1`,
  ],
  ...BANKING_FAULTS,
  ['B1', 'a block trades what nobody confirmed', `UPDATE block_negotiations SET price = price + 1`],
  ['B2', 'a better bid is passed over', `UPDATE one_way_bidders SET price = price + 10 WHERE state = 'LOST'`],
  ['I6', 'a deposit is forgotten', `UPDATE one_way_bidders SET deposit = 0 WHERE deposit > 0`],
  [
    'I10 mirror',
    'an annulment gives back a fen too little',
    `UPDATE ledger_postings SET amounts[3] = amounts[3] + sign(amounts[3]), amounts[4] = amounts[4] + sign(amounts[4]) WHERE cause = 'annulment'`,
  ],
  [
    'I10 mirror',
    'an annulment gives back other serials',
    `UPDATE serial_moves SET first_serial = first_serial + 1, last_serial = last_serial + 1, fork_serial = last_serial + 1 WHERE cause = 'annulment'`,
  ],
  [
    'I10 mirror',
    'an annulment nobody signed',
    `UPDATE proposals SET state = 'RETURNED' WHERE action = 'annul-trade'`,
  ],
  [
    'I10 mirror',
    'an annulment without its entries',
    `INSERT INTO annulments SELECT venue_no, 1, proposal_no, seq, at, reason FROM annulments`,
  ],
  [
    'K1',
    'an order is open under a kill switch',
    `UPDATE kill_switches SET released_at = NULL, released_by = NULL, release_proposal = NULL`,
  ],
  [
    'K1',
    'a block is wished for under a kill switch',
    `UPDATE kill_switches SET released_at = NULL, released_by = NULL, release_proposal = NULL, instrument_no = 999;
     UPDATE block_intents SET instrument_no = 999, state = 'INTENT'`,
  ],
  [
    'K1',
    'a bid stands under a kill switch on its bidder',
    `UPDATE kill_switches SET released_at = NULL, released_by = NULL, release_proposal = NULL, instrument_no = 999,
       org = (SELECT a.org FROM one_way_bidders JOIN one_way_biddings b USING (venue_no, bidding_no) JOIN accounts a
         ON a.venue_no = one_way_bidders.venue_no AND a.account_no = one_way_bidders.account_no WHERE b.state = 'OPEN' LIMIT 1);
     UPDATE one_way_biddings SET instrument_no = 999;
     UPDATE one_way_bidders SET state = 'BID'`,
  ],
  ['K1', 'a kill switch is released by one person', `UPDATE kill_switches SET release_proposal = 1`],
  [
    'I11',
    'a record of the journal is edited',
    `UPDATE journal_batches SET payload = convert_to(replace(convert_from(payload, 'UTF8'), '"price":7400', '"price":7401'), 'UTF8')`,
  ],
  [
    'I11',
    'the last batch is cut off',
    `DELETE FROM journal_batches WHERE last_seq = (SELECT max(last_seq) FROM journal_batches)`,
  ],
  [
    'I16',
    'a hash of the log is another',
    `UPDATE log_tiles SET hashes = sha256(hashes) || substr(hashes, 33) WHERE log_no = 1 AND level = 0 AND tile_no = 0`,
  ],
  [
    'I16',
    'a record under the log is edited',
    `UPDATE journal_batches SET payload = convert_to(replace(convert_from(payload, 'UTF8'), '"price":7400', '"price":7401'), 'UTF8')`,
  ],
  [
    'I16',
    'a checkpoint in between is taken away',
    `DELETE FROM log_checkpoints WHERE log_no = 1 AND checkpoint_no = 1`,
  ],
  [
    'I16',
    'a checkpoint is signed by nobody',
    `UPDATE log_checkpoints SET note = replace(note, '=', 'A') WHERE log_no = 1`,
  ],
  [
    'I16',
    'the log and its checkpoints are cut off',
    `UPDATE journal_batches SET committed_at = committed_at - interval '1 hour'; DELETE FROM log_checkpoints WHERE log_no = 1;
     DELETE FROM log_tiles WHERE log_no = 1; UPDATE merkle_logs SET size = 0, journal_hash = decode(repeat('00', 32), 'hex') WHERE log_no = 1`,
  ],
  [
    'I13',
    'a snapshot is not the state',
    `INSERT INTO venue_snapshots SELECT venue_no, last_seq, head_hash, 'beef', '' FROM venues`,
  ],
  ['I17', 'more is issued than the cap', `UPDATE caps SET cap_limit = 1 WHERE issued > 1`],
  ['I18', 'a batch is approved by its maker', `UPDATE allocation_batches SET approved_by = drafted_by`],
  [
    'R1',
    'a pack is rewritten after it was signed',
    `UPDATE rule_packs SET body = body || '{"jurisdiction": "X"}' WHERE pack_no = 2`,
  ],
  ['R1', 'a pack nobody signed', `UPDATE rule_packs SET proposal_no = NULL WHERE pack_no = 2`],
  [
    'I19',
    'a trade is left unsettled for an hour',
    `DELETE FROM settlements; UPDATE trades SET at = at - 3600000000`,
  ],
  ['S1', 'two accounts hold one serial', `UPDATE serial_blocks SET last_serial = last_serial + 1`],
  [
    'S2',
    'serials do not add up to the title',
    `UPDATE serial_blocks SET account_no = 6 WHERE account_no = 100`,
  ],
  [
    'P1',
    'a right grows without units',
    `UPDATE permit_rights SET quantity = quantity + 1000000 WHERE right_no = 1`,
  ],
  ['P1', 'the reserve loses stock', `UPDATE permit_rights SET quantity = quantity - 1 WHERE plant_no = 0`],
  ['P2', 'a cap moves without an entry', `UPDATE permit_caps SET amount = amount + 1`],
  [
    'P2',
    'a district has more rights than its cap',
    `UPDATE permit_rights SET district_no = 99 WHERE right_no = 1`,
  ],
  ['P3', 'a pledge is forgotten', `UPDATE permit_rights SET pledged = 0 WHERE pledged > 0`],
  ['P3', 'a pledged right is sold', `UPDATE permit_rights SET quantity = 0 WHERE pledged > 0`],
  [
    'P4',
    'a deposit is shown as given back that was not',
    `UPDATE permit_bidders SET deposit = 'RETURNED' WHERE deposit = 'HELD'`,
  ],
  [
    'P5',
    'an application is decided by its reviewer',
    `UPDATE permit_transfers SET reviewed_by = 'x', decided_by = 'x'`,
  ],
  [
    'P6',
    'a certificate is written twice',
    `INSERT INTO permit_transfers SELECT (jsonb_populate_record(t, '{"transfer_no": 99}')).* FROM permit_transfers t WHERE certificate <> ''`,
  ],
  ['C1 tables', 'a surrender is forgotten', `DELETE FROM surrenders`],
  [
    'C4 tables',
    'a transfer is said to have left before its time',
    `UPDATE delayed_transfers SET state = 'EXECUTED', ended_at = due_at - 1`,
  ],
  ...TRAIL_FAULTS,
  ['S3', 'the history of a serial is shortened', `DELETE FROM serial_moves WHERE cause = 'trade'`],
  ...AUCTION_FAULTS,
  [
    'I12 instrument_days',
    'a close is invented',
    `INSERT INTO instrument_days VALUES (1, 1, '2026-01-05', 1, 1, 1, 1, 1, 1, 1, 1)`,
  ],
  [
    'I12 call_auctions',
    'a call is invented',
    `INSERT INTO call_auctions VALUES (1, 1, 1, 1, 2, NULL, 0, 0, 0, 'opening', 'GATHERING')`,
  ],
  [
    'I12 interventions',
    'an intervention is invented',
    `INSERT INTO interventions VALUES (1, 1, '2026-01-05', 16000, 15000, 10, 1, 'CEILING')`,
  ],
  ...REGISTRY_FAULTS,
  ...DAY_FAULTS,
  [
    'I12 holding_statements',
    'holdings are stated that nobody published',
    `INSERT INTO holding_statements VALUES (1, '2026-01-05', 0, 1, 2, 1, 100, 0, 100, 8, repeat('0', 64))`,
  ],
  [
    'H1',
    'what an account had is kept otherwise than it was stated',
    `WITH kept AS (INSERT INTO holding_titles SELECT 1, '2026-01-05', v.last_seq, b.asset_no, string_agg(int8send(b.account_no) || int8send(b.posted + 1), ''::bytea ORDER BY b.account_no)
       FROM balances b JOIN venues v ON v.venue_no = 1 WHERE b.venue_no = 1 AND b.asset_no = 1 AND b.posted > 0 AND b.account_no > 4 GROUP BY 3, 4 RETURNING at_seq, asset_no)
     INSERT INTO holding_statements SELECT 1, '2026-01-05', asset_no, at_seq, at_seq + 1, 1, 100, 0, 100, 8, repeat('0', 64) FROM kept`,
  ],
  ...PROJECTED_TABLES.filter((table) => !UNUSED_HERE.includes(table)).map(
    (table): [string, string, string] => [
      `I12 ${table}`,
      `rows of ${table} are deleted`,
      `DELETE FROM ${table}`,
    ],
  ),
];

describe('the checker', () => {
  let app: TestApp;
  let superuser: pg.Pool;
  beforeAll(async () => {
    app = await startTestApp({ clock });
    superuser = new pg.Pool({ connectionString: app.database.ownerUrl, max: 2 });
    superuser.on('error', () => undefined);
    await trade(app);
    const logs = app.app.get(LogKeeper, { strict: false });
    await logs.checkpoint(1);
    await permits(app);
    await auction(app);
    await custody(app);
    await bankDay(new VenueClient(app));
    await logs.checkpoint(1);
    await logs.checkpoint(0);
    await app.app.get(TrailIndexer, { strict: false }).look(true);
    await superuser.query(BREAK_WALLS + BREAK_BANK_WALLS);
  });
  afterAll(async () => {
    await superuser?.end();
    await app?.close();
  });

  it('finds nothing wrong in a venue that issued, traded and settled', async () => {
    const report = await checkVenue(app.database.pool, 'demo');
    expect(report.verdicts.filter(({ ok }) => !ok)).toEqual([]);
    const looked = Object.fromEntries(report.verdicts.map(({ id, checked }) => [id, checked]));
    for (const id of [
      'B1',
      'B2',
      'M1',
      'M2',
      'M3',
      'M4',
      'M5',
      'I1',
      'I4',
      'I6',
      'I7',
      'I8',
      'I10',
      'I10 mirror',
      'I11',
      'I16',
      'I17',
      'I18',
      'S1',
      'S2',
      'S3',
      'P1',
      'P4',
      'P6',
      'K1',
      'A1',
      'A5 result',
      'C1 tables',
      'C4 tables',
      'T1',
    ])
      expect(looked[id]).toBeGreaterThan(0);
    expect((await checkOffice(app.database.pool)).ok).toBe(true);
    expect((await checkOfficeLog(app.database.pool)).ok).toBe(true);
    expect(await checkOfficeTrail(app.database.pool)).toMatchObject({ ok: true, broken: [] });
  });

  it.each(FAULTS)('%s notices when %s', async (id, _what, plant) => {
    const client = await superuser.connect();
    try {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
      await client.query(plant);
      const { verdicts } = await checkThisMoment(client, 'demo');
      expect(verdicts.filter(({ ok }) => !ok).map((v) => v.id)).toContain(id);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });

  it('has a planted fault for each of its promises', () => {
    const planted = new Set(FAULTS.map(([id]) => id));
    for (const { id } of TABLE_INVARIANTS) expect(planted).toContain(id);
  });

  it('I16 notices when a record is edited and the whole chain after it hashed again', async () => {
    const client = await superuser.connect();
    try {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
      await rehash(client, (text) => text.replace('"price":7400', '"price":7401'));
      const { verdicts } = await checkThisMoment(client, 'demo');
      const broken = verdicts.find(({ id }) => id === 'I16')!.broken;
      expect(broken[0]).toMatch(/^checkpoint \d+ is not the root of the journal$/);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });

  it('notices an edited office journal', async () => {
    await superuser.query(
      `UPDATE office_journal SET payload = convert_to(replace(convert_from(payload, 'UTF8'), 'person', 'parson'), 'UTF8') WHERE seq = 7`,
    );
    expect((await checkOffice(superuser)).ok).toBe(false);
    expect((await checkOfficeLog(superuser)).ok).toBe(false);
  });
});

/** Units frozen and surrendered, an account trusted, a transfer that waits, and a certificate. */
async function custody(served: TestApp): Promise<void> {
  const venue = new VenueClient(served);
  await createSlowInstrument(served, venue);
  const [a, b] = await Promise.all(
    ['plant-a', 'plant-b'].map(
      async (login) => done(await venue.get(login, 'accounts')).body.items[0].accountId,
    ),
  );
  const objects = new CustodyObjects(venue, 'plant-a', a, b);
  await objects.allocate();
  await objects.trust();
  await objects.delayedTransfer();
  await objects.certificate();
}

/** Every batch of the journal with its text changed, and all hashes worked out again: what a patient owner of the database would do. */
async function rehash(client: pg.PoolClient, change: (text: string) => string): Promise<void> {
  const { rows } = await client.query(
    `SELECT first_seq, last_seq, payload FROM journal_batches WHERE venue_no = 1 ORDER BY last_seq`,
  );
  let head: Buffer = GENESIS_HASH;
  for (const { first_seq, last_seq, payload } of rows) {
    const batch = sealBatch(1, Number(first_seq), head, change((payload as Buffer).toString()).split('\n'));
    head = batch.hash;
    await client.query(
      `UPDATE journal_batches SET prev_hash = $2, root = $3, hash = $4, payload = $5 WHERE venue_no = 1 AND last_seq = $1`,
      [last_seq, batch.prevHash, batch.root, batch.hash, batch.payload],
    );
  }
  await client.query(`UPDATE venues SET head_hash = $1 WHERE venue_no = 1`, [head]);
  await client.query(
    `UPDATE merkle_logs SET journal_hash = (SELECT hash FROM journal_batches j WHERE j.venue_no = log_no AND j.last_seq = size) WHERE log_no = 1`,
  );
}

/** Rights with a reading, a pledge and transfers in escrow and with a certificate. */
async function permits(served: TestApp): Promise<void> {
  const story = await PermitStory.begin(served);
  const reading = { districtNo: story.districtNo, indicator: 'PM2.5', day: '2026-01-01', tenths: 250 };
  await story.agreed('record-reading', { ...reading, targetMet: true });
  await story.pledge('plant-a');
  for (const state of ['LISTED', 'PAID', 'COMPLETED'] as const) await story.transferIn(state, 'plant-b');
}

/**
 * A rule pack drafted and published; 1,000 t issued to plant A, 150 t sold to plant B in the book, 100 t as a block and 10 t
 * by bidding, all settled; 5 t sold and taken back; orders and a bidding left.
 */
async function trade(served: TestApp): Promise<void> {
  const venue = new VenueClient(served);
  const accountOf = async (login: string): Promise<string> =>
    done(await venue.get(login, 'accounts')).body.items[0].accountId;
  const [a, b] = [await accountOf('plant-a'), await accountOf('plant-b')];
  await venue.allocate('CEA-2026', [{ accountId: a, quantity: '1000' }], '1000000');
  const order = (accountId: string, side: string, price: string, quantity: string) => ({
    accountId,
    symbol: 'CEA-2026',
    side,
    price,
    quantity,
  });
  const pack = { ...(shippedPack('demo') as object), version: '2', effectiveFrom: '2099-01-01' };
  const { draftId } = done(await venue.post('exchange', 'rule-pack-drafts', { pack })).body;
  await venue.agreed('exchange', ['approver'], 'rule-packs', { draftId });
  const barred = { symbol: 'CEA-2026', reason: 'a drill' };
  const { killSwitch } = done(await venue.post('exchange', 'kill-switches', barred)).body;
  await venue.agreed('exchange', ['approver'], `kill-switches/${killSwitch}/release`, { reason: 'over' });
  done(await venue.post('plant-a', 'orders', order(a, 'sell', '74.00', '400')));
  done(await venue.post('plant-b', 'orders', order(b, 'buy', '75.00', '150')));
  done(await venue.post('plant-b', 'orders', order(b, 'buy', '73.00', '10')));
  const { intentId } = done(
    await venue.post('plant-a', 'block-intents', order(a, 'sell', '74.00', '100')),
  ).body;
  const answered = done(await venue.post('plant-b', 'block-negotiations', { intentId, accountId: b }));
  for (const login of ['plant-a', 'plant-b'])
    done(
      await venue.post(login, `block-negotiations/${answered.body.negotiationId}/confirm`, { version: 1 }),
    );
  await bidForIt(venue, a, b);
  for (let tries = 0; ; tries++) {
    const { rows } = await served.database.pool.query(`SELECT count(*)::int AS n FROM settlements`);
    if (rows[0].n === 3) break;
    if (tries > 300) throw new Error(`${rows[0].n} trades were settled in 15 s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { fills } = done(await venue.post('plant-b', 'orders', order(b, 'buy', '74.00', '5'))).body;
  await venue.agreed('exchange', ['approver'], `trades/${fills[0].tradeId}/annul`, { reason: 'a fault' });
}

/** Two plants bid for 600 t at different prices; the dearer bid is filled, the other one in part. */
async function auction(served: TestApp): Promise<void> {
  const venue = new VenueClient(served);
  const sellerAccountId = await venue.openSeller('CEA-2026', '1000', '1000000');
  const after = (minutes: number): string =>
    new Date(clock.nowMicros() / 1_000 + minutes * 60_000).toISOString();
  const goods = { symbol: 'CEA-2026', sellerAccountId, supply: '600', reservePrice: '50.00' };
  const auctionId = await venue.announceAuction({
    title: 'A',
    ...goods,
    opensAt: after(5),
    closesAt: after(10),
  });
  clock.advance(5 * MINUTE);
  for (const [login, price] of [['plant-a', '70.00'] as const, ['plant-b', '60.00'] as const]) {
    const { accountId } = done(await venue.get(login, 'accounts')).body.items[0];
    done(await venue.send('put', login, `auctions/${auctionId}/guarantee`, { accountId, amount: '40000' }));
    done(await venue.post(login, `auctions/${auctionId}/bids`, { accountId, price, quantity: '400' }));
  }
  clock.advance(5 * MINUTE);
  for (const [login, part] of [['exchange', 'first'] as const, ['approver', 'second'] as const])
    done(
      await venue.post(login, `auctions/${auctionId}/openings`, {
        privateKey: KEYS[part],
        seed: SEEDS[part],
      }),
    );
  for (const step of ['unsealings', 'clearings'])
    done(await venue.post('exchange', `auctions/${auctionId}/${step}`));
  done(await venue.post('clearing1', `auctions/${auctionId}/settlements`));
}

/** Two biddings of plant A: one is soon awarded, over another account's lower bid, the other goes on. */
async function bidForIt(venue: VenueClient, a: string, b: string): Promise<void> {
  const loser = await venue.openAccount('plant-b-manager', 'Another account of Plant B');
  await venue.agreed('clearing1', ['clearing2'], 'deposits', {
    ...{ accountId: loser, amount: '100000.00', bankReference: 'for the bidding' },
  });
  for (const seconds of [120, 86_400]) {
    await venue.agreed('plant-a', ['exchange'], 'one-way-biddings', aBidding(a, seconds));
    const path = `one-way-biddings/${done(await venue.get(null, 'one-way-biddings')).body.items[0].biddingId}`;
    for (const [accountId, price] of [
      [loser, '70.00'],
      [b, '70.05'],
    ]) {
      done(await venue.post('plant-b', `${path}/registrations`, { accountId, quantity: '10' }));
      done(await venue.post('plant-b', `${path}/bids`, { accountId, price, quantity: '10' }));
    }
    if (seconds === 120) clock.advance(5 * MINUTE);
  }
}
