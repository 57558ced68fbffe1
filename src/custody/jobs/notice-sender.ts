import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type pg from 'pg';
import type { Clock } from '../../platform/clock.js';
import { Rounds } from '../../platform/rounds.js';
import type { Settings } from '../../platform/settings.js';
import { CLOCK, DATABASE_POOL, SETTINGS } from '../../platform/tokens.js';
import { NOTICE_ROAD, type NoticeRoad } from './notice-road.js';

const TICK_MS = 2_000;
const NOTICES_A_TICK = 100;
/** The pause doubles with each attempt from two seconds up to about an hour; nobody gives up. */
const DOUBLINGS = 11;
const SECOND = 1_000_000;

interface Waiting {
  readonly venue_no: number;
  readonly notice_no: string;
  readonly kind: string;
  readonly org: string;
  readonly caused_by: string;
  readonly at: string;
  readonly facts: unknown;
  readonly attempts: number;
}

/** Sends what has not gone out, and writes down every attempt. Killed between the two, it sends once more. */
@Injectable()
export class NoticeSender implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly rounds = new Rounds(TICK_MS, () => this.tick(), 'notices could not be looked up');

  constructor(
    @Inject(DATABASE_POOL) private readonly pool: pg.Pool,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(NOTICE_ROAD) private readonly road: NoticeRoad,
  ) {}

  onApplicationBootstrap(): void {
    // One process of them all has the engine: no notice is sent by two at a time.
    if (this.settings.ROLE.includes('engine')) this.rounds.begin();
  }

  onApplicationShutdown(): Promise<void> {
    return this.rounds.end();
  }

  /** All that is due for an attempt, oldest first. */
  async tick(): Promise<void> {
    const { rows } = await this.pool.query<Waiting>(
      `SELECT n.venue_no, n.notice_no, n.kind, n.org, n.caused_by, n.at, n.facts, coalesce(d.attempts, 0)::int AS attempts
       FROM notices n LEFT JOIN (SELECT venue_no, notice_no, bool_or(ok) AS sent, count(*) AS attempts, max(at) AS last
         FROM notice_deliveries GROUP BY 1, 2) d USING (venue_no, notice_no)
       WHERE d.sent IS NOT TRUE AND (d.last IS NULL OR d.last + ${SECOND} * power(2, least(d.attempts, ${DOUBLINGS})) <= $1)
       ORDER BY n.venue_no, n.notice_no LIMIT ${NOTICES_A_TICK}`,
      [this.clock.nowMicros()],
    );
    for (const row of rows) await this.attempt(row);
  }

  private async attempt(row: Waiting): Promise<void> {
    let error = '';
    try {
      await this.road.send({
        ...{ venueNo: row.venue_no, noticeNo: Number(row.notice_no), kind: row.kind, org: row.org },
        ...{ causedBy: row.caused_by, at: Number(row.at), facts: row.facts },
      });
    } catch (cause) {
      error = String(cause).slice(0, 500);
    }
    await this.pool.query(
      `INSERT INTO notice_deliveries (venue_no, notice_no, attempt, at, ok, error) VALUES ($1, $2, $3, $4, $5, $6)`,
      [row.venue_no, row.notice_no, row.attempts + 1, this.clock.nowMicros(), error === '', error],
    );
  }
}
