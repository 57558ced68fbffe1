import { z } from 'zod';
import { parseDecimal } from '../../kernel/decimal.js';
import { faultOfBids } from '../domain/admission.js';
import { isCommitted } from '../domain/commitment.js';
import {
  type AuctionTerms,
  type Bid,
  faultOfTerms,
  type GroupLimits,
  SHORTAGE_RULES,
  TIE_RULES,
} from '../domain/terms.js';

/** As many as the kernel reads. */
const DECIMAL_PLACES = 9;

const decimal = z.string();
const tier = z.strictObject({ price: decimal, quantity: decimal });
const bid = z.strictObject({
  bidId: z.string().min(1),
  group: z.string().min(1),
  price: decimal.optional(),
  quantity: decimal,
  seq: z.int().min(0).optional(),
});
/** The documented format of an auction (docs/auction.md). Unknown fields are refused: a misspelt limit must not be ignored. */
const auctionFile = z.strictObject({
  auctionId: z.string().min(1),
  priceScale: z.int().min(0).max(DECIMAL_PLACES),
  supply: decimal,
  lot: decimal,
  tick: decimal,
  reservePrice: decimal,
  tiers: z.array(tier).default([]),
  withholding: tier.optional(),
  nonCompetitivePrice: decimal.optional(),
  tie: z.enum(TIE_RULES),
  shortage: z.enum(SHORTAGE_RULES),
  seed: z.string().min(1),
  commitment: z.string().optional(),
  seedParts: z.array(z.strictObject({ seed: z.string(), commitment: z.string() })).optional(),
  groups: z
    .record(z.string(), z.strictObject({ cap: decimal.optional(), guarantee: decimal.optional() }))
    .default({}),
  bids: z.array(bid),
});
type AuctionFile = z.output<typeof auctionFile>;

export interface ReadAuction {
  readonly priceScale: number;
  readonly terms: AuctionTerms;
  readonly bids: readonly Bid[];
  readonly limits: ReadonlyMap<string, GroupLimits>;
}

/** Why a file is no auction: one line for each fault, with the place where it is. */
export class AuctionFileFault extends Error {}

/** Throws AuctionFileFault. Bids that break the terms are no fault of the file: the auction itself rejects them. */
export function readAuction(text: string): ReadAuction {
  const file = shapeOf(text);
  const { priceScale } = file;
  const price = (value: string, where: string): number => exact(value, priceScale, where);
  const units = (value: string, where: string): number => exact(value, 0, where);
  const tierOf = (
    each: { price: string; quantity: string },
    where: string,
  ): AuctionTerms['tiers'][number] => ({
    price: price(each.price, `${where}.price`),
    quantity: units(each.quantity, `${where}.quantity`),
  });
  const terms: AuctionTerms = {
    auctionId: file.auctionId,
    supply: units(file.supply, 'supply'),
    lot: units(file.lot, 'lot'),
    tick: price(file.tick, 'tick'),
    reservePrice: price(file.reservePrice, 'reservePrice'),
    tiers: file.tiers.map((each, i) => tierOf(each, `tiers.${i}`)),
    tie: file.tie,
    shortage: file.shortage,
    seed: file.seed,
    ...(file.withholding && { withholding: tierOf(file.withholding, 'withholding') }),
    ...(file.nonCompetitivePrice !== undefined && {
      nonCompetitivePrice: price(file.nonCompetitivePrice, 'nonCompetitivePrice'),
    }),
  };
  const fault = faultOfTerms(terms);
  if (fault !== undefined) throw new AuctionFileFault(fault);
  if (file.commitment !== undefined && !isCommitted(file.seed, file.commitment))
    throw new AuctionFileFault('commitment: it is not the SHA-256 of the seed');
  if (file.seedParts !== undefined) checkParts(file.seed, file.seedParts);
  const bids = bidsOf(file, price, units);
  const together = faultOfBids(terms, bids);
  if (together !== undefined) throw new AuctionFileFault(together);
  return { priceScale, terms, bids, limits: limitsOf(file, price, units) };
}

/** A seed of several parts: each was promised by somebody else. */
function checkParts(seed: string, parts: readonly { seed: string; commitment: string }[]): void {
  if (parts.map((part) => part.seed).join('|') !== seed)
    throw new AuctionFileFault('seedParts: together they are not the seed');
  const broken = parts.findIndex((part) => !isCommitted(part.seed, part.commitment));
  if (broken >= 0)
    throw new AuctionFileFault(`seedParts.${broken}: its commitment is not the SHA-256 of the part`);
}

type Read = (value: string, where: string) => number;

function bidsOf(file: AuctionFile, price: Read, units: Read): Bid[] {
  return file.bids.map((each, i) => ({
    bidId: each.bidId,
    group: each.group,
    quantity: units(each.quantity, `bids.${i}.quantity`),
    seq: each.seq ?? i,
    ...(each.price !== undefined && { price: price(each.price, `bids.${i}.price`) }),
  }));
}

function limitsOf(file: AuctionFile, price: Read, units: Read): Map<string, GroupLimits> {
  return new Map(
    Object.entries(file.groups).map(([group, { cap, guarantee }]): [string, GroupLimits] => [
      group,
      {
        ...(cap !== undefined && { cap: units(cap, `groups.${group}.cap`) }),
        ...(guarantee !== undefined && { guarantee: price(guarantee, `groups.${group}.guarantee`) }),
      },
    ]),
  );
}

function shapeOf(text: string): AuctionFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new AuctionFileFault('the file is not JSON');
  }
  // A million sound bids are looked at, not copied by the schema; it says what is wrong where any is not sound.
  const bids = soundBidsOf(json);
  const read = auctionFile.safeParse(bids === undefined ? json : { ...(json as object), bids: [] });
  if (read.success) return bids === undefined ? read.data : { ...read.data, bids };
  throw new AuctionFileFault(
    read.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`).join('\n'),
  );
}

const BID_FIELDS: ReadonlySet<string> = new Set(Object.keys(bid.shape));

/** The bids of the file where every one of them is as the schema wants it; undefined otherwise. */
function soundBidsOf(json: unknown): AuctionFile['bids'] | undefined {
  const bids = (json as { bids?: unknown } | null)?.bids;
  return Array.isArray(bids) && bids.every(isSound) ? bids : undefined;
}

function isSound(each: unknown): each is AuctionFile['bids'][number] {
  if (typeof each !== 'object' || each === null || Array.isArray(each)) return false;
  for (const field in each) if (!BID_FIELDS.has(field)) return false;
  const { bidId, group, price, quantity, seq } = each as Record<string, unknown>;
  const isNamed = typeof bidId === 'string' && bidId !== '' && typeof group === 'string' && group !== '';
  const isPlaced = seq === undefined || (Number.isSafeInteger(seq) && (seq as number) >= 0);
  const isPriced = price === undefined || typeof price === 'string';
  return isNamed && isPlaced && isPriced && typeof quantity === 'string';
}

function exact(value: string, scale: number, where: string): number {
  const number = parseDecimal(value, scale);
  if (number !== undefined) return number;
  const places = scale === 0 ? 'a whole number' : `at most ${scale} decimal places`;
  throw new AuctionFileFault(`${where}: "${value}" is not a decimal with ${places}`);
}
