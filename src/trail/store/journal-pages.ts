import type { PoolClient } from 'pg';
import { TRAIL_PAGE_RECORDS } from '../../kernel/limits.js';
import type { DecidedRecord } from '../../sequencer/index.js';
import { linesOfEntry, type OfficeRecord } from '../domain/office-lines.js';
import type { ToldFacts } from '../domain/told-facts.js';
import { type Actor, type ActorOf, OFFICE_STREAM, type TrailLine } from '../domain/trail-line.js';
import { linesOfRecord } from '../domain/venue-lines.js';

type Client = Pick<PoolClient, 'query'>;

/** A part of a stream's journal, and the lines that it gives. */
export interface JournalPage {
  readonly lastSeq: number;
  /** When its first and its last record were decided. */
  readonly firstAt: number;
  readonly at: number;
  readonly records: number;
  lines(memory: ToldFacts, actorOf: ActorOf): TrailLine[];
}

/** What follows a place in a journal; undefined at its end. A venue's batch is read whole. */
export async function pageAfter(
  client: Client,
  stream: number,
  afterSeq: number,
  records = TRAIL_PAGE_RECORDS,
): Promise<JournalPage | undefined> {
  return stream === OFFICE_STREAM
    ? officePage(client, afterSeq, records)
    : venuePage(client, stream, afterSeq, records);
}

async function venuePage(
  client: Client,
  venueNo: number,
  afterSeq: number,
  most: number,
): Promise<JournalPage | undefined> {
  // One batch in any case, and as many more as end within the page.
  const { rows } = await client.query(
    `SELECT payload FROM journal_batches WHERE venue_no = $1 AND last_seq > $2
        AND last_seq <= greatest($2::bigint + $3::bigint,
              (SELECT min(last_seq) FROM journal_batches WHERE venue_no = $1 AND last_seq > $2))
      ORDER BY last_seq`,
    [venueNo, afterSeq, most],
  );
  const records = rows
    .flatMap((row) => (row.payload as Buffer).toString('utf8').split('\n'))
    .map((line) => JSON.parse(line) as DecidedRecord)
    .filter(({ seq }) => seq > afterSeq);
  return page(records, (record, memory, actorOf) => linesOfRecord(venueNo, record, memory, actorOf));
}

async function officePage(client: Client, afterSeq: number, most: number): Promise<JournalPage | undefined> {
  const { rows } = await client.query(
    `SELECT payload FROM office_journal WHERE seq > $1 ORDER BY seq LIMIT $2`,
    [afterSeq, most],
  );
  const records = rows.map((row) => JSON.parse((row.payload as Buffer).toString('utf8')) as OfficeRecord);
  return page(records, linesOfEntry);
}

function page<Record extends { readonly seq: number; readonly at: number }>(
  records: readonly Record[],
  linesOf: (record: Record, memory: ToldFacts, actorOf: ActorOf) => TrailLine[],
): JournalPage | undefined {
  const last = records.at(-1);
  if (last === undefined) return undefined;
  return {
    ...{ lastSeq: last.seq, firstAt: records[0]!.at, at: last.at, records: records.length },
    lines: (memory, actorOf) => records.flatMap((record) => linesOf(record, memory, actorOf)),
  };
}

/** People, whose roles never change once given: only whoever is not known yet is asked for. */
export class Actors {
  private readonly known = new Map<string, Actor>();

  /** Every person of the service; a table of people is small beside a journal. */
  async load(client: Client): Promise<void> {
    const { rows } = await client.query(
      `SELECT p.person_id, p.org_id, string_agg(r.role, ',' ORDER BY r.role) AS roles
         FROM people p LEFT JOIN person_roles r USING (person_id)
        WHERE NOT (p.person_id = ANY($1::text[])) GROUP BY 1, 2`,
      [[...this.known.keys()]],
    );
    for (const { person_id, org_id, roles } of rows)
      this.known.set(person_id as string, { org: org_id as string, roles: (roles as string | null) ?? '' });
  }

  readonly of: ActorOf = (person) => this.known.get(person);
}
