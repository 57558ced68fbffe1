import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { appendOfficeEntry } from '../../audit/index.js';
import { RejectionError } from '../../kernel/rejection.js';
import { type Caller, OfficeDesk } from '../../platform/http/index.js';
import { DATABASE_POOL } from '../../platform/tokens.js';
import { Sessions } from '../queries/sessions.js';
import { ReadingWitness } from '../queries/reading-witness.js';
import { beginAttempt, forgetFailures } from '../store/login-failures.store.js';
import { Passwords } from '../store/passwords.js';
import { passwordHashOf, updatePassword } from '../store/people.store.js';
import { revokeSessionsOf } from '../store/sessions.store.js';

/** A person changes their own password; every session ends, so whoever knew the old one is out. */
@Injectable()
export class ChangePassword {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: pg.Pool,
    @Inject(OfficeDesk) private readonly desk: OfficeDesk,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(Sessions) private readonly sessions: Sessions,
    @Inject(ReadingWitness) private readonly witness: ReadingWitness,
  ) {}

  async change({ personId, via }: Caller, current: string, next: string): Promise<void> {
    if (via !== 'session') throw new RejectionError({ code: 'identity.session_required' });
    // A stolen session must not be a way to guess the password without being counted.
    const locked = await beginAttempt(this.pool, personId);
    if (locked > 0) {
      this.witness.loginFailed(personId, '', 'identity.locked');
      throw new RejectionError({ code: 'identity.locked', data: { retryAfterSeconds: locked } });
    }
    if (!(await this.passwords.verify(await passwordHashOf(this.pool, personId), current))) {
      this.witness.loginFailed(personId, '', 'identity.wrong_password');
      throw new RejectionError({ code: 'identity.wrong_password' });
    }
    const hash = await this.passwords.hash(next);
    await this.desk.transaction(async (client) => {
      await forgetFailures(client, personId);
      await updatePassword(client, personId, hash);
      await revokeSessionsOf(client, personId);
      await appendOfficeEntry(client, {
        actor: personId,
        kind: 'password-changed',
        subject: personId,
        detail: {},
      });
    });
    this.sessions.forgetPerson(personId);
  }
}
