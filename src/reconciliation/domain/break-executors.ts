import { add, isAmount } from '../../kernel/amount.js';
import type { TradingDay } from '../../kernel/instant.js';
import { CORRECTION_ENTRIES_MAX } from '../../kernel/limits.js';
import type { Json } from '../../kernel/json.js';
import type { Rejection } from '../../kernel/rejection.js';
import type { ApprovalExecutor, ApprovalExecutors } from '../../approvals/domain/executor.js';
import { bankingExecutors } from '../../banking/domain/index.js';
import { CASH, SYSTEM_ACCOUNTS } from '../../ledger/domain/system-accounts.js';
import { isOpened } from '../../registry/domain/account.js';
import { faultOfBreak } from './break-handlers.js';
import type { ReconciliationWorld } from './world.js';

type Executor<Payload> = ApprovalExecutor<ReconciliationWorld, Payload>;

interface OfBreak {
  readonly breakNo: number;
  readonly reason: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A difference of timing: two persons say until when it may be there. Until then it holds nothing. */
const acceptBreak: Executor<OfBreak & { readonly dueDay: TradingDay }> = {
  owner: () => '',
  check(world, { breakNo, dueDay }) {
    const fault = faultOfBreak(world, breakNo);
    if (fault !== undefined) return fault;
    const { state } = world.reconciliation.find(breakNo)!;
    if (state === 'CORRECTED') return { code: 'reconciliation.break_decided', data: { state } };
    const { tradingDay, dayStatus } = world.market;
    const isAhead = dueDay > tradingDay || (dueDay === tradingDay && dayStatus === 'OPEN');
    return DAY.test(dueDay) && isAhead
      ? undefined
      : { code: 'reconciliation.due_day_past', data: { day: tradingDay } };
  },
  execute(world, { breakNo, dueDay, reason }, { by, at, emit }, { proposalNo }) {
    const { reconciliation, openings } = world;
    const one = reconciliation.find(breakNo)!;
    const said = one.explanation === '' ? { explanation: reason, explainedBy: by } : {};
    reconciliation.move(one, 'ACCEPTED', { dueDay, proposalNo, ...said }, at);
    emit({ type: 'BreakAccepted', breakNo, dueDay });
    openings.release(world, emit);
    return { breakNo, state: 'ACCEPTED', dueDay };
  },
};

export interface CorrectionEntry {
  readonly accountNo: number;
  /** Signed fen. */
  readonly amountFen: number;
}

interface CorrectBreak extends OfBreak {
  /** Of a bank's line in suspense: whose money it is, or 0 where the venue bears a debit. */
  readonly accountNo?: number;
  /** Of any other difference of money: entries that cancel out. */
  readonly entries?: readonly CorrectionEntry[];
}

/** New entries, never a changed one. The case is closed by the next run that no longer finds the difference. */
const correctBreak: Executor<CorrectBreak> = {
  owner: () => '',
  check(world, payload, context, proposal) {
    const fault = faultOfBreak(world, payload.breakNo);
    if (fault !== undefined) return fault;
    const { state, total, part, subjectNo, one } = world.reconciliation.find(payload.breakNo)!;
    if (state === 'CORRECTED') return { code: 'reconciliation.break_decided', data: { state } };
    // Units are moved by the registry with their serials; a table that differs from the journal is restored from it.
    if (total !== 'CASH') return { code: 'reconciliation.not_by_entries', data: { total } };
    if (part !== 'suspense') return faultOfEntries(world, payload.entries ?? []);
    const { action, facts } = clearing(subjectNo, one, payload.accountNo ?? 0);
    return bankingExecutors[action].check(world, facts, context, proposal);
  },
  execute(world, payload, context, proposal): Json {
    const { reconciliation, ledger } = world;
    const { breakNo, reason } = payload;
    const one = reconciliation.find(breakNo)!;
    const { proposalNo } = proposal;
    if (one.part === 'suspense') {
      const { action, facts } = clearing(one.subjectNo, one.one, payload.accountNo ?? 0);
      bankingExecutors[action].execute(world, facts, context, proposal);
    } else {
      const entries = payload.entries!.map(({ accountNo, amountFen }) => {
        return { account: accountNo, asset: CASH, amount: amountFen };
      });
      ledger.post({ kind: 'correction', no: proposalNo }, entries);
    }
    const said = one.explanation === '' ? { explanation: reason, explainedBy: context.by } : {};
    reconciliation.move(one, 'CORRECTED', { proposalNo, dueDay: '', ...said }, context.at);
    context.emit({ type: 'BreakCorrected', breakNo, proposalNo });
    return { breakNo, state: 'CORRECTED' };
  },
};

/** What banking calls the end of a line in suspense. */
function clearing(lineNo: number, amountFen: number, accountNo: number): { action: string; facts: object } {
  return amountFen > 0
    ? { action: 'assign-line', facts: { lineNo, accountNo } }
    : { action: 'clear-debit', facts: { lineNo, withdrawalNo: 0 } };
}

function faultOfEntries(
  { ledger, registry }: ReconciliationWorld,
  entries: readonly CorrectionEntry[],
): Rejection | undefined {
  const named = new Set(entries.map(({ accountNo }) => accountNo));
  const whole = entries.every(({ amountFen }) => amountFen !== 0 && isAmount(Math.abs(amountFen)));
  if (
    entries.length < 2 ||
    entries.length > CORRECTION_ENTRIES_MAX ||
    named.size !== entries.length ||
    !whole
  )
    return { code: 'reconciliation.bad_entries' };
  if (entries.reduce((sum, { amountFen }) => sum + BigInt(amountFen), 0n) !== 0n)
    return { code: 'reconciliation.entries_do_not_cancel' };
  for (const { accountNo, amountFen } of entries) {
    const account = registry.account(accountNo);
    if (accountNo !== SYSTEM_ACCOUNTS.FEES && (account === undefined || !isOpened(account)))
      return { code: 'reconciliation.unknown_account' };
    const hasFen = ledger.withdrawable(accountNo);
    if (amountFen < 0 && hasFen < -amountFen)
      return { code: 'reconciliation.money_not_free', data: { hasFen, missingFen: add(hasFen, amountFen) } };
  }
  return undefined;
}

export const reconciliationExecutors: ApprovalExecutors<ReconciliationWorld> = {
  'accept-break': acceptBreak,
  'correct-break': correctBreak,
};
