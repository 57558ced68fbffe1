import { readFileSync } from 'node:fs';
import type { Json } from '../kernel/json.js';

/** The packs that come with this release; the build copies `packs/` beside this file. */
export const SHIPPED_PACKS = [
  'cn-national-2024',
  'cn-national-2026',
  'cn-beijing-2026',
  'cn-guangdong-2026',
  'city-permit-liaocheng',
  'eu-auction',
  'rggi-auction',
  'demo',
] as const;
export type ShippedPack = (typeof SHIPPED_PACKS)[number];

export function shippedPack(name: ShippedPack): Json {
  return JSON.parse(readFileSync(new URL(`./packs/${name}.json`, import.meta.url), 'utf8')) as Json;
}

/** Public holidays and make-up days of China, by date and with their source; the shipped packs hold the same. */
export function chinaCalendar(): Json {
  return JSON.parse(readFileSync(new URL('./calendars/china.json', import.meta.url), 'utf8')) as Json;
}
