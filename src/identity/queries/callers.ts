import { Inject, Injectable } from '@nestjs/common';
import { UNKNOWN_CREDENTIALS_LIMIT } from '../../kernel/limits.js';
import { RejectionError } from '../../kernel/rejection.js';
import {
  type Caller,
  type CallerResolver,
  type DoorRequest,
  RateLimiter,
} from '../../platform/http/index.js';
import { POWERS } from '../domain/powers.js';
import { Sessions } from './sessions.js';
import { SignedKeys } from './signed-keys.js';

export const SESSION_COOKIE = 'airshed_session';
const COOKIE = new RegExp(`(?:^|;\\s*)${SESSION_COOKIE}=([^;]*)`);

/** Signed key, then bearer token, then cookie: the first one shown decides, and a wrong one is never forgiven for the next. */
@Injectable()
export class Callers implements CallerResolver {
  private readonly strangers = new RateLimiter(UNKNOWN_CREDENTIALS_LIMIT);
  readonly knownPowers: ReadonlySet<string> = new Set(POWERS);

  constructor(
    @Inject(Sessions) private readonly sessions: Sessions,
    @Inject(SignedKeys) private readonly keys: SignedKeys,
  ) {}

  resolve(request: DoorRequest): Caller | null | Promise<Caller | null> {
    const { headers } = request;
    const beforeLookup = (): void => this.admitStranger(request.ip);
    const keyId = headers['x-key'];
    if (keyId !== undefined) {
      return this.keys.callerOf(
        one(keyId),
        one(headers['x-signature']),
        {
          method: request.method,
          target: request.raw.url ?? '',
          timestamp: one(headers['x-timestamp']),
          nonce: one(headers['x-nonce']),
          body: request.rawBody,
        },
        beforeLookup,
      );
    }
    const { authorization } = headers;
    if (authorization !== undefined) {
      if (!/^bearer /i.test(authorization)) throw new RejectionError({ code: 'identity.session_invalid' });
      return this.sessions.callerOf(authorization.slice(7), beforeLookup);
    }
    const cookie = headers.cookie === undefined ? null : COOKIE.exec(headers.cookie);
    return cookie === null ? null : this.sessions.callerOf(cookie[1]!, beforeLookup);
  }

  recognise({ headers }: DoorRequest): Caller | undefined {
    // A signed key is known only with the body that it signs.
    if (headers['x-key'] !== undefined) return undefined;
    const { authorization } = headers;
    const token =
      authorization === undefined
        ? COOKIE.exec(headers.cookie ?? '')?.[1]
        : /^bearer (.*)$/i.exec(authorization)?.[1];
    return token === undefined ? undefined : this.sessions.recognise(token);
  }

  private admitStranger(address: string): void {
    const { allowed, resetSeconds } = this.strangers.take(address, Date.now());
    if (!allowed)
      throw new RejectionError({ code: 'http.rate_limited', data: { retryAfterSeconds: resetSeconds } });
  }
}

function one(header: string | string[] | undefined): string {
  return typeof header === 'string' ? header : '';
}
