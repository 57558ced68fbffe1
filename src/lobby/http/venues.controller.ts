import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type pg from 'pg';
import { z } from 'zod';
import { DEMO_ORGANISATIONS } from '../../demo/demo-people.js';
import type { VenueEngine } from '../../engine-of-roles.js';
import { handOver, sessionAnswer } from '../../identity/http/session-handover.js';
import { loginName } from '../../identity/http/shapes.js';
import { OpenSession, ROLES } from '../../identity/index.js';
import { RejectionError } from '../../kernel/rejection.js';
import { Chapter, Door, listAnswer } from '../../platform/http/index.js';
import { DATABASE_POOL } from '../../platform/tokens.js';
import { INSTRUMENT_KINDS } from '../../registry/index.js';
import { ENGINE } from '../../sequencer/engine.token.js';
import { DemoDoor } from '../demo-door.js';

const demoPerson = z
  .object({
    login: z.string(),
    displayName: z.string(),
    organisation: z.string(),
    roles: z.array(z.enum(ROLES)),
  })
  .meta({ id: 'DemoPerson' });
const venueAnswer = z
  .object({
    venue: z.string().describe('The word in addresses'),
    title: z.string(),
    currency: z.string(),
    kinds: z.array(z.enum(INSTRUMENT_KINDS)).describe('What is traded here'),
    demo: z.boolean(),
    demoPeople: z
      .array(demoPerson)
      .optional()
      .describe(
        'At a demo: whom one can be, with POST /api/v1/demo-sessions; absent where that is not offered',
      ),
  })
  .meta({ id: 'Venue' });
const venuesAnswer = listAnswer(venueAnswer);
type Venues = z.output<typeof venuesAnswer>;
const being = z.strictObject({ login: loginName });

/** Which venues there are; at a demo, whom one can be there. */
@Chapter('venues')
@Controller('api/v1')
export class VenuesController {
  constructor(
    @Inject(ENGINE) private readonly engine: VenueEngine,
    @Inject(DATABASE_POOL) private readonly pool: pg.Pool,
    @Inject(DemoDoor) private readonly demo: DemoDoor,
    @Inject(OpenSession) private readonly sessions: OpenSession,
  ) {}

  @Get('venues')
  @Door({ name: 'listVenues', summary: 'The venues of this house', power: 'public', answer: venuesAnswer })
  async list(@Req() request: FastifyRequest): Promise<Venues> {
    const { rows } = await this.pool.query<{ venue_no: number; kinds: Venues['items'][number]['kinds'] }>(
      `SELECT venue_no, array_agg(DISTINCT kind ORDER BY kind) AS kinds FROM instruments GROUP BY venue_no`,
    );
    const demoPeople = this.demo.people(request).map(({ login, displayName, org, roles }) => ({
      login,
      displayName,
      organisation: DEMO_ORGANISATIONS.find(({ key }) => key === org)!.title,
      roles: [...roles] as (typeof ROLES)[number][],
    }));
    return {
      items: this.engine.venues().map(({ venueNo, slug, title, currency }) => {
        const demo = slug === this.demo.venue();
        return {
          venue: slug,
          title,
          currency,
          kinds: rows.find((row) => row.venue_no === venueNo)?.kinds ?? [],
          demo,
          ...(demo && demoPeople.length > 0 && { demoPeople }),
        };
      }),
    };
  }

  @Post('demo-sessions')
  @Door({
    name: 'signInAsDemoPerson',
    summary: 'Sign in as a person of the demo, without a password',
    power: 'public',
    body: being,
    answer: sessionAnswer,
    status: 201,
    limit: 'login',
    problems: ['lobby.demo_not_offered', 'lobby.no_demo_person'],
  })
  async be(
    @Body() { login }: z.output<typeof being>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof sessionAnswer>> {
    const people = this.demo.people(reply.request);
    if (people.length === 0) throw new RejectionError({ code: 'lobby.demo_not_offered' });
    const person = people.find((one) => one.login === login);
    if (person === undefined) throw new RejectionError({ code: 'lobby.no_demo_person' });
    return handOver(await this.sessions.open(login, person.password, reply.request.ip), reply);
  }
}
