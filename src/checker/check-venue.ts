import type { Pool, PoolClient } from 'pg';
import { batchLines, checkBatch, GENESIS_HASH } from '../audit/index.js';
import { checkAuctions } from './auction-results.js';
import { OFFICE_STREAM } from '../trail/domain/trail-line.js';
import { type Verdict, verdict } from './invariant.js';
import { checkMerkleLog } from './merkle-log.js';
import { compareTables, rebuild } from './rebuild.js';
import { checkTables } from './table-invariants.js';
import { checkTrail } from './trail-index.js';

export interface CheckReport {
  readonly venue: string;
  readonly ok: boolean;
  readonly commands: number;
  readonly head: string;
  readonly stateHash: string;
  readonly verdicts: readonly Verdict[];
}

/**
 * The one checker: tests, simulator, torture and operators all ask it. It looks at one moment of the database, so it
 * may run beside the living service. Throws when the venue is unknown; a broken promise is a verdict.
 */
export async function checkVenue(
  pool: Pool,
  slug: string,
  onProgress?: (commands: number) => void,
): Promise<CheckReport> {
  return inOneMoment(pool, (client) => checkThisMoment(client, slug, onProgress));
}

/** The same inside a transaction that the caller has begun (repeatable read). */
export async function checkThisMoment(
  client: PoolClient,
  slug: string,
  onProgress?: (commands: number) => void,
): Promise<CheckReport> {
  const { venueNo, head } = await venueOf(client, slug);
  await planForWholeTables(client);
  const tables = [...(await checkTables(client, venueNo)), ...(await checkAuctions(client, venueNo))];
  const rebuilt = await rebuild(client, venueNo, { intoTables: true, onProgress });
  const compared = await compareTables(client, venueNo);
  const log = await checkMerkleLog(client, venueNo, 'I16');
  const trail = await checkTrail(client, venueNo);
  const verdicts = [...rebuilt.verdicts, log, ...tables, ...compared, trail];
  const ok = verdicts.every((one) => one.ok);
  return { venue: slug, ok, commands: rebuilt.commands, head, stateHash: rebuilt.stateHash, verdicts };
}

/** The chain of office commands: people, organisations, keys. */
export async function checkOffice(pool: Pool): Promise<Verdict> {
  return inOneMoment(pool, async (client) => {
    const { rows } = await client.query(
      `SELECT seq, prev_hash, root, hash, payload FROM office_journal ORDER BY seq`,
    );
    let head: Buffer = GENESIS_HASH;
    let seq = 0;
    const broken: string[] = [];
    for (const row of rows) {
      const no = Number(row.seq);
      const batch = {
        venueNo: 0,
        firstSeq: no,
        lastSeq: no,
        prevHash: row.prev_hash,
        root: row.root,
        hash: row.hash,
        payload: row.payload,
      };
      const fault =
        checkBatch(batch, seq + 1, head) ??
        (batchLines(batch).length === 1 ? undefined : `entry ${no} is not one line`);
      if (fault !== undefined) {
        broken.push(fault);
        break;
      }
      seq = no;
      head = row.hash as Buffer;
    }
    const end = await client.query(`SELECT last_seq, head_hash FROM office_head`);
    if (
      broken.length === 0 &&
      (Number(end.rows[0].last_seq) !== seq || !head.equals(end.rows[0].head_hash))
    ) {
      broken.push(`the office journal ends at ${seq}, its head says ${end.rows[0].last_seq}`);
    }
    return verdict('I11 office', 'the office journal is one unbroken chain', seq, broken);
  });
}

/** The log of the office journal is the office journal. */
export async function checkOfficeLog(pool: Pool): Promise<Verdict> {
  return inOneMoment(pool, (client) => checkMerkleLog(client, 0, 'I16 office'));
}

/** What people read of the office's journal. */
export async function checkOfficeTrail(pool: Pool): Promise<Verdict> {
  return inOneMoment(pool, (client) => checkTrail(client, OFFICE_STREAM));
}

export interface ReplayReport {
  readonly venue: string;
  readonly ok: boolean;
  readonly commands: number;
  readonly seconds: string;
  readonly commandsPerSecond: number;
  readonly stateHash: string;
  readonly verdicts: readonly Verdict[];
}

/** Rebuilds the venue from the journal alone and compares it with the living tables. */
export async function replayVenue(
  pool: Pool,
  slug: string,
  onProgress?: (commands: number) => void,
): Promise<ReplayReport> {
  return inOneMoment(pool, async (client) => {
    const { venueNo } = await venueOf(client, slug);
    await planForWholeTables(client);
    const begun = performance.now();
    const alone = await rebuild(client, venueNo, { intoTables: false, onProgress });
    const seconds = (performance.now() - begun) / 1000;
    const written = await rebuild(client, venueNo, { intoTables: true });
    const same = alone.stateHash === written.stateHash ? [] : ['two replays differ'];
    const verdicts = [
      ...alone.verdicts,
      verdict('I13 twice', 'two replays give the same state hash', 2, same),
      ...(await compareTables(client, venueNo)),
    ];
    return {
      venue: slug,
      ok: verdicts.every(({ ok }) => ok),
      commands: alone.commands,
      seconds: seconds.toFixed(3),
      commandsPerSecond: Math.round(alone.commands / seconds),
      stateHash: alone.stateHash,
      verdicts,
    };
  });
}

async function venueOf(client: PoolClient, slug: string): Promise<{ venueNo: number; head: string }> {
  const { rows } = await client.query(`SELECT venue_no, head_hash FROM venues WHERE slug = $1`, [slug]);
  if (rows.length === 0) throw new Error(`there is no venue ${slug}`);
  return { venueNo: rows[0].venue_no as number, head: (rows[0].head_hash as Buffer).toString('hex') };
}

/**
 * Every question here reads tables from end to end. Without statistics, which a young database has none of,
 * PostgreSQL takes big tables for small ones and goes through one of them again for every row of another.
 */
async function planForWholeTables(client: PoolClient): Promise<void> {
  await client.query(`SET LOCAL enable_nestloop = off; SET LOCAL jit = off; SET LOCAL work_mem = '128MB'`);
}

async function inOneMoment<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    return await work(client);
  } finally {
    // Nothing is kept: the temporary tables go with the transaction.
    await client.query('ROLLBACK').catch(() => undefined);
    client.release();
  }
}
