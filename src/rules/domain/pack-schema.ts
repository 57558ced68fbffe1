import { z } from 'zod';
import type { Json } from '../../kernel/json.js';
import { KnownPacks } from './known-packs.js';
import { auctionKeys } from './keys/auction-keys.js';
import { callAuctionKeys } from './keys/call-auction-keys.js';
import { complianceKeys } from './keys/compliance-keys.js';
import { custodyKeys } from './keys/custody-keys.js';
import { districtKeys } from './keys/district-keys.js';
import { day, RULE_STATUSES, text } from './keys/key.js';
import { marketKeys } from './keys/market-keys.js';
import { METHODS, negotiationKeys } from './keys/negotiation-keys.js';
import { permitKeys } from './keys/permit-keys.js';
import { permitTradeKeys } from './keys/permit-trade-keys.js';
import { sessionKeys } from './keys/session-keys.js';
import { settlementKeys } from './keys/settlement-keys.js';

export { METHODS, RULE_STATUSES };

/** Every key this release reads; an unknown key is refused, so a typing mistake cannot switch a rule off. */
const keys = z.strictObject({
  ...sessionKeys,
  ...marketKeys,
  ...settlementKeys,
  ...negotiationKeys,
  ...callAuctionKeys,
  ...auctionKeys,
  ...complianceKeys,
  ...permitKeys,
  ...permitTradeKeys,
  ...districtKeys,
  ...custodyKeys,
});

export const packSchema = z
  .strictObject({
    /** For editors: where the JSON Schema lies. */
    $schema: text.optional(),
    schema: z.literal(1),
    pack: z.string().regex(/^[a-z][a-z0-9-]{1,63}$/, 'a name in kebab-case'),
    version: z.string().regex(/^[0-9a-z][0-9a-z.-]{0,31}$/, 'a version such as 2026.1'),
    title: z.strictObject({ zh: text, en: text }),
    jurisdiction: text,
    instrumentClass: z.enum(['carbon', 'permit', 'any']),
    effectiveFrom: day,
    effectiveTo: day.nullable(),
    keys,
  })
  .refine((p) => p.effectiveTo === null || p.effectiveFrom <= p.effectiveTo, {
    message: 'a pack ends after it starts',
    path: ['effectiveTo'],
  })
  .refine((p) => p.keys['qtyMin.listed'].value <= p.keys['qtyMax.listed'].value, {
    message: 'the smallest order is not above the largest',
    path: ['keys', 'qtyMin.listed', 'value'],
  })
  .refine((p) => !p.keys['volatility.pct'] === !p.keys['volatility.callSeconds'], {
    message: 'a volatility limit and the length of its call come together',
    path: ['keys', 'volatility.pct'],
  })
  .refine((p) => p.keys.matcher.value !== 'PICK_LISTING' || p.keys['pick.levels'] !== undefined, {
    message: 'who lets takers pick says from how many levels',
    path: ['keys', 'pick.levels'],
  });

export type PackFile = z.infer<typeof packSchema>;
export type RuleKey = keyof PackFile['keys'];

const knownPacks = new KnownPacks<PackFile>();

/** The pack, or a report a person can act on: one `path: what is wrong` line a fault. */
export function readPack(json: Json): { pack: PackFile } | { report: string } {
  const text = JSON.stringify(json ?? null);
  const known = knownPacks.find(text);
  if (known !== undefined) return { pack: known };
  // Of the text, as a journal gives it back: what is known must not depend on what a text leaves out.
  const parsed = packSchema.safeParse(json && JSON.parse(text));
  if (parsed.success) return { pack: knownPacks.keep(text, parsed.data) };
  const lines = parsed.error.issues.map((issue) => `${issue.path.join(' → ') || 'pack'}: ${issue.message}`);
  return { report: lines.slice(0, 20).join('\n') };
}

/** The same for editors and other programs; what only code can check (the order of dates) is not in it. */
export function packJsonSchema(): Json {
  return z.toJSONSchema(packSchema) as Json;
}
