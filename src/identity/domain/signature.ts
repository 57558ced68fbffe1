import { createHmac, hash, type KeyObject, timingSafeEqual } from 'node:crypto';

export interface SignedParts {
  readonly method: string;
  /** Path with query, exactly as sent. */
  readonly target: string;
  /** Unix milliseconds, decimal. */
  readonly timestamp: string;
  readonly nonce: string;
  readonly body: Buffer | null;
}

const NO_BODY = hash('sha256', '', 'hex');
const HEX_SHA256 = /^[0-9a-f]{64}$/;

/** HMAC-SHA256 over method, target, timestamp, nonce and the body's hex SHA-256, joined by newlines. */
export function sign(secret: KeyObject, parts: SignedParts): Buffer {
  const bodyHash =
    parts.body === null || parts.body.length === 0 ? NO_BODY : hash('sha256', parts.body, 'hex');
  const text = `${parts.method}\n${parts.target}\n${parts.timestamp}\n${parts.nonce}\n${bodyHash}`;
  return createHmac('sha256', secret).update(text).digest();
}

export function signatureHolds(secret: KeyObject, parts: SignedParts, signatureHex: string): boolean {
  return (
    HEX_SHA256.test(signatureHex) && timingSafeEqual(sign(secret, parts), Buffer.from(signatureHex, 'hex'))
  );
}
