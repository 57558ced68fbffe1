import { Controller, Get, Header, Inject, ServiceUnavailableException } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { VenueEngine } from '../engine-of-roles.js';
import { Door } from '../platform/http/index.js';
import { metrics } from '../platform/metrics.js';
import { DATABASE_POOL } from '../platform/tokens.js';
import { ENGINE } from '../sequencer/engine.token.js';
import { LocalEngine } from '../sequencer/index.js';
import { measureVenues } from './venue-metrics.js';

const ok = z.object({ status: z.string() });

/** For supervisors and monitoring; no secrets, no market data. */
@ApiTags('health')
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

  private sequencers(): ReturnType<LocalEngine<never>['sequencers']> {
    return this.engine instanceof LocalEngine ? (this.engine.sequencers() as never) : [];
  }
}
