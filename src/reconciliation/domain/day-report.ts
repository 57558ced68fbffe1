import { createHash } from 'node:crypto';
import type { TradingDay } from '../../kernel/instant.js';

const HEADING = 'airshed day report v1';

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What the log's key signs of a day: no other thing that it signs begins with this line. */
export function reportText(origin: string, day: TradingDay, fullHash: string, openHash: string): string {
  return `${HEADING}\n${origin}\n${day}\n${fullHash}\n${openHash}\n`;
}

/** Whether a signed note says these hashes of that day; its signatures are for those who have keys. */
export function isNoteOf(note: string, day: TradingDay, fullHash: string, openHash: string): boolean {
  const lines = note.split('\n');
  return [HEADING, lines[1], day, fullHash, openHash, ''].every((line, at) => lines[at] === line);
}
