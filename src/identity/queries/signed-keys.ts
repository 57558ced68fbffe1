import { createSecretKey, type KeyObject } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type pg from 'pg';
import { RejectionError } from '../../kernel/rejection.js';
import type { Clock } from '../../platform/clock.js';
import { type Caller, SECRETS } from '../../platform/http/index.js';
import type { Secrets } from '../../platform/secrets.js';
import { CLOCK, DATABASE_POOL } from '../../platform/tokens.js';
import { callerOfPerson } from '../domain/caller-of-person.js';
import { NonceWindow } from '../domain/nonce-window.js';
import { type SignedParts, signatureHolds } from '../domain/signature.js';
import {
  AHEAD_MS,
  CREDENTIAL_FRESH_MS,
  CREDENTIALS_CACHED_MAX,
  NONCES_PER_GENERATION_MAX,
  TIMESTAMP_WINDOW_MS,
} from '../../kernel/limits.js';
import { findApiKey, loadNoncesAhead, rememberNonceAhead } from '../store/api-keys.store.js';
import { CredentialCache } from '../store/credentials.js';
import { SecretBox } from '../store/secret-box.js';

interface LiveKey {
  readonly caller: Caller;
  readonly secret: KeyObject;
}

const KEY_ID = /^key_[0-9a-v]{26}$/;
const TIMESTAMP = /^[1-9]\d{12}$/;
const NONCE = /^[\x21-\x7e]{16,64}$/;

/** Who signed this request? Verified in memory; the database is asked once per key and freshness. */
@Injectable()
export class SignedKeys implements OnModuleInit {
  private readonly live = new CredentialCache<LiveKey>(CREDENTIAL_FRESH_MS, CREDENTIALS_CACHED_MAX);
  private readonly nonces = new NonceWindow(2 * TIMESTAMP_WINDOW_MS, NONCES_PER_GENERATION_MAX);
  private readonly box: SecretBox;
  /** Requests stamped before this process came up may have been answered by an earlier one: never again. */
  private bootMs = Number.POSITIVE_INFINITY;

  constructor(
    @Inject(DATABASE_POOL) private readonly pool: pg.Pool,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SECRETS) secrets: Pick<Secrets, 'idSecret'>,
  ) {
    this.box = new SecretBox(secrets.idSecret);
  }

  async onModuleInit(): Promise<void> {
    const nowMs = this.nowMs();
    for (const { keyId, nonce } of await loadNoncesAhead(this.pool, nowMs))
      this.nonces.take(keyId, nonce, nowMs);
    this.bootMs = nowMs;
  }

  /** `beforeLookup` may refuse: it is called when memory does not know the key. */
  callerOf(
    keyId: string,
    signature: string,
    parts: SignedParts,
    beforeLookup: () => void,
  ): Caller | Promise<Caller> {
    const nowMs = this.nowMs();
    if (!KEY_ID.test(keyId) || !NONCE.test(parts.nonce) || !TIMESTAMP.test(parts.timestamp))
      throw refused('identity.signature_invalid');
    const stampMs = Number(parts.timestamp);
    if (Math.abs(nowMs - stampMs) > TIMESTAMP_WINDOW_MS || stampMs < this.bootMs)
      throw refused('identity.timestamp_outside_window');
    const known = this.live.peek(keyId, nowMs);
    if (known !== undefined) return this.verify(known, keyId, signature, parts, stampMs, nowMs);
    beforeLookup();
    return this.live
      .load(keyId, nowMs, () => this.load(keyId))
      .then((key) => {
        // An unknown key and a wrong signature are one answer: nobody learns which keys exist.
        if (key === undefined) throw refused('identity.signature_invalid');
        return this.verify(key, keyId, signature, parts, stampMs, nowMs);
      });
  }

  forgetKey(keyId: string): void {
    this.live.forget(({ caller }) => caller.credentialId === keyId);
  }

  private verify(
    key: LiveKey,
    keyId: string,
    signature: string,
    parts: SignedParts,
    stampMs: number,
    nowMs: number,
  ): Caller | Promise<Caller> {
    if (!signatureHolds(key.secret, parts, signature)) throw refused('identity.signature_invalid');
    // Only after the signature: a stranger must not use up the nonces of others.
    const taken = this.nonces.take(keyId, parts.nonce, nowMs);
    if (taken === 'used') throw refused('identity.nonce_reused');
    if (taken === 'full') throw refused('identity.busy');
    if (stampMs <= nowMs + AHEAD_MS) return key.caller;
    // Stamped ahead of our clock, it would still look new to the process after a restart: remember it on disk.
    return rememberNonceAhead(this.pool, keyId, parts.nonce, stampMs + TIMESTAMP_WINDOW_MS).then((isNew) => {
      if (!isNew) throw refused('identity.nonce_reused');
      return key.caller;
    });
  }

  private async load(keyId: string): Promise<LiveKey | undefined> {
    const stored = await findApiKey(this.pool, keyId);
    if (stored === undefined) return undefined;
    const secret = createSecretKey(Buffer.from(this.box.open(stored.sealed, keyId), 'utf8'));
    return { caller: callerOfPerson(stored.person, 'key', keyId), secret };
  }

  private nowMs(): number {
    return Math.floor(this.clock.nowMicros() / 1000);
  }
}

function refused(code: string): RejectionError {
  return new RejectionError({ code });
}
