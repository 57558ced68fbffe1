import { Body, Controller, Delete, Get, Inject, Param, Post } from '@nestjs/common';
import type pg from 'pg';
import { z } from 'zod';
import { RejectionError } from '../../kernel/rejection.js';
import { type Caller, CallerOf, Chapter, Door, listAnswer, told } from '../../platform/http/index.js';
import { DATABASE_POOL } from '../../platform/tokens.js';
import { IssueApiKey, type IssuedKey } from '../commands/issue-api-key.js';
import { type ApiKeyRow, listApiKeys } from '../store/api-keys.store.js';
import { plainText } from './shapes.js';

const newKey = z.strictObject({ label: plainText(80) });
const issued = z
  .object({ keyId: z.string(), secret: z.string().describe('Shown here and only here') })
  .meta({ id: 'ApiKeyIssued' });
const keyAnswer = z
  .object({ keyId: z.string(), label: z.string(), createdAt: told.instant, revoked: z.boolean() })
  .meta({ id: 'ApiKey' });
const keyIdParam = z.object({ keyId: z.string().regex(/^key_[0-9a-v]{26}$/) });

/** A key acts as its owner; only the owner, signed in as a person, makes or revokes it. */
@Chapter('identity')
@Controller('api/v1/api-keys')
export class ApiKeysController {
  constructor(
    @Inject(IssueApiKey) private readonly keys: IssueApiKey,
    @Inject(DATABASE_POOL) private readonly pool: pg.Pool,
  ) {}

  // No idempotency key: answering again would mean keeping the secret readable. A lost answer is a key to revoke.
  @Post()
  @Door({
    name: 'issueApiKey',
    summary: 'Issue an API key; its secret is shown once',
    power: 'signed-in',
    body: newKey,
    answer: issued,
    status: 201,
    problems: ['identity.session_required', 'identity.too_many_keys'],
  })
  issue(@CallerOf() caller: Caller, @Body() body: z.output<typeof newKey>): Promise<IssuedKey> {
    return this.keys.issue(personAtTheDoor(caller), body.label);
  }

  @Get()
  @Door({
    name: 'listApiKeys',
    summary: 'My API keys',
    power: 'signed-in',
    answer: listAnswer(keyAnswer),
  })
  async list(@CallerOf() caller: Caller): Promise<{ items: ApiKeyRow[] }> {
    return { items: await listApiKeys(this.pool, caller.personId) };
  }

  @Delete(':keyId')
  @Door({
    name: 'revokeApiKey',
    summary: 'Revoke one of my API keys',
    power: 'signed-in',
    params: keyIdParam,
    status: 204,
    problems: ['identity.session_required', 'identity.key_unknown'],
  })
  async revoke(@CallerOf() caller: Caller, @Param('keyId') keyId: string): Promise<void> {
    await this.keys.revoke(personAtTheDoor(caller), keyId);
  }
}

/** A stolen key must not be able to make more keys. */
function personAtTheDoor(caller: Caller): string {
  if (caller.via !== 'session') throw new RejectionError({ code: 'identity.session_required' });
  return caller.personId;
}
