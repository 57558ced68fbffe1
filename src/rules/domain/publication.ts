import type { Instant } from '../../kernel/instant.js';

/** By whose hands a pack became a rule of the venue. */
export interface Publication {
  /** The last signer; `system:…` at the birth of a venue. */
  readonly approvedBy: string;
  /** The proposal with its maker and signatures; null at the birth of a venue. */
  readonly proposalNo: number | null;
  readonly seq: number;
  readonly at: Instant;
}

/** Of machines without a journal: nobody signs there. */
export const UNSIGNED: Publication = { approvedBy: 'system', proposalNo: null, seq: 0, at: 0 };
