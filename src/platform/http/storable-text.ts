import { RejectionError } from '../../kernel/rejection.js';

/** Half of a surrogate pair; a whole pair is one character and does not match. */
const LONE_SURROGATE = /\p{Cs}/u;

/** Can PostgreSQL keep every text in this value, keys included? It has no NUL and no half of a surrogate pair. */
export function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('\0') && !LONE_SURROGATE.test(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, member]) => isStorable(key) && isStorable(member));
}

export function unstorable(): RejectionError {
  return new RejectionError({ code: 'http.unstorable_text' });
}
