export {
  type ApprovalExecutor,
  type ApprovalExecutors,
  Approvals,
  approvalsHandlers,
  type ApprovalsWorld,
  type Facts,
  office,
  owner,
  payloadHash,
  POLICIES,
  type Policy,
  type Proposal,
  type ProposalRef,
  type ProposalState,
  SIGNING_POWERS,
  type Stage,
} from './domain/index.js';
export { approvalsRejections } from './rejections.js';
export { projectApprovals } from './store/approvals.projection.js';
