import { Body, Controller, Get, Inject, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type pg from 'pg';
import { z } from 'zod';
import {
  type Caller,
  CallerOf,
  Chapter,
  decodeCursor,
  Door,
  OfficeDesk,
  Once,
  type OnceTicket,
  type Page,
  pageAnswer,
  pageQuery,
  turnPage,
} from '../../platform/http/index.js';
import { DATABASE_POOL } from '../../platform/tokens.js';
import { IdentityAdmin } from '../commands/identity-admin.js';
import { ORG_KINDS } from '../domain/organisation.js';
import { ROLES } from '../domain/roles.js';
import { PASSWORD_CHARACTERS_MAX, PASSWORD_CHARACTERS_MIN } from '../../kernel/limits.js';
import { listOrganisations, listPeople } from '../store/people.store.js';
import {
  loginName,
  organisationAnswer,
  orgId,
  personAnswer,
  plainText,
  showOrganisation,
  showPerson,
} from './shapes.js';

const newOrganisation = z.strictObject({
  title: plainText(200),
  kind: z.enum(ORG_KINDS),
  ownerGroup: orgId.optional(),
});
const newPerson = z.strictObject({
  orgId,
  login: loginName,
  displayName: plainText(100),
  roles: z.array(z.enum(ROLES)).min(1).max(ROLES.length),
  password: z.string().min(PASSWORD_CHARACTERS_MIN).max(PASSWORD_CHARACTERS_MAX),
});
const listQuery = z.strictObject(pageQuery);
type ListQuery = z.output<typeof listQuery>;

@Chapter('identity')
@Controller('api/v1')
export class PeopleController {
  constructor(
    @Inject(IdentityAdmin) private readonly admin: IdentityAdmin,
    @Inject(OfficeDesk) private readonly desk: OfficeDesk,
    @Inject(DATABASE_POOL) private readonly pool: pg.Pool,
  ) {}

  @Post('organisations')
  @Door({
    name: 'createOrganisation',
    summary: 'Create an organisation',
    power: 'identity.write',
    body: newOrganisation,
    answer: organisationAnswer,
    status: 201,
    idempotent: true,
  })
  createOrganisation(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Body() body: z.output<typeof newOrganisation>,
  ): Promise<z.output<typeof organisationAnswer>> {
    return this.desk.once(caller, once, async (client) =>
      showOrganisation(await this.admin.addOrganisation(client, body, caller.personId)),
    );
  }

  @Get('organisations')
  @Door({
    name: 'listOrganisations',
    summary: 'Organisations I may see',
    power: 'identity.read',
    query: listQuery,
    answer: pageAnswer(organisationAnswer),
    problems: ['http.bad_cursor'],
  })
  async organisations(
    @CallerOf() caller: Caller,
    @Query() query: ListQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<unknown>> {
    const rows = await listOrganisations(this.pool, onlyOf(caller), afterOf(query), query.limit + 1);
    return turnPage(reply, rows, query.limit, (row) => [row.orgId], showOrganisation);
  }

  @Post('people')
  @Door({
    name: 'createPerson',
    summary: 'Create a person with roles',
    power: 'identity.write',
    body: newPerson,
    answer: personAnswer,
    status: 201,
    idempotent: true,
    problems: [
      'identity.prohibited_combination',
      'identity.prohibited_person',
      'identity.role_not_of_organisation',
      'identity.login_taken',
      'identity.organisation_unknown',
    ],
  })
  async createPerson(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Body() body: z.output<typeof newPerson>,
  ): Promise<z.output<typeof personAnswer>> {
    const passwordHash = await this.admin.hashPassword(body.password);
    return this.desk.once(caller, once, async (client) =>
      showPerson(await this.admin.addPerson(client, body, passwordHash, caller.personId)),
    );
  }

  @Get('people')
  @Door({
    name: 'listPeople',
    summary: 'People I may see',
    power: 'identity.read',
    query: listQuery,
    answer: pageAnswer(personAnswer),
    problems: ['http.bad_cursor'],
  })
  async people(
    @CallerOf() caller: Caller,
    @Query() query: ListQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<unknown>> {
    const rows = await listPeople(this.pool, onlyOf(caller), afterOf(query), query.limit + 1);
    return turnPage(reply, rows, query.limit, (row) => [row.personId], showPerson);
  }
}

/** With the scope 'own' a caller sees its own organisation only. */
function onlyOf(caller: Caller): string | undefined {
  return caller.scopes['identity.read'] === 'own' ? caller.orgId : undefined;
}

function afterOf(query: ListQuery): string {
  return String(decodeCursor(query.after, 1)?.[0] ?? '');
}
