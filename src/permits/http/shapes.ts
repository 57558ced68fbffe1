import { z } from 'zod';
import type { Instant } from '../../kernel/instant.js';
import {
  amountText,
  plainText,
  proposalMade,
  publicId,
  reason,
  venueParams,
} from '../../approvals/http/shapes.js';
import { symbol } from '../../registry/http/shapes.js';
import { calendarDay } from '../../platform/http/index.js';

export { amountText, plainText, publicId, reason, symbol, venueParams };
export type Where = z.infer<typeof venueParams>;

export const word = plainText(64);
export const day = calendarDay;
/** RFC 3339 UTC, to the millisecond. */
export const instant = z.iso.datetime({ precision: 3 }).or(z.iso.datetime({ precision: 0 }));

export function microsOf(text: string): Instant {
  return Date.parse(text) * 1_000;
}

export const districtParams = venueParams.extend({ district: publicId });
export const plantParams = venueParams.extend({ plant: publicId });
export const rightParams = venueParams.extend({ right: publicId });
export const transferParams = venueParams.extend({ transfer: publicId });
export const listingParams = venueParams.extend({ listing: publicId });
export const offerParams = venueParams.extend({ offer: publicId });
export const contractParams = venueParams.extend({ contract: publicId });

export const proposing = { answer: proposalMade, status: 201, idempotent: true } as const;
export const step = { status: 200, idempotent: true } as const;
