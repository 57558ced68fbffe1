import { z } from 'zod';
import { PLAIN_TEXT } from '../../approvals/http/shapes.js';
import type { Json } from '../../kernel/json.js';
import { RejectionError } from '../../kernel/rejection.js';
import { calendarDay } from '../../platform/http/index.js';

/** The text of a pack; what is wrong with it is told by its own report. */
export const packBody = z.record(z.string(), z.json());
export const tradingDay = calendarDay;

/** The journal holds whole numbers and plain text only, so the rest is stopped before it gets there. */
export function plainPack(pack: z.infer<typeof packBody>): Json {
  if (isPlainData(pack)) return pack as Json;
  throw new RejectionError({ code: 'rules.invalid_pack', detail: 'numbers are whole and text is plain' });
}

function isPlainData(value: unknown): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (typeof value === 'string') return PLAIN_TEXT.test(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, member]) => PLAIN_TEXT.test(key) && isPlainData(member));
}
