import type { ApprovalExecutor, ApprovalExecutors } from '../../approvals/domain/executor.js';
import type { Rejection } from '../../kernel/rejection.js';
import { rulesFor } from './assessment.js';
import type { Transfer, TransferState } from './transfer.js';
import type { PermitsWorld } from './world.js';

type Executor<Payload> = ApprovalExecutor<PermitsWorld, Payload>;

interface OverrideRule {
  readonly transferNo: number;
  readonly code: string;
  readonly authority: string;
  readonly reason: string;
}
interface UpperApproval {
  readonly transferNo: number;
  readonly authority: string;
  readonly document: string;
}

/** Before the bureau decides, or before the next notice: what is on the market is not changed under its buyers. */
const OPEN_TO_EXCEPTIONS: readonly TransferState[] = ['SUBMITTED', 'QUANTITY_REVIEW', 'ELIGIBLE', 'RELISTED'];

/** Rules "in principle" (原则上) give way to a named authority with a reason; which rules, the pack says. */
const overrideRule: Executor<OverrideRule> = {
  owner: () => '',
  check(world, { transferNo, code }, context) {
    const transfer = world.permits.transfer(transferNo);
    const fault = notOpen(transfer);
    if (fault !== undefined) return fault;
    const rules = rulesFor(world, transfer!.instrumentNo, context.at);
    if (!rules.ok) return rules.rejection;
    return rules.value.value('override.codes')?.includes(code)
      ? undefined
      : { code: 'permits.not_overridable', data: { asked: code } };
  },
  execute({ permits }, { transferNo, code, authority, reason }, context, { proposalNo }) {
    const transfer = permits.transfer(transferNo) as Transfer;
    const overrides = [...transfer.overrides, { code, authority, reason, proposalNo }];
    permits.changeTransfer(transfer, context.at, { overrides });
    context.emit({ type: 'PermitRuleOverridden', transferNo, code, authority, reason });
    return { transferNo, code };
  },
};

const grantUpperApproval: Executor<UpperApproval> = {
  owner: () => '',
  check: ({ permits }, { transferNo }) => notOpen(permits.transfer(transferNo)),
  execute({ permits }, { transferNo, authority, document }, context) {
    const transfer = permits.transfer(transferNo) as Transfer;
    permits.changeTransfer(transfer, context.at, { upperApproval: `${authority}: ${document}` });
    context.emit({ type: 'PermitUpperApprovalGranted', transferNo, authority, document });
    return { transferNo };
  },
};

export const exceptionExecutors: ApprovalExecutors<PermitsWorld> = {
  'override-permit-rule': overrideRule,
  'grant-upper-approval': grantUpperApproval,
};

function notOpen(transfer: Transfer | undefined): Rejection | undefined {
  if (transfer === undefined) return { code: 'permits.unknown_transfer' };
  return OPEN_TO_EXCEPTIONS.includes(transfer.state)
    ? undefined
    : { code: 'permits.too_late_for_exception', data: { state: transfer.state } };
}
