import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { appendOfficeEntry } from '../../audit/index.js';
import { RejectionError } from '../../kernel/rejection.js';
import type { Clock } from '../../platform/clock.js';
import { type Caller, OfficeDesk } from '../../platform/http/index.js';
import { CLOCK, DATABASE_POOL } from '../../platform/tokens.js';
import { SESSION_ABSOLUTE_MS } from '../../kernel/limits.js';
import { newId, newSecret } from '../new-ids.js';
import { hashToken, Sessions } from '../queries/sessions.js';
import { ReadingWitness } from '../queries/reading-witness.js';
import { beginAttempt, forgetFailures, sweepFailures } from '../store/login-failures.store.js';
import { Passwords } from '../store/passwords.js';
import { findPasswordHash } from '../store/people.store.js';
import { insertSession, revokeSession, revokeSessionsOf } from '../store/sessions.store.js';

export interface OpenedSession {
  readonly token: string;
  readonly personId: string;
  readonly endsAtMs: number;
}

/** Login and logout. A name nobody has costs the same time, the same count and the same answer as a wrong password. */
@Injectable()
export class OpenSession {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: pg.Pool,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(OfficeDesk) private readonly desk: OfficeDesk,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(Sessions) private readonly sessions: Sessions,
    @Inject(ReadingWitness) private readonly witness: ReadingWitness,
  ) {}

  /** `address`: where the attempt comes from, for the trail. */
  async open(login: string, password: string, address = ''): Promise<OpenedSession> {
    this.witness.assertRecording();
    const locked = await beginAttempt(this.pool, login);
    if (locked > 0) {
      this.witness.loginFailed(await this.nameOf(login), address, 'identity.locked');
      throw new RejectionError({ code: 'identity.locked', data: { retryAfterSeconds: locked } });
    }
    const known = await findPasswordHash(this.pool, login);
    const holds = await this.passwords.verify(known?.passwordHash, password);
    if (!holds || known === undefined) {
      this.witness.loginFailed(known?.personId ?? '', address, 'identity.wrong_credentials');
      throw new RejectionError({ code: 'identity.wrong_credentials' });
    }

    const { personId } = known;
    const token = newSecret();
    const sessionId = newId('sid');
    const nowMs = Math.floor(this.clock.nowMicros() / 1000);
    await this.desk.transaction(async (client) => {
      await forgetFailures(client, login);
      await sweepFailures(client);
      await insertSession(client, hashToken(token), sessionId, personId, nowMs);
      await appendOfficeEntry(client, {
        actor: personId,
        kind: 'session-opened',
        subject: sessionId,
        detail: { address },
      });
    });
    return { token, personId, endsAtMs: nowMs + SESSION_ABSOLUTE_MS };
  }

  private async nameOf(login: string): Promise<string> {
    return (await findPasswordHash(this.pool, login))?.personId ?? '';
  }

  /** Ends one session; one that has ended stays ended. */
  async close(caller: Caller): Promise<void> {
    await this.desk.transaction(async (client) => {
      if ((await revokeSession(client, caller.credentialId)) === 0) return;
      await appendOfficeEntry(client, {
        actor: caller.personId,
        kind: 'session-closed',
        subject: caller.credentialId,
        detail: {},
      });
    });
    this.sessions.forgetSession(caller.credentialId);
  }

  /** Ends every session of a person; returns how many. */
  async closeAll(personId: string, by: string): Promise<number> {
    const closed = await this.desk.transaction(async (client) => {
      const count = await revokeSessionsOf(client, personId);
      if (count > 0)
        await appendOfficeEntry(client, {
          actor: by,
          kind: 'sessions-closed',
          subject: personId,
          detail: { count },
        });
      return count;
    });
    this.sessions.forgetPerson(personId);
    return closed;
  }
}
