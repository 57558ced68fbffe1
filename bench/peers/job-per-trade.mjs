/**
 * The peer of settlement: a BullMQ job for every trade, on the same PostgreSQL, each job one ordinary transaction that
 * locks the trade, moves both legs between balances, writes four ledger entries and marks the trade settled.
 */
import { createPostgresBackend, Queue, setDefaultBackendFactory, Worker } from 'bullmq';
import pg from 'pg';
import { answering } from '../lib/answering.js';

const ACCOUNTS = 1_000;
const CONCURRENCY = 16;
const BULK = 1_000;
const [CASH, GOODS] = [0, 1];
const { PEER_DATABASE_URL } = process.env;

const pool = new pg.Pool({ connectionString: PEER_DATABASE_URL, max: CONCURRENCY });
pool.on('error', () => undefined);
setDefaultBackendFactory(createPostgresBackend);
const connection = { connectionString: PEER_DATABASE_URL, migrate: true, max: CONCURRENCY / 2 };
let rounds = 0;

answering({ prepare, settle, check });

async function prepare() {
  await pool.query(`
    CREATE SCHEMA peer;
    CREATE TABLE peer.balances (account_id int, asset int, posted bigint NOT NULL, PRIMARY KEY (account_id, asset));
    CREATE TABLE peer.trades (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, buyer int NOT NULL, seller int NOT NULL,
      quantity bigint NOT NULL, value bigint NOT NULL, settled_at timestamptz);
    CREATE TABLE peer.ledger (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, trade_id bigint NOT NULL,
      account_id int NOT NULL, asset int NOT NULL, amount bigint NOT NULL);
    CREATE INDEX ON peer.ledger (account_id, asset);
    INSERT INTO peer.balances SELECT a, s, 1000000000000 FROM generate_series(1, ${ACCOUNTS}) a, generate_series(0, 1) s;`);
}

/** Makes so many trades, then settles them: giving the jobs to the queue is part of the work. */
async function settle({ trades }) {
  const { rows } = await pool.query(
    `INSERT INTO peer.trades (buyer, seller, quantity, value)
     SELECT 1 + 2 * (g % ($2::int / 2)), 2 + 2 * (g * 7 % ($2::int / 2)), 10, 100000 FROM generate_series(1, $1::int) g RETURNING id`,
    [trades, ACCOUNTS],
  );
  const name = `settlement-${++rounds}`;
  const queue = new Queue(name, { connection, defaultJobOptions: { removeOnComplete: true } });
  await queue.waitUntilReady();
  const begun = performance.now();
  for (let from = 0; from < trades; from += BULK)
    await queue.addBulk(rows.slice(from, from + BULK).map(({ id }) => ({ name: 'settle', data: { id } })));
  let done = 0;
  let worker;
  await new Promise((resolve, reject) => {
    worker = new Worker(name, ({ data }) => settleTrade(data.id), { connection, concurrency: CONCURRENCY });
    worker.on('error', () => undefined);
    worker.on('completed', () => ++done === trades && resolve());
    worker.on('failed', (_job, error) => reject(error));
  });
  const seconds = (performance.now() - begun) / 1_000;
  await worker.close();
  await queue.close();
  return { seconds, settled: trades };
}

async function settleTrade(id) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const { rows } = await client.query(
      'SELECT * FROM peer.trades WHERE id = $1 AND settled_at IS NULL FOR UPDATE',
      [id],
    );
    if (rows.length === 1) await deliver(client, rows[0]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

async function deliver(client, { id, buyer, seller, quantity, value }) {
  const legs = [
    { account: seller, asset: GOODS, amount: -quantity },
    { account: buyer, asset: GOODS, amount: Number(quantity) },
    { account: buyer, asset: CASH, amount: -value },
    { account: seller, asset: CASH, amount: Number(value) },
  ];
  // Locks in one order for everybody, or two trades wait for each other.
  for (const { account, asset, amount } of legs.toSorted(
    (a, b) => a.account - b.account || a.asset - b.asset,
  ))
    await client.query('UPDATE peer.balances SET posted = posted + $3 WHERE account_id = $1 AND asset = $2', [
      account,
      asset,
      amount,
    ]);
  await client.query(
    `INSERT INTO peer.ledger (trade_id, account_id, asset, amount)
     SELECT $1, u.* FROM unnest($2::int[], $3::int[], $4::bigint[]) AS u`,
    [
      id,
      legs.map(({ account }) => account),
      legs.map(({ asset }) => asset),
      legs.map(({ amount }) => amount),
    ],
  );
  await client.query('UPDATE peer.trades SET settled_at = now() WHERE id = $1', [id]);
}

async function check() {
  const { rows } = await pool.query(
    `SELECT (SELECT count(*) FROM peer.trades WHERE settled_at IS NULL)::int AS unsettled,
            (SELECT coalesce(sum(abs(off)), 0) FROM (SELECT sum(amount) AS off FROM peer.ledger GROUP BY asset) s)::int AS off,
            (SELECT count(*) FROM peer.ledger)::int AS entries`,
  );
  return rows[0];
}
