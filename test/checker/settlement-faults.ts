/** Tables that have no rows in the venue of the planted faults, so that a row is invented in each. */
export const SETTLEMENT_TABLES = ['settlement_failures', 'settlement_confirmations', 'settlement_disputes'];

const FAILURE = (tradeNo: string, account: string, more = `0, ''`): string =>
  `INSERT INTO settlement_failures SELECT 1, ${tradeNo}, 'GOODS', ${account}, 'FROZEN', 'RETRY', 1, NULL, 0, 1, 1, ${more} FROM trades WHERE trade_no = 1`;
const DISPUTE = (account: string, day = 'trading_day'): string =>
  `INSERT INTO settlement_disputes SELECT 1, 1, trade_no, ${account}, 'x', 'OPEN', 'x', 1, NULL, ${day}, '', 1, '', 0 FROM trades WHERE trade_no = 1`;
const DAY = (from: number, to: string): string =>
  `INSERT INTO settlement_confirmations SELECT 1, max(trading_day), ${from}, ${to}, 0, 1, 1 FROM trades`;

const JOB = (queue: string, data: object): string =>
  `INSERT INTO bullmq.job (queue, id, seq, name, state, data, added_at_ms)
   SELECT '${queue}', 'planted', 1, 'planted', (enum_range(NULL::bullmq.job_state))[1], '${JSON.stringify({ slug: 'demo', venueNo: 1, ...data })}', 1`;

/** What a careless or malicious superuser might do to a day's settlement, and the promise that must notice it. */
export const SETTLEMENT_FAULTS: readonly (readonly [string, string, string])[] = [
  ['I12 settlement_failures', 'a failure is invented', FAILURE('trade_no', 'seller')],
  ['I12 settlement_confirmations', 'a confirmation is invented', DAY(1, 'max(trade_no)')],
  ['I12 settlement_disputes', 'a dispute is invented', DISPUTE('buyer')],
  ['I10', 'a settled trade is said to have failed', FAILURE('trade_no', 'seller')],
  ['I10 failures', 'somebody else is said to have failed', FAILURE('trade_no', 'buyer')],
  ['I10 failures', 'a decision that nobody took', FAILURE('trade_no', 'seller', `999, 'x'`)],
  [
    'I6',
    'a debt to the reserve is invented',
    `${FAILURE('trade_no', 'seller')}; UPDATE settlement_failures SET covered_by = 6`,
  ],
  ['I10 days', 'a day is confirmed from its second trade', DAY(2, 'max(trade_no)')],
  ['I10 days', 'a day is confirmed without its last trade', DAY(1, 'max(trade_no) - 1')],
  [
    'I10 days',
    'an undelivered trade is confirmed',
    `${DAY(1, 'max(trade_no)')}; DELETE FROM settlements WHERE trade_no = 1`,
  ],
  ['S47', 'a stranger disputes a trade', DISPUTE('6')],
  ['S47', 'a dispute is about another day', DISPUTE('buyer', `'2001-01-01'`)],
  [
    'I19 bells',
    'a range was asked for and nobody came',
    `INSERT INTO settlement_runs VALUES (1, 900, 901, 'PENDING', 0, '', now() - interval '5 minutes')`,
  ],
  [
    'I19 bells',
    'the run of a day stands still',
    `INSERT INTO settlement_days SELECT 1, '2001-01-01', 1, 0, 'RUNNING', 'x', t, 1, t, t FROM (SELECT now() - interval '5 minutes' AS t) x`,
  ],
  ['I19 jobs', 'a job is slipped into the queue', JOB('settlement', { fromTrade: 900, toTrade: 901 })],
  [
    'I19 jobs',
    'a step is asked for that is of no day',
    JOB('settlement-day', {
      ...{ day: '2001-01-01', lastTrade: 2 },
      range: { step: 'DELIVERED', fromTrade: 1, toTrade: 2 },
    }),
  ],
  [
    'I19 jobs',
    'a day is asked for that nobody began',
    JOB('settlement-day', { day: '2001-01-01', lastTrade: 2 }),
  ],
];
