import type { TableInvariant } from './table-invariant.js';

/** A trade that waits longer than this is late, whatever the reason. */
const SETTLEMENT_LATE_S = 600;
/** Work that was asked of the queue and has not moved for so long has lost its bell, and nobody has rung again. */
const BELL_LOST_S = 120;

export const WAITING = `SELECT t.* FROM trades t LEFT JOIN settlements s ON s.venue_no = t.venue_no AND s.trade_no = t.trade_no
  WHERE t.venue_no = $1 AND s.trade_no IS NULL`;

/** Account, asset, outgoing, incoming: a debtor whose leg the reserve has given still owes it. */
export const OWED_TO_THE_RESERVE = `
  SELECT f.account_no, CASE f.leg WHEN 'GOODS' THEN t.instrument_no ELSE 0 END,
         CASE f.leg WHEN 'GOODS' THEN t.quantity ELSE t.value + t.buyer_fee END, 0
  FROM settlement_failures f JOIN trades t USING (venue_no, trade_no)
  WHERE f.venue_no = $1 AND f.covered_by > 0 AND f.state <> 'RECOVERED'`;

/** Of the trades up to the last that was settled or failed, each is one or the other. */
export const GAPS_IN_SETTLEMENT = `
  SELECT format('%s settled and %s aside up to trade %s', settled, aside, last) FROM (
    SELECT (SELECT count(*) FROM settlements WHERE venue_no = $1) AS settled,
           (SELECT count(*) FROM settlement_failures WHERE venue_no = $1 AND covered_by = 0 AND state <> 'DELIVERED') AS aside,
           greatest((SELECT max(trade_no) FROM settlements WHERE venue_no = $1),
                    (SELECT max(trade_no) FROM settlement_failures WHERE venue_no = $1), 0) AS last) counts
  WHERE settled + aside <> last`;

/** Where the venue's first pack in force delivers a day's trades together, they wait for its close. */
const WAITS_SINCE = `
  SELECT w.trade_no, CASE WHEN d.status = 'OPEN' AND unified THEN NULL WHEN unified THEN greatest(w.at, d.changed_at) ELSE w.at END AS since
  FROM (${WAITING}) w LEFT JOIN trading_days d ON d.venue_no = w.venue_no AND d.day = w.trading_day
  CROSS JOIN LATERAL (SELECT coalesce((
    SELECT p.body->'keys'->'settlement.delivery'->>'value' = 'UNIFIED' FROM rule_packs p
    WHERE p.venue_no = w.venue_no AND p.pack = (SELECT pack FROM rule_packs WHERE venue_no = $1 ORDER BY pack_no LIMIT 1)
      AND p.effective_from <= w.trading_day AND coalesce(p.effective_to >= w.trading_day, true)
    ORDER BY p.effective_from DESC, p.pack_no DESC LIMIT 1), false) AS unified) house
  WHERE NOT EXISTS (SELECT 1 FROM settlement_failures f WHERE f.venue_no = w.venue_no AND f.trade_no = w.trade_no)`;

const AT_WORK = `
  SELECT format('run %s-%s', from_trade, to_trade) AS what, changed_at FROM settlement_runs WHERE venue_no = $1 AND state IN ('PENDING', 'RUNNING')
  UNION ALL SELECT format('day %s', day), greatest(changed_at, asked_at,
    (SELECT max(s.changed_at) FROM settlement_steps s WHERE s.venue_no = d.venue_no AND s.day = d.day))
  FROM settlement_days d WHERE venue_no = $1 AND state = 'RUNNING'`;

/** Of the venue, where the queue is in PostgreSQL; a Redis is not looked into. */
const JOBS = `
  SELECT j.queue, j.id, j.data->>'fromTrade' AS run_from, j.data->>'toTrade' AS run_to, j.data->>'day' AS day,
    j.data->'range'->>'step' AS step, j.data->'range'->>'fromTrade' AS step_from, j.data->'range'->>'toTrade' AS step_to
  FROM bullmq.job j WHERE j.queue IN ('settlement', 'settlement-day') AND j.data->>'venueNo' = ($1::int)::text`;

export const SETTLEMENT_INVARIANTS: readonly TableInvariant[] = [
  {
    id: 'I10 days',
    promise:
      'days are confirmed in one row without a gap, and what a day confirms is delivered or named as failed',
    count: `SELECT count(*) FROM settlement_confirmations WHERE venue_no = $1`,
    broken: `SELECT format('day %s: trades %s to %s after %s', day, from_trade, to_trade, before) FROM (
               SELECT *, lag(to_trade, 1, 0::bigint) OVER (ORDER BY day) AS before FROM settlement_confirmations WHERE venue_no = $1) c
             WHERE from_trade <> before + 1
             UNION ALL SELECT format('trade %s of %s is not among those of day %s', t.trade_no, t.trading_day, c.day) FROM settlement_confirmations c
             JOIN trades t ON t.venue_no = c.venue_no AND t.trade_no IN (c.to_trade, c.to_trade + 1)
             WHERE c.venue_no = $1 AND (t.trade_no = c.to_trade) <> (t.trading_day <= c.day)
             UNION ALL SELECT format('trade %s is confirmed and not delivered', w.trade_no) FROM (${WAITING}) w
             WHERE w.trade_no <= (SELECT max(to_trade) FROM settlement_confirmations WHERE venue_no = $1)
               AND NOT EXISTS (SELECT 1 FROM settlement_failures f WHERE f.venue_no = $1 AND f.trade_no = w.trade_no)
             UNION ALL SELECT format('day %s is RUNNING and confirmed', d.day) FROM settlement_days d
             JOIN settlement_confirmations c USING (venue_no, day) WHERE d.venue_no = $1 AND d.state = 'RUNNING'
               AND d.changed_at < clock_timestamp() - interval '${BELL_LOST_S} s'`,
  },
  {
    id: 'I10 failures',
    promise:
      'whose delivery failed is a party of the trade, and what the reserve gave or was declared lost two people decided',
    count: `SELECT count(*) FROM settlement_failures WHERE venue_no = $1`,
    broken: `SELECT format('trade %s', f.trade_no) FROM settlement_failures f LEFT JOIN trades t USING (venue_no, trade_no)
             WHERE f.venue_no = $1 AND (t.trade_no IS NULL OR f.account_no <> CASE f.leg WHEN 'GOODS' THEN t.seller ELSE t.buyer END
               OR (f.covered_by > 0 AND f.covered_by IN (t.seller, t.buyer))
               OR (f.proposal_no > 0 AND NOT EXISTS (SELECT 1 FROM proposals p WHERE p.venue_no = f.venue_no AND p.proposal_no = f.proposal_no
                 AND p.state = 'EXECUTED' AND p.action IN ('cover-delivery', 'default-delivery')
                 AND (p.payload->>'tradeNo')::bigint = f.trade_no AND p.reason = f.reason)))`,
  },
  {
    id: 'S47',
    promise:
      'a dispute is a party’s, about a trade of that day, filed before the deadline; one that is accepted has its proposal',
    count: `SELECT count(*) FROM settlement_disputes WHERE venue_no = $1`,
    broken: `SELECT format('dispute %s', d.dispute_no) FROM settlement_disputes d LEFT JOIN trades t USING (venue_no, trade_no)
             WHERE d.venue_no = $1 AND (t.trade_no IS NULL OR t.trading_day <> d.trading_day OR d.account_no NOT IN (t.buyer, t.seller)
               OR (d.proposal_no > 0 AND NOT EXISTS (SELECT 1 FROM proposals p WHERE p.venue_no = d.venue_no AND p.proposal_no = d.proposal_no
                 AND p.action = 'annul-trade' AND (p.payload->>'tradeNo')::bigint = d.trade_no)))`,
  },
  {
    id: 'I19',
    promise: `no trade waits for its settlement longer than ${SETTLEMENT_LATE_S} s, and none whose delivery failed is without a name`,
    count: `SELECT count(*) FROM (${WAITING}) w`,
    broken: `SELECT format('trade %s', w.trade_no) FROM (${WAITS_SINCE}) w
             WHERE w.since < (extract(epoch FROM clock_timestamp()) - ${SETTLEMENT_LATE_S}) * 1000000`,
  },
  {
    id: 'I19 bells',
    promise: `work that was asked of the queue moves, or is asked again, within ${BELL_LOST_S} s`,
    count: `SELECT count(*) FROM (${AT_WORK}) w`,
    broken: `SELECT what FROM (${AT_WORK}) w WHERE changed_at < clock_timestamp() - interval '${BELL_LOST_S} s'`,
  },
  {
    id: 'I19 jobs',
    promise: 'no job of settlement is in the queue that no row asked for',
    count: `SELECT count(*) FROM (${JOBS}) j`,
    broken: `SELECT format('job %s of %s', j.id, j.queue) FROM (${JOBS}) j WHERE CASE
               WHEN j.queue = 'settlement' THEN NOT EXISTS (SELECT 1 FROM settlement_runs r
                 WHERE r.venue_no = $1 AND r.from_trade::text = j.run_from AND r.to_trade::text = j.run_to)
               WHEN j.step IS NULL THEN NOT EXISTS (SELECT 1 FROM settlement_days d WHERE d.venue_no = $1 AND d.day::text = j.day)
               ELSE NOT EXISTS (SELECT 1 FROM settlement_steps s WHERE s.venue_no = $1 AND s.day::text = j.day AND s.step = j.step
                 AND s.from_trade::text = j.step_from AND s.to_trade::text = j.step_to) END`,
  },
];
