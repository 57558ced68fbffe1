import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Pool } from 'pg';
import { log } from '../../platform/logger.js';
import type { Settings } from '../../platform/settings.js';
import { DATABASE_POOL, SETTINGS } from '../../platform/tokens.js';
import { ENGINE } from '../../sequencer/engine.token.js';
import type { Engine, Machine } from '../../sequencer/index.js';
import { OFFICE_STREAM } from '../domain/trail-line.js';
import { TrailIndex } from '../store/trail-index.js';

/** Records of this long share a bell. */
const GATHER_MS = 200;
const SWEEP_MS = 2_000;
/** After a page it rests so many times as long as the page took: orders come first, also on one core. */
const RESTS = 3;
/** A venue that committed nothing for so long is quiet: then nothing is rested. */
const QUIET_MS = 1_000;

/** Reads behind the journals in a process with the worker role: rung when something is committed, and every two seconds. */
@Injectable()
export class TrailIndexer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly index: TrailIndex;
  private running: Promise<void> | undefined;
  private isAskedAgain = false;
  private sweep: NodeJS.Timeout | undefined;
  private bell: NodeJS.Timeout | undefined;
  private committedAt = 0;
  private leaving = false;

  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(ENGINE) private readonly engine: Pick<Engine<Machine>, 'onCommitted'>,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.index = new TrailIndex(pool);
  }

  onApplicationBootstrap(): void {
    if (!this.settings.ROLE.includes('worker')) return;
    this.engine.onCommitted(() => this.ring());
    this.sweep = setInterval(() => void this.look(), SWEEP_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    this.leaving = true;
    clearInterval(this.sweep);
    clearTimeout(this.bell);
    await this.running;
  }

  /** Reads every journal to its end. A fault is logged; the sweep comes again. */
  look(isUrgent = false): Promise<void> {
    if (this.running !== undefined) {
      this.isAskedAgain = true;
      return this.running;
    }
    this.running = this.readAll(isUrgent)
      .catch((error: unknown) => log.warn({ err: error }, 'the trail could not be read on'))
      .finally(() => (this.running = undefined));
    return this.running;
  }

  /** Somebody waits for what is journalled by now. */
  ringNow(): void {
    if (this.settings.ROLE.includes('worker') && !this.leaving) void this.look(true);
  }

  private ring(): void {
    this.committedAt = performance.now();
    this.bell ??= setTimeout(() => {
      this.bell = undefined;
      void this.look();
    }, GATHER_MS);
  }

  private async readAll(isUrgent: boolean): Promise<void> {
    do {
      this.isAskedAgain = false;
      // The office first: a venue's lines name people that it has made.
      for (let behind = await this.behind(); behind.length > 0 && !this.leaving;) {
        let records = 0;
        for (const stream of behind) {
          const begun = performance.now();
          records += await this.index.take(stream);
          if (!isUrgent) await this.rest(performance.now() - begun);
        }
        // None: another process is reading them.
        behind = records === 0 ? [] : await this.behind();
      }
    } while (this.isAskedAgain && !this.leaving);
  }

  private async rest(workedMs: number): Promise<void> {
    if (performance.now() - this.committedAt > QUIET_MS || this.leaving) return;
    await new Promise((resolve) => setTimeout(resolve, workedMs * RESTS));
  }

  /** Journals with something that is not read yet: to find none costs one question and no write. */
  private async behind(): Promise<number[]> {
    const { rows } = await this.pool.query(
      `SELECT h.stream FROM (SELECT venue_no AS stream, last_seq FROM venues
                             UNION ALL SELECT ${OFFICE_STREAM}, last_seq FROM office_head) h
         LEFT JOIN trail_cursors c USING (stream) WHERE h.last_seq > coalesce(c.last_seq, 0) ORDER BY h.stream`,
    );
    return rows.map(({ stream }) => stream as number);
  }
}
