import { randomBytes } from 'node:crypto';

const LETTERS = '0123456789abcdefghijklmnopqrstuv';

/** 130 random bits after the prefix: `usr_4k…`. */
export function newId(prefix: 'org' | 'usr' | 'sid' | 'key'): string {
  let text = '';
  for (const byte of randomBytes(26)) text += LETTERS[byte & 31];
  return `${prefix}_${text}`;
}

/** A session token or key secret: 256 random bits. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}
