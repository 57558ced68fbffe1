import { z } from 'zod';
import { amount, clock, count, datedKey } from './key.js';

const tier = z.strictObject({
  /** From so many units on. */
  fromUnits: amount,
  /** Signatures of the giver's own organisation, and of the registry. */
  ownerApprovers: count.max(5),
  officeApprovers: amount.max(5),
});

/** A pack says aloud that its market does without: the same as leaving the key out, but nobody need wonder. */
const none = z.literal('NONE');

/** How allowances leave an account outside the market. Without `transfer.delay` they leave at the last signature. */
export const custodyKeys = {
  /** A transfer to an account that is not trusted: approved before `cutoff` it leaves after so many working days, at `at`. */
  'transfer.delay': datedKey(
    z.union([
      none,
      z.strictObject({
        cutoff: clock,
        workingDays: count.max(30),
        workingDaysLate: count.max(30),
        at: clock,
      }),
    ]),
  ).optional(),
  /** So many hours before it leaves, a waiting transfer can be called off for the last time. */
  'transfer.cancelHours': datedKey(amount.max(72)).optional(),
  /** Transfers leave between these clock times of a working day. */
  'transfer.window': datedKey(
    z.union([
      none,
      z
        .strictObject({ from: clock, to: clock })
        .refine(({ from, to }) => from < to, 'a window opens before it shuts'),
    ]),
  ).optional(),
  /** Who signs a transfer, by its size. */
  'transfer.approvals': datedKey(
    z
      .array(tier)
      .min(1)
      .max(20)
      .refine(
        (tiers) =>
          tiers.every(({ fromUnits }, i) =>
            fromUnits === 0 ? i === 0 : i > 0 && fromUnits > tiers[i - 1].fromUnits,
          ),
        'tiers begin at 0 and rise',
      ),
  ).optional(),
  /** When an account that was put on a list of trusted ones is trusted. */
  'trust.cooling': datedKey(
    z.union([none, z.strictObject({ workingDays: count.max(30), at: clock })]),
  ).optional(),
};
