import type { Pool } from 'pg';
import type { Json } from '../../kernel/json.js';
import type { Facts } from '../domain/trail-line.js';
import { ACCESS_VERBS, SEALED_VERBS } from '../domain/verbs.js';
import { OFFICE_STREAM } from '../domain/trail-line.js';
import { pageAfter } from './journal-pages.js';

/** What a reader may see at all. */
export interface Reach {
  /** The organisation whose own matters alone are shown; null for everybody's. */
  readonly org: string | null;
  /** Kinds of object that the reader's office is about; null for all. */
  readonly kinds: readonly string[] | null;
  /** The office's journal, with sign-ins and reads: to auditors. Others see what their own organisation did there. */
  readonly office: boolean;
  readonly ownOrg: string;
}

export interface Asked {
  readonly venueNo?: number;
  readonly person?: string;
  /** Nobody else's deeds, besides what the reach says. */
  readonly org?: string;
  readonly objectKind?: string;
  readonly object?: { readonly venueNo: number; readonly kind: string; readonly ref: string };
  readonly verb?: string;
  readonly from?: number;
  readonly to?: number;
  /** Part of the words that were given. */
  readonly reason?: string;
  /** `accepted`, `refused`, or the code of a refusal. */
  readonly outcome?: string;
  readonly newestFirst: boolean;
  /** at, stream, seq, line of the last line seen. */
  readonly after?: readonly number[];
}

export interface TrailRow {
  readonly stream: number;
  readonly seq: string;
  readonly line: number;
  readonly at: string;
  readonly person: string;
  readonly org: string;
  readonly owner: string;
  readonly roles: string;
  readonly verb: string;
  readonly venue_no: number;
  readonly object_kind: string;
  readonly object_ref: string;
  readonly reason: string;
  readonly outcome: string;
  readonly basis: { readonly proposalNo?: number; readonly packNo?: number; readonly rule?: Json };
  readonly before: Facts;
  readonly after: Facts;
  readonly times: number;
  // Names of today, for people; the ids are what counts.
  readonly venue: string | null;
  readonly journal: string | null;
  readonly display_name: string | null;
  readonly org_title: string | null;
  readonly org_kind: string | null;
  readonly account_title: string | null;
  readonly symbol: string | null;
  readonly unit_scale: number | null;
  readonly pack: string | null;
}

/** How far the index has read one journal. */
export interface ReadUpTo {
  readonly stream: number;
  readonly journal: string;
  readonly seq: number;
  readonly headSeq: number;
  /** When the last record that it has read was decided. */
  readonly at: number;
}

export class TrailSearch {
  constructor(private readonly pool: Pool) {}

  /** One line more than asked for says that there are more. No line after the horizon: one may still be missing there. */
  async lines(asked: Asked, reach: Reach, horizon: number, limit: number): Promise<TrailRow[]> {
    const values: unknown[] = [];
    const $ = (value: unknown): string => `$${values.push(value)}`;
    const key = asked.object === undefined ? 'e' : 'o';
    const where = [
      ...this.filters(asked, $),
      ...reached(reach, asked, $),
      ...(horizon < Number.MAX_SAFE_INTEGER ? [`${key}.at < ${$(horizon)}`] : []),
    ];
    if (asked.after !== undefined) {
      const [at, stream, seq, line] = asked.after;
      where.push(
        `(${key}.at, ${key}.stream, ${key}.seq, ${key}.line) ${asked.newestFirst ? '<' : '>'} (${$(at)}, ${$(stream)}, ${$(seq)}, ${$(line)})`,
      );
    }
    const turn = asked.newestFirst ? 'DESC' : 'ASC';
    const { rows } = await this.pool.query<TrailRow>(
      `SELECT e.*, v.slug AS venue, j.slug AS journal, p.display_name, g.title AS org_title, g.kind AS org_kind,
              a.title AS account_title, i.symbol, i.unit_scale, k.pack || '@' || k.version AS pack
         FROM (SELECT e.* FROM trail_entries e
                 ${asked.object === undefined ? '' : 'JOIN trail_objects o USING (stream, seq, line)'}
                WHERE ${where.length === 0 ? 'true' : where.join(' AND ')}
                ORDER BY ${key}.at ${turn}, ${key}.stream ${turn}, ${key}.seq ${turn}, ${key}.line ${turn}
                LIMIT ${$(limit)}) e
         LEFT JOIN venues v ON v.venue_no = e.venue_no
         LEFT JOIN venues j ON j.venue_no = e.stream
         LEFT JOIN people p ON p.person_id = e.person
         LEFT JOIN organisations g ON g.org_id = e.org
         LEFT JOIN accounts a ON e.object_kind = 'account' AND a.venue_no = e.venue_no AND a.account_no::text = e.object_ref
         LEFT JOIN instruments i ON i.venue_no = e.venue_no AND i.instrument_no = e.instrument_no
         LEFT JOIN rule_packs k ON k.venue_no = e.venue_no AND k.pack_no = (e.basis->>'packNo')::int
        ORDER BY e.at ${turn}, e.stream ${turn}, e.seq ${turn}, e.line ${turn}`,
      values,
    );
    return rows;
  }

  async readUpTo(): Promise<ReadUpTo[]> {
    const { rows } = await this.pool.query(
      `SELECT h.stream, h.journal, h.head, coalesce(c.last_seq, 0) AS seq, coalesce(c.at, 0) AS at
         FROM (SELECT venue_no AS stream, slug AS journal, last_seq AS head FROM venues
               UNION ALL SELECT 0, 'office', last_seq FROM office_head) h
         LEFT JOIN trail_cursors c USING (stream) ORDER BY h.stream`,
    );
    return rows.map(({ stream, journal, head, seq, at }) => ({
      stream: stream as number,
      journal: journal as string,
      ...{ seq: Number(seq), headSeq: Number(head), at: Number(at) },
    }));
  }

  /** When the first record was decided that the index has not read; undefined when it has read all of these journals. */
  async unreadSince(readUpTo: readonly ReadUpTo[]): Promise<number | undefined> {
    const times: number[] = [];
    for (const { stream, seq, headSeq } of readUpTo) {
      const unread = seq < headSeq ? await pageAfter(this.pool, stream, seq, 1) : undefined;
      if (unread !== undefined) times.push(unread.firstAt);
    }
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Does the person, or the organisation, exist within the reach? */
  async isWithin(reach: Reach, { person, org }: Asked): Promise<boolean> {
    const { rows } = await this.pool.query(
      `SELECT 1 FROM organisations g LEFT JOIN people p USING (org_id)
        WHERE ($1::text IS NULL OR p.person_id = $1) AND ($2::text IS NULL OR g.org_id = $2) AND ($3::text IS NULL OR g.org_id = $3)
        LIMIT 1`,
      [person ?? null, org ?? null, reach.org],
    );
    return rows.length > 0;
  }

  /** Is the object the matter of some line of this organisation, and not only touched by one, or asked for? */
  async isOwn({ venueNo, kind, ref }: NonNullable<Asked['object']>, org: string): Promise<boolean> {
    const { rows } = await this.pool.query(
      `SELECT 1 FROM trail_objects o JOIN trail_entries e USING (stream, seq, line, venue_no, object_kind, object_ref)
        WHERE o.venue_no = $1 AND o.object_kind = $2 AND o.object_ref = $3 AND e.owner = $4 AND e.verb <> ALL($5::text[]) LIMIT 1`,
      [venueNo, kind, ref, org, ACCESS_VERBS],
    );
    return rows.length > 0;
  }

  private filters(asked: Asked, $: (value: unknown) => string): string[] {
    const { venueNo, person, org, objectKind, object, verb, from, to, reason, outcome } = asked;
    const key = object === undefined ? 'e' : 'o';
    const where: string[] = [];
    if (venueNo !== undefined) where.push(`(e.stream = ${$(venueNo)} OR e.venue_no = ${$(venueNo)})`);
    if (person !== undefined) where.push(`e.person = ${$(person)}`);
    if (org !== undefined) where.push(`e.org = ${$(org)}`);
    if (objectKind !== undefined) where.push(`e.object_kind = ${$(objectKind)}`);
    if (verb !== undefined) where.push(`e.verb = ${$(verb)}`);
    if (from !== undefined) where.push(`${key}.at >= ${$(from)}`);
    if (to !== undefined) where.push(`${key}.at < ${$(to)}`);
    if (reason !== undefined)
      where.push(`e.reason <> '' AND position(lower(${$(reason)}::text) IN lower(e.reason)) > 0`);
    if (outcome === 'refused') where.push(`e.outcome <> 'accepted'`);
    else if (outcome !== undefined) where.push(`e.outcome = ${$(outcome)}`);
    if (object !== undefined)
      where.push(
        `o.venue_no = ${$(object.venueNo)} AND o.object_kind = ${$(object.kind)} AND o.object_ref = ${$(object.ref)}`,
      );
    return where;
  }
}

/** Who bids at all is not known before an auction is opened: to nobody but the bidders themselves. */
const STILL_SEALED = `EXISTS (SELECT FROM auctions u WHERE u.venue_no = e.venue_no AND u.state IN ('DRAFT', 'ANNOUNCED')
  AND u.auction_no::text = coalesce(e.after->>'auctionNo', e.object_ref))`;

function reached(
  { org, kinds, office, ownOrg }: Reach,
  { object }: Asked,
  $: (value: unknown) => string,
): string[] {
  if (org !== null)
    return [
      `e.owner = ${$(org)}`,
      // That one asked for an object does not make it one's own.
      ...(object === undefined ? [] : [`NOT (e.verb = ANY(${$(ACCESS_VERBS)}::text[]))`]),
    ];
  return [
    `NOT (e.verb = ANY(${$(SEALED_VERBS)}::text[]) AND e.owner <> ${$(ownOrg)} AND ${STILL_SEALED})`,
    ...(kinds === null ? [] : [`(e.object_kind = ANY(${$(kinds)}::text[]) OR e.org = ${$(ownOrg)})`]),
    ...(office ? [] : [`(e.stream <> ${OFFICE_STREAM} OR e.org = ${$(ownOrg)})`]),
  ];
}
