import type { PoolClient } from 'pg';
import { canonical, type Json } from '../kernel/json.js';
import type { ObjectRef, TrailLine } from '../trail/domain/trail-line.js';
import { FactsInMemory } from '../trail/domain/told-facts.js';
import { Actors, pageAfter } from '../trail/store/journal-pages.js';
import { FactsWanted, loadFacts, saveFacts } from '../trail/store/trail-index.store.js';
import { type Verdict, verdict } from './invariant.js';

const PAGE_RECORDS = 5_000;
const ID = 'T1';
const PROMISE = 'the trail is what the journal gives, line for line, up to the place it has read';

/** Objects of a line, as one text each, for a sum that does not depend on their order. */
const TOUCH = `concat_ws('/', o.venue_no, o.object_kind, o.object_ref, o.at, o.stream, o.seq, o.line)`;

/**
 * Reads a journal again and compares every line, its objects and what the index remembers. Runs inside the caller's
 * repeatable-read transaction; what the index has not read yet is not missing.
 */
export async function checkTrail(client: PoolClient, stream: number): Promise<Verdict> {
  const cursor = await client.query(`SELECT last_seq FROM trail_cursors WHERE stream = $1`, [stream]);
  const upTo = Number(cursor.rows[0]?.last_seq ?? 0);
  const broken: string[] = [];
  let lines = 0;
  try {
    lines = await compareLines(client, stream, upTo, broken);
  } catch (error) {
    // An edited record may be no record at all; the chain's own promise says which.
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
    broken.push(`journal ${stream} has a record that cannot be read`);
  }
  const { rows } = await client.query(
    `SELECT count(*)::int AS n FROM trail_entries WHERE stream = $1 AND (seq < 1 OR seq > $2)`,
    [stream, upTo],
  );
  if (rows[0].n > 0) broken.push(`${rows[0].n} lines lie outside what the index has read`);
  return verdict(ID, PROMISE, lines, broken);
}

async function compareLines(
  client: PoolClient,
  stream: number,
  upTo: number,
  broken: string[],
): Promise<number> {
  await client.query(`CREATE TEMP TABLE trail_facts (LIKE public.trail_facts INCLUDING ALL) ON COMMIT DROP`);
  // A page asks for a few thousand of perhaps millions of objects: by their key, not by going through all.
  await client.query(`SET LOCAL enable_nestloop = on`);
  const actors = new Actors();
  await actors.load(client);
  let [lines, after, touches] = [0, 0, 0n];
  while (after < upTo && broken.length === 0) {
    const page = await pageAfter(client, stream, after, Math.min(PAGE_RECORDS, upTo - after));
    if (page === undefined || page.lastSeq > upTo) {
      broken.push(`the index has read up to ${upTo}, the journal does not end a batch there`);
      break;
    }
    const wanted = new FactsWanted();
    page.lines(wanted, actors.of);
    const memory = new FactsInMemory();
    await loadFacts(client, memory, [...wanted.wanted.values()]);
    const given = page.lines(memory, actors.of);
    await saveFacts(client, memory);
    const kept = await client.query(
      `SELECT * FROM public.trail_entries WHERE stream = $1 AND seq > $2 AND seq <= $3 ORDER BY seq, line`,
      [stream, after, page.lastSeq],
    );
    const fault = differenceOf(given, kept.rows);
    if (fault !== undefined) broken.push(fault);
    touches += await sumOf(client, given);
    lines += given.length;
    after = page.lastSeq;
  }
  if (broken.length === 0) broken.push(...(await restOf(client, stream, touches)));
  await client.query(`DROP TABLE pg_temp.trail_facts; SET LOCAL enable_nestloop = off`);
  return lines;
}

function differenceOf(
  given: readonly TrailLine[],
  kept: readonly Record<string, unknown>[],
): string | undefined {
  for (let i = 0; i < Math.max(given.length, kept.length); i++) {
    const [line, row] = [given[i], kept[i]];
    const place = line ?? { seq: Number(row!.seq), line: Number(row!.line) };
    if (line === undefined) return `line ${place.seq}/${place.line} is not what the journal gives`;
    if (row === undefined) return `line ${place.seq}/${place.line} is missing`;
    if (canonical(shapeOfLine(line)) !== canonical(shapeOfRow(row)))
      return `line ${place.seq}/${place.line} is not what the journal gives`;
  }
  return undefined;
}

function shapeOfLine({ object, touches: _, ...line }: TrailLine): Json {
  const { venueNo, kind, ref } = object;
  return { ...line, venueNo, kind, ref } as unknown as Json;
}

function shapeOfRow(row: Record<string, unknown>): Json {
  const { venue_no, object_kind, object_ref, instrument_no, stream, seq, line, at, ...rest } = row;
  return {
    ...rest,
    ...{ stream, seq: Number(seq), line, at: Number(at), instrumentNo: instrument_no },
    ...{ venueNo: venue_no, kind: object_kind, ref: object_ref },
  } as Json;
}

async function sumOf(client: PoolClient, lines: readonly TrailLine[]): Promise<bigint> {
  const texts = lines.flatMap(({ touches, at, stream, seq, line }) =>
    touches.map(({ venueNo, kind, ref }: ObjectRef) => [venueNo, kind, ref, at, stream, seq, line].join('/')),
  );
  const { rows } = await client.query(
    `SELECT coalesce(sum(hashtextextended(text, 0)::numeric), 0)::text AS sum FROM unnest($1::text[]) AS t (text)`,
    [texts],
  );
  return BigInt(rows[0].sum as string);
}

/** What is kept beside the lines: which objects they touch, and what was told of the objects of this journal. */
async function restOf(client: PoolClient, stream: number, touches: bigint): Promise<string[]> {
  const { rows } = await client.query(
    `SELECT (SELECT coalesce(sum(hashtextextended(${TOUCH}, 0)::numeric), 0)::text FROM public.trail_objects o WHERE o.stream = $1) AS touches,
            (SELECT count(*)::int FROM (SELECT * FROM public.trail_facts WHERE venue_no = $1 EXCEPT ALL SELECT * FROM pg_temp.trail_facts) x) AS extra,
            (SELECT count(*)::int FROM (SELECT * FROM pg_temp.trail_facts EXCEPT ALL SELECT * FROM public.trail_facts WHERE venue_no = $1) x) AS lost`,
    [stream],
  );
  const [{ touches: kept, extra, lost }] = rows as [{ touches: string; extra: number; lost: number }];
  return [
    ...(BigInt(kept) === touches ? [] : ['the objects of the lines are not those that the journal names']),
    ...(extra + lost === 0 ? [] : [`what was told of ${extra + lost} objects is not what the journal tells`]),
  ];
}
