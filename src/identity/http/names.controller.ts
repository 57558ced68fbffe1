import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type pg from 'pg';
import { z } from 'zod';
import {
  type Caller,
  CallerOf,
  Chapter,
  decodeCursor,
  Door,
  type Page,
  pageAnswer,
  pageQuery,
  turnPage,
} from '../../platform/http/index.js';
import { DATABASE_POOL } from '../../platform/tokens.js';
import { listNames, type Name } from '../store/people.store.js';

const query = z.strictObject(pageQuery);
const nameAnswer = z
  .object({
    id: z.string().describe('Of an organisation or of a person, as other answers name them'),
    name: z.string(),
  })
  .meta({ id: 'DisplayName' });

/** Who reads what others proposed and signed reads their names, not how they sign in nor what else they may do. */
@Chapter('identity')
@Controller('api/v1/names')
export class NamesController {
  constructor(@Inject(DATABASE_POOL) private readonly pool: pg.Pool) {}

  @Get()
  @Door({
    name: 'listNames',
    summary: 'What organisations and people are called: your own, or of all whose proposals you read',
    power: 'proposal.read',
    query,
    answer: pageAnswer(nameAnswer),
    problems: ['http.bad_cursor'],
  })
  async list(
    @CallerOf() caller: Caller,
    @Query() { limit, after }: z.output<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<Name>> {
    const only = caller.scopes['proposal.read'] === 'own' ? caller.orgId : undefined;
    const last = String(decodeCursor(after, 1)?.[0] ?? '');
    const rows = await listNames(this.pool, only, last, limit + 1);
    return turnPage(
      reply,
      rows,
      limit,
      ({ id }) => [id],
      ({ id, name }) => ({ id, name }),
    );
  }
}
