import type { Instant } from '../../kernel/instant.js';
import type { Facts } from './executor.js';
import { POLICIES, type Stage } from './policies.js';

/** PENDING until the last stage executes it; RETURNED by a checker, WITHDRAWN by its maker. The rest are final. */
export type ProposalState = 'PENDING' | 'EXECUTED' | 'RETURNED' | 'WITHDRAWN';

export interface Signature {
  readonly by: string;
  readonly org: string;
  readonly power: string;
  readonly seq: number;
  readonly at: Instant;
}

/** A wish of one person that others must sign before it happens. */
export interface Proposal {
  readonly proposalNo: number;
  readonly action: string;
  readonly payload: Facts;
  /** SHA-256 (hex) over the canonical text of {action, payload}: maker and checkers see the same one. */
  readonly payloadHash: string;
  readonly reason: string;
  readonly maker: string;
  readonly makerOrg: string;
  /** Whose goods it touches; '' for the office. */
  readonly ownerOrg: string;
  readonly proposedAt: Instant;
  readonly reserved: boolean;
  /** Who must sign, where the action's size decided it; absent: as the policy says. */
  readonly stages?: readonly Stage[];
  signatures: readonly Signature[];
  state: ProposalState;
  changedAt: Instant;
  /** Why it was returned. */
  note: string;
}

export function stagesOf({ action, stages }: Pick<Proposal, 'action' | 'stages'>): readonly Stage[] {
  return stages ?? POLICIES[action].stages;
}
