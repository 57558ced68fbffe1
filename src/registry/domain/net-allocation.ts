export interface Claim {
  /** What the file says that the account is due. */
  readonly approved: number;
  /** What earlier files of the same year said, of which this one takes the place: nothing before a pre-allocation. */
  readonly before: number;
  /** Deducted by them so far. */
  readonly deducted: number;
  /** Deduction that is still open. */
  readonly open: number;
}
export interface Net {
  readonly quantity: number;
  readonly deducted: number;
  readonly owed: number;
}

/**
 * Refund more, pay less (多退少补): what is due beyond what was due before is issued, less the open deduction. Where less
 * is due, first deductions that were taken from it are open again, and only the rest is to be handed back.
 */
export function netAllocation({ approved, before, deducted, open }: Claim): Net {
  const change = approved - before;
  if (change >= 0) {
    const taken = Math.min(change, open);
    return { quantity: change - taken, deducted: taken, owed: 0 };
  }
  const returned = Math.min(-change, deducted);
  return { quantity: 0, deducted: 0 - returned, owed: -change - returned };
}
