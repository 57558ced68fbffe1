import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { numbersAfter } from '../../approvals/http/shapes.js';
import { ReadingWitness } from '../../identity/index.js';
import { TRAIL_WAIT_MS } from '../../kernel/limits.js';
import { RejectionError } from '../../kernel/rejection.js';
import { type Caller, PublicIds } from '../../platform/http/index.js';
import { DATABASE_POOL } from '../../platform/tokens.js';
import { ENGINE } from '../../sequencer/engine.token.js';
import type { Engine, Machine } from '../../sequencer/index.js';
import { kindOfId, OBJECTS, type ObjectWords } from '../domain/objects.js';
import { type ReaderReach, reachOf } from '../domain/reach-of.js';
import { OFFICE_STREAM } from '../domain/trail-line.js';
import { TrailIndexer } from '../jobs/trail-indexer.js';
import { type Asked, type ReadUpTo, type TrailRow, TrailSearch } from '../store/trail-search.js';
import type { ExportQuery, SearchQuery } from './trail-shapes.js';

const LOOK_AGAIN_MS = 20;

/** A question about the trail, within what its reader may see, answered up to one moment. */
export interface Question {
  readonly asked: Asked;
  readonly reach: ReaderReach;
  readonly readUpTo: readonly ReadUpTo[];
  /** No line at or after it is shown: one that belongs before it may still be missing. */
  readonly horizon: number;
}

/** What the doors of the trail share: who may see what, and how far the index has come. */
@Injectable()
export class TrailReader {
  private readonly search: TrailSearch;

  constructor(
    @Inject(DATABASE_POOL) pool: Pool,
    @Inject(ENGINE) private readonly engine: Pick<Engine<Machine>, 'venue'>,
    @Inject(PublicIds) private readonly ids: PublicIds,
    @Inject(TrailIndexer) private readonly indexer: TrailIndexer,
    @Inject(ReadingWitness) private readonly witness: ReadingWitness,
  ) {
    this.search = new TrailSearch(pool);
  }

  /** Throws where a reader names what is not its own: nobody learns by asking that it exists. */
  async question(caller: Caller, query: Partial<SearchQuery> & Partial<ExportQuery>): Promise<Question> {
    const { venue, personId, orgId, object, sort, after, objectKind, verb, from, to, reason, outcome } =
      query;
    const reach = reachOf(caller);
    const asked: Asked = {
      ...(after !== undefined && { after: numbersAfter(after, [0, 0, 0, 0]) }),
      ...(venue !== undefined && { venueNo: this.engine.venue(venue).venueNo }),
      ...(personId !== undefined && { person: personId }),
      ...(orgId !== undefined && { org: orgId }),
      ...(object !== undefined && { object: this.object(object) }),
      ...{ objectKind, verb, from, to, reason, outcome },
      newestFirst: sort === 'newest',
    };
    const readUpTo = await this.caughtUp();
    await this.assertWithin(asked, reach);
    // That the trail is read is written before it is: a reader whom nobody sees reads nothing.
    await this.witness.notes.flush();
    const horizon = (await this.search.unreadSince(readUpTo)) ?? Number.MAX_SAFE_INTEGER;
    return { asked, reach, readUpTo, horizon };
  }

  rows({ asked, reach, horizon }: Question, limit: number, after = asked.after): Promise<TrailRow[]> {
    return this.search.lines({ ...asked, after }, reach, horizon, limit);
  }

  private object(id: string): NonNullable<Asked['object']> {
    const kind = kindOfId(id);
    const isOffice = kind !== undefined && (OBJECTS[kind] as ObjectWords).id === undefined;
    if (isOffice) return { venueNo: OFFICE_STREAM, kind, ref: id };
    const named = kind && this.ids.decodeAny((OBJECTS[kind] as ObjectWords).id!, id);
    if (kind === undefined || named === undefined) throw new RejectionError({ code: 'trail.unknown_object' });
    return { venueNo: named.venueNo, kind, ref: String(named.no) };
  }

  private async assertWithin(asked: Asked, reach: ReaderReach): Promise<void> {
    // The exchange reads the market's trail masked: whom it may not see, it may not look for.
    const narrow = reach.masked ? { ...reach, org: reach.ownOrg } : reach;
    if (
      asked.person !== undefined &&
      !(await this.search.isWithin(narrow, { person: asked.person } as Asked))
    )
      throw new RejectionError({ code: 'trail.unknown_person' });
    if (asked.org !== undefined && !(await this.search.isWithin(narrow, { org: asked.org } as Asked)))
      throw new RejectionError({ code: 'trail.unknown_organisation' });
    if (asked.object === undefined || reach.org === null) return;
    if (!(await this.search.isOwn(asked.object, reach.org)))
      throw new RejectionError({ code: 'trail.unknown_object' });
  }

  /** Waits, but not for long, until what is journalled now is in the index. */
  private async caughtUp(): Promise<ReadUpTo[]> {
    const first = await this.search.readUpTo();
    const heads = new Map(first.map(({ stream, headSeq }) => [stream, headSeq]));
    const until = performance.now() + TRAIL_WAIT_MS;
    let now = first;
    for (;;) {
      const behind = now.some(({ stream, seq }) => seq < (heads.get(stream) ?? 0));
      if (!behind || performance.now() > until) return now;
      this.indexer.ringNow();
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
      now = await this.search.readUpTo();
    }
  }
}
