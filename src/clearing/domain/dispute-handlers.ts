import type { Json } from '../../kernel/json.js';
import { OPEN_DISPUTES_MAX } from '../../kernel/limits.js';
import { accept, reject, type Outcome } from '../../kernel/rejection.js';
import type { Command, CommandContext, Handlers } from '../../sequencer/domain/command.js';
import type { ClearingWorld } from './delivery.js';

/** The trade's facts are the register's: memory does not keep what is settled. The checker compares them. */
interface FileDispute extends Command {
  readonly tradeNo: number;
  readonly accountNo: number;
  readonly tradingDay: string;
  readonly grounds: string;
}
interface AnswerDispute extends Command {
  readonly disputeNo: number;
  readonly answer: string;
}
interface AcceptDispute extends AnswerDispute {
  readonly proposalNo: number;
}

/** Until the next trading day opens, by the venue's calendar; afterwards the result is deemed accepted. */
function fileDispute(
  world: ClearingWorld,
  { tradeNo, accountNo, tradingDay, grounds }: FileDispute,
  { at, by, org, emit }: CommandContext,
): Outcome<Json> {
  const { clearing, rules, registry, market } = world;
  const account = registry.account(accountNo);
  if (tradeNo < 1 || tradeNo > market.tradeCount || account?.org !== org)
    return reject('clearing.trade_unknown');
  if (clearing.isAnnulled(tradeNo)) return reject('clearing.trade_already_annulled');
  const house = rules.all()[0];
  const deadline = (rules.inForce(house.name, tradingDay) ?? house).nextOpening(tradingDay) ?? null;
  if (deadline !== null && at >= deadline) return reject('clearing.dispute_late', { data: { deadline } });
  if (clearing.disputes.about(tradeNo, accountNo) !== undefined)
    return reject('clearing.dispute_open_already');
  if (clearing.disputes.openCount >= OPEN_DISPUTES_MAX)
    return reject('clearing.too_many_disputes', { data: { most: OPEN_DISPUTES_MAX } });
  const { disputeNo } = clearing.disputes.file({
    ...{ tradeNo, accountNo, tradingDay, grounds, state: 'OPEN', filedBy: by, filedAt: at, deadline },
    ...{ decidedBy: '', changedAt: at, answer: '', proposalNo: 0 },
  });
  emit({ type: 'DisputeFiled', disputeNo, tradeNo, accountNo });
  return accept({ disputeNo, state: 'OPEN', deadline });
}

function rejectDispute(
  { clearing }: ClearingWorld,
  { disputeNo, answer }: AnswerDispute,
  { at, by, emit }: CommandContext,
): Outcome<Json> {
  const dispute = clearing.disputes.find(disputeNo);
  if (dispute === undefined) return notOpen(clearing.disputes.total, disputeNo);
  clearing.disputes.answer({ ...dispute, state: 'REJECTED', decidedBy: by, changedAt: at, answer });
  emit({ type: 'DisputeRejected', disputeNo, tradeNo: dispute.tradeNo });
  return accept({ disputeNo, state: 'REJECTED' });
}

/** The annulment that it leads to has been proposed already: four eyes decide whether it comes to pass. */
function acceptDispute(
  { clearing }: ClearingWorld,
  { disputeNo, answer, proposalNo }: AcceptDispute,
  { at, by, emit }: CommandContext,
): Outcome<Json> {
  const dispute = clearing.disputes.find(disputeNo);
  if (dispute === undefined) return notOpen(clearing.disputes.total, disputeNo);
  clearing.disputes.answer({
    ...dispute,
    ...{ state: 'ACCEPTED', decidedBy: by, changedAt: at, answer, proposalNo },
  });
  emit({ type: 'DisputeAccepted', disputeNo, tradeNo: dispute.tradeNo, proposalNo });
  return accept({ disputeNo, state: 'ACCEPTED', proposalNo });
}

function notOpen(total: number, disputeNo: number): Outcome<never> {
  return reject(
    disputeNo >= 1 && disputeNo <= total ? 'clearing.dispute_answered' : 'clearing.dispute_unknown',
  );
}

export const disputeHandlers: Handlers = {
  'file-dispute': fileDispute,
  'reject-dispute': rejectDispute,
  'accept-dispute': acceptDispute,
};
