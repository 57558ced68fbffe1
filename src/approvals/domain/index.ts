export { Approvals } from './approvals.js';
export type { ApprovalExecutor, ApprovalExecutors, Facts, ProposalRef } from './executor.js';
export { approvalsHandlers, type ApprovalsWorld } from './handlers.js';
export { payloadHash } from './payload-hash.js';
export {
  CHECKING_POWERS,
  MAKING_POWERS,
  office,
  owner,
  POLICIES,
  SIGNING_POWERS,
  type Policy,
  type Stage,
} from './policies.js';
export type { Proposal, ProposalState, Signature } from './proposal.js';
