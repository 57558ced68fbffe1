import { z } from 'zod';

export const venueParams = z.object({ venue: z.string().regex(/^[a-z0-9-]{1,64}$/) });
export const publicId = z.string().min(1).max(64);
export const reason = z.string().trim().min(1).max(500);
export const amountText = z
  .string()
  .max(26)
  .regex(/^(0|[1-9]\d*)(\.\d+)?$/, 'a plain decimal number as text');

export const proposalMade = z.object({
  proposalId: z.string(),
  payloadHash: z.string(),
  state: z.string(),
  stagesLeft: z.number().int(),
  seq: z.number().int(),
  at: z.string(),
});
