import { Controller, Get, Header, Inject, ServiceUnavailableException } from '@nestjs/common';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { VenueEngine } from '../engine-of-roles.js';
import { Chapter, Door, told } from '../platform/http/index.js';
import { metrics } from '../platform/metrics.js';
import { DATABASE_POOL } from '../platform/tokens.js';
import { VERSION } from '../platform/version.js';
import { ENGINE } from '../sequencer/engine.token.js';
import { LocalEngine } from '../sequencer/index.js';
import { measureVenues } from './venue-metrics.js';

const ok = z.object({ status: z.string() });
const serviceHealth = z
  .object({
    version: z.string(),
    node: z.string(),
    postgres: z.string(),
    venues: z.array(
      z
        .object({
          venue: z.string(),
          state: z
            .enum(['loading', 'open', 'halted', 'fenced', 'stopped', 'following'])
            .describe('`following`: another process writes, this one reads along'),
          records: told.seq.nullable().describe('In the journal; null where another process writes it'),
          waiting: told.count.nullable().describe('Commands that wait for the writer'),
          unsettled: told.count.nullable().describe('Trades; null while the venue does not answer'),
        })
        .meta({ id: 'VenueHealth' }),
    ),
  })
  .meta({ id: 'ServiceHealth' });

/** For supervisors and monitoring; no secrets, no market data. */
@Chapter('health')
@Controller()
export class HealthController {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(ENGINE) private readonly engine: VenueEngine,
  ) {}

  @Get('healthz')
  @Door({ name: 'getHealth', summary: 'The process is alive', power: 'public', limit: 'none', answer: ok })
  alive(): { status: string } {
    return { status: 'alive' };
  }

  @Get('readyz')
  @Door({
    name: 'getReadiness',
    summary: 'The database answers and every venue is open',
    power: 'public',
    limit: 'none',
    answer: ok,
  })
  async ready(): Promise<{ status: string }> {
    await this.pool.query('SELECT 1');
    const closed = this.sequencers().filter(({ sequencer }) => sequencer.state !== 'open');
    if (closed.length > 0) throw new ServiceUnavailableException();
    return { status: 'ready' };
  }

  @Get('metrics')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  @Door({
    name: 'getMetrics',
    summary: 'Prometheus metrics',
    power: 'public',
    limit: 'none',
    answer: z.string(),
    produces: 'text/plain',
  })
  async metrics(): Promise<string> {
    await measureVenues(this.engine);
    return metrics.metrics();
  }

  @Get('api/v1/health')
  @Door({
    name: 'getServiceHealth',
    summary: 'Versions, and of each venue: its state, its journal, what waits',
    power: ['session.run', 'settlement.run'],
    answer: serviceHealth,
  })
  async health(): Promise<z.infer<typeof serviceHealth>> {
    const { rows } = await this.pool.query<{ server_version: string }>('SHOW server_version');
    const writers = this.sequencers();
    const venues = await Promise.all(
      this.engine.venues().map(async ({ slug, venueNo }) => {
        const writer = writers.find(({ row }) => row.venueNo === venueNo)?.sequencer;
        const unsettled = await this.engine
          .ask(slug, ({ clearing }) => clearing.pendingCount)
          .catch(() => null);
        return {
          venue: slug,
          state: writer?.state ?? ('following' as const),
          records: writer?.lastSeq ?? null,
          waiting: writer?.queueLength ?? null,
          unsettled,
        };
      }),
    );
    return { version: VERSION, node: process.version, postgres: rows[0]!.server_version, venues };
  }

  private sequencers(): ReturnType<LocalEngine<never>['sequencers']> {
    return this.engine instanceof LocalEngine ? (this.engine.sequencers() as never) : [];
  }
}
