import { Body, Controller, Delete, Get, Inject, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type pg from 'pg';
import { z } from 'zod';
import { RejectionError } from '../../kernel/rejection.js';
import { type Caller, CallerOf, Chapter, Door } from '../../platform/http/index.js';
import { DATABASE_POOL } from '../../platform/tokens.js';
import { ChangePassword } from '../commands/change-password.js';
import { OpenSession } from '../commands/open-session.js';
import { PASSWORD_CHARACTERS_MAX, PASSWORD_CHARACTERS_MIN } from '../../kernel/limits.js';
import { SESSION_COOKIE } from '../queries/callers.js';
import { findPerson } from '../store/people.store.js';
import { listVenues } from '../store/venues.store.js';
import { handOver, sessionAnswer } from './session-handover.js';
import { loginName, meAnswer, personIdParam, showPerson } from './shapes.js';

const credentials = z.strictObject({
  login: loginName,
  password: z.string().min(1).max(PASSWORD_CHARACTERS_MAX),
});
const newPassword = z.strictObject({
  current: z.string().min(1).max(PASSWORD_CHARACTERS_MAX),
  next: z.string().min(PASSWORD_CHARACTERS_MIN).max(PASSWORD_CHARACTERS_MAX),
});

@Chapter('identity')
@Controller('api/v1')
export class SessionsController {
  constructor(
    @Inject(OpenSession) private readonly sessions: OpenSession,
    @Inject(ChangePassword) private readonly passwords: ChangePassword,
    @Inject(DATABASE_POOL) private readonly pool: pg.Pool,
  ) {}

  @Post('sessions')
  @Door({
    name: 'signIn',
    summary: 'Sign in with login name and password',
    power: 'public',
    body: credentials,
    answer: sessionAnswer,
    status: 201,
    limit: 'login',
    problems: ['identity.wrong_credentials', 'identity.locked'],
  })
  async open(
    @Body() body: z.output<typeof credentials>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof sessionAnswer>> {
    const session = await this.sessions.open(body.login, body.password, reply.request.ip);
    return handOver(session, reply);
  }

  @Delete('sessions/current')
  @Door({
    name: 'signOut',
    summary: 'Sign out',
    power: 'signed-in',
    status: 204,
    problems: ['identity.session_required'],
  })
  async close(@CallerOf() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    if (caller.via !== 'session') throw new RejectionError({ code: 'identity.session_required' });
    await this.sessions.close(caller);
    void reply.header('Set-Cookie', `${SESSION_COOKIE}=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0`);
  }

  @Delete('sessions')
  @Door({
    name: 'endMySessions',
    summary: 'End all my sessions, on every device',
    power: 'signed-in',
    status: 204,
  })
  async closeAll(@CallerOf() caller: Caller): Promise<void> {
    await this.sessions.closeAll(caller.personId, caller.personId);
  }

  @Delete('people/:personId/sessions')
  @Door({
    name: 'endSessionsOfPerson',
    summary: 'End all sessions of a person',
    power: 'identity.write',
    params: personIdParam,
    status: 204,
    problems: ['identity.person_unknown'],
  })
  async closeAllOf(@CallerOf() caller: Caller, @Param('personId') personId: string): Promise<void> {
    if ((await findPerson(this.pool, personId)) === undefined)
      throw new RejectionError({ code: 'identity.person_unknown' });
    await this.sessions.closeAll(personId, caller.personId);
  }

  @Post('me/password')
  @Door({
    name: 'changeMyPassword',
    summary: 'Change my password; ends all my sessions',
    power: 'signed-in',
    body: newPassword,
    status: 204,
    limit: 'login',
    problems: ['identity.wrong_password', 'identity.session_required', 'identity.locked'],
  })
  async changePassword(
    @CallerOf() caller: Caller,
    @Body() body: z.output<typeof newPassword>,
  ): Promise<void> {
    await this.passwords.change(caller, body.current, body.next);
  }

  @Get('me')
  @Door({ name: 'whoAmI', summary: 'Who I am and what I may do', power: 'signed-in', answer: meAnswer })
  async me(@CallerOf() caller: Caller): Promise<z.output<typeof meAnswer>> {
    const person = await findPerson(this.pool, caller.personId);
    if (person === undefined) throw new RejectionError({ code: 'identity.person_unknown' });
    return {
      ...showPerson(person),
      powers: { ...caller.scopes },
      venues: await listVenues(this.pool),
      secondFactor: 'not_offered',
      via: caller.via,
    };
  }
}
