import { hash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { RejectionError } from '../../kernel/rejection.js';
import type { Clock } from '../../platform/clock.js';
import type { Caller } from '../../platform/http/index.js';
import { CLOCK, DATABASE_POOL } from '../../platform/tokens.js';
import { callerOfPerson } from '../domain/caller-of-person.js';
import {
  CREDENTIAL_FRESH_MS,
  CREDENTIALS_CACHED_MAX,
  SESSION_ABSOLUTE_MS,
  SESSION_IDLE_MS,
  SESSION_TOUCH_MS,
} from '../../kernel/limits.js';
import { CredentialCache } from '../store/credentials.js';
import { findSession, touchSession } from '../store/sessions.store.js';

interface LiveSession {
  readonly caller: Caller;
  readonly endsAtMs: number;
  lastSeenMs: number;
  writtenMs: number;
}

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** Who holds this session token? Memory first; the table holds only the token's hash. */
@Injectable()
export class Sessions {
  private readonly live = new CredentialCache<LiveSession>(CREDENTIAL_FRESH_MS, CREDENTIALS_CACHED_MAX);

  constructor(
    @Inject(DATABASE_POOL) private readonly pool: pg.Pool,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** `beforeLookup` may refuse: it is called when memory does not know the token. */
  callerOf(token: string, beforeLookup: () => void): Caller | Promise<Caller> {
    if (!TOKEN.test(token)) throw invalid();
    const nowMs = this.nowMs();
    const name = nameOf(token);
    const known = this.live.peek(name, nowMs);
    if (known !== undefined) return this.seen(known, name, nowMs);
    beforeLookup();
    return this.live
      .load(name, nowMs, (stale) => this.load(name, stale))
      .then((session) => {
        if (session === undefined) throw invalid();
        return this.seen(session, name, nowMs);
      });
  }

  /** Whose token it is, if memory knows and the session has not ended; nothing is refused or written. */
  recognise(token: string): Caller | undefined {
    if (!TOKEN.test(token)) return undefined;
    const nowMs = this.nowMs();
    const session = this.live.peek(nameOf(token), nowMs);
    return session === undefined || hasEnded(session, nowMs) ? undefined : session.caller;
  }

  forgetSession(sessionId: string): void {
    this.live.forget(({ caller }) => caller.credentialId === sessionId);
  }

  forgetPerson(personId: string): void {
    this.live.forget(({ caller }) => caller.personId === personId);
  }

  private seen(session: LiveSession, name: string, nowMs: number): Caller {
    if (hasEnded(session, nowMs)) throw invalid();
    session.lastSeenMs = Math.max(session.lastSeenMs, nowMs);
    if (nowMs - session.writtenMs >= SESSION_TOUCH_MS) {
      session.writtenMs = nowMs;
      // Only the idle timeout after a restart depends on it: a failed write costs a login, never an answer.
      touchSession(this.pool, hashNamed(name), nowMs).catch(() => undefined);
    }
    return session.caller;
  }

  private async load(name: string, stale: LiveSession | undefined): Promise<LiveSession | undefined> {
    const stored = await findSession(this.pool, hashNamed(name));
    return (
      stored && {
        caller: callerOfPerson(stored.person, 'session', stored.sessionId),
        endsAtMs: stored.createdAtMs + SESSION_ABSOLUTE_MS,
        // Being seen is written down late: memory may know better than the table.
        lastSeenMs: Math.max(stored.lastSeenMs, stale?.lastSeenMs ?? 0),
        writtenMs: stored.lastSeenMs,
      }
    );
  }

  private nowMs(): number {
    return Math.floor(this.clock.nowMicros() / 1000);
  }
}

export function hashToken(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}

/** What memory knows a session by: the bytes of its token's hash, as the characters of a text. */
function nameOf(token: string): string {
  return hash('sha256', token, 'binary');
}

function hashNamed(name: string): Buffer {
  return Buffer.from(name, 'latin1');
}

function hasEnded({ endsAtMs, lastSeenMs }: LiveSession, nowMs: number): boolean {
  return nowMs >= endsAtMs || nowMs - lastSeenMs >= SESSION_IDLE_MS;
}

function invalid(): RejectionError {
  return new RejectionError({ code: 'identity.session_invalid' });
}
