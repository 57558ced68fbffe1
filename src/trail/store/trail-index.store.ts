import type { PoolClient } from 'pg';
import type { Facts, ObjectRef, TrailLine } from '../domain/trail-line.js';
import { FactsInMemory, keyOf } from '../domain/told-facts.js';

type Client = Pick<PoolClient, 'query'>;

export interface Cursor {
  readonly lastSeq: number;
  readonly at: number;
}

/** Undefined while another process reads this stream. The lock ends with the transaction. */
export async function takeCursor(client: Client, stream: number): Promise<Cursor | undefined> {
  await client.query(
    `INSERT INTO trail_cursors (stream, last_seq, at) VALUES ($1, 0, 0) ON CONFLICT DO NOTHING`,
    [stream],
  );
  const { rows } = await client.query(
    `SELECT last_seq, at FROM trail_cursors WHERE stream = $1 FOR UPDATE SKIP LOCKED`,
    [stream],
  );
  return rows.length === 0 ? undefined : { lastSeq: Number(rows[0].last_seq), at: Number(rows[0].at) };
}

export async function moveCursor(client: Client, stream: number, { lastSeq, at }: Cursor): Promise<void> {
  await client.query(`UPDATE trail_cursors SET last_seq = $2, at = $3 WHERE stream = $1`, [
    stream,
    lastSeq,
    at,
  ]);
}

/** What is known of these objects, put into memory. */
export async function loadFacts(
  client: Client,
  memory: FactsInMemory,
  objects: readonly ObjectRef[],
): Promise<void> {
  if (objects.length === 0) return;
  const { rows } = await client.query(
    `SELECT f.venue_no, f.object_kind, f.object_ref, f.facts
       FROM unnest($1::int[], $2::text[], $3::text[]) AS o (venue_no, object_kind, object_ref)
       JOIN trail_facts f USING (venue_no, object_kind, object_ref)`,
    columns(objects),
  );
  for (const row of rows)
    memory.load(
      { venueNo: row.venue_no, kind: row.object_kind, ref: row.object_ref } as ObjectRef,
      row.facts as Facts,
    );
}

export async function saveFacts(client: Client, memory: FactsInMemory): Promise<void> {
  const changed = [...memory.changed].map((key) => memory.known.get(key)!);
  if (changed.length === 0) return;
  await client.query(
    `INSERT INTO trail_facts (venue_no, object_kind, object_ref, facts)
     SELECT * FROM unnest($1::int[], $2::text[], $3::text[], $4::jsonb[])
     ON CONFLICT (venue_no, object_kind, object_ref) DO UPDATE SET facts = EXCLUDED.facts`,
    [...columns(changed.map(({ object }) => object)), changed.map(({ facts }) => JSON.stringify(facts))],
  );
}

export async function insertLines(client: Client, lines: readonly TrailLine[]): Promise<void> {
  if (lines.length === 0) return;
  const column = <T>(of: (line: TrailLine) => T): T[] => lines.map(of);
  await client.query(
    `INSERT INTO trail_entries (stream, seq, line, at, person, org, owner, roles, verb, venue_no, object_kind, object_ref,
       instrument_no, reason, outcome, basis, before, after, times)
     SELECT * FROM unnest($1::int[], $2::bigint[], $3::int[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[],
       $9::text[], $10::int[], $11::text[], $12::text[], $13::int[], $14::text[], $15::text[], $16::jsonb[], $17::jsonb[],
       $18::jsonb[], $19::int[])`,
    [
      ...[column((l) => l.stream), column((l) => l.seq), column((l) => l.line), column((l) => l.at)],
      ...[
        column((l) => l.person),
        column((l) => l.org),
        column((l) => l.owner),
        column((l) => l.roles),
        column((l) => l.verb),
      ],
      ...[column((l) => l.object.venueNo), column((l) => l.object.kind), column((l) => l.object.ref)],
      ...[column((l) => l.instrumentNo), column((l) => l.reason), column((l) => l.outcome)],
      ...[column((l) => JSON.stringify(l.basis)), column((l) => JSON.stringify(l.before))],
      ...[column((l) => JSON.stringify(l.after)), column((l) => l.times)],
    ],
  );
  const touched = lines.flatMap((line) => line.touches.map((object) => ({ line, object })));
  if (touched.length === 0) return;
  await client.query(
    `INSERT INTO trail_objects (venue_no, object_kind, object_ref, at, stream, seq, line)
     SELECT * FROM unnest($1::int[], $2::text[], $3::text[], $4::bigint[], $5::int[], $6::bigint[], $7::int[])`,
    [
      ...columns(touched.map(({ object }) => object)),
      ...[touched.map(({ line }) => line.at), touched.map(({ line }) => line.stream)],
      ...[touched.map(({ line }) => line.seq), touched.map(({ line }) => line.line)],
    ],
  );
}

function columns(objects: readonly ObjectRef[]): [number[], string[], string[]] {
  return [
    objects.map(({ venueNo }) => venueNo),
    objects.map(({ kind }) => kind),
    objects.map(({ ref }) => ref),
  ];
}

/** Remembers what is asked for, so that it can be loaded before it is asked for again. */
export class FactsWanted extends FactsInMemory {
  readonly wanted = new Map<string, ObjectRef>();

  override get(object: ObjectRef): Facts | undefined {
    this.wanted.set(keyOf(object), object);
    return super.get(object);
  }
}
