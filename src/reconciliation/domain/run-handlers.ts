import { add, isAmount } from '../../kernel/amount.js';
import type { TradingDay } from '../../kernel/instant.js';
import type { Json } from '../../kernel/json.js';
import { OPEN_BREAKS_MAX } from '../../kernel/limits.js';
import { accept, reject, type Outcome, type Rejected } from '../../kernel/rejection.js';
import type { Command, CommandContext } from '../../sequencer/domain/command.js';
import type { Break } from './break.js';
import { type Figure, isDifferent, isFigure, nameOf, type TotalSum } from './figure.js';
import type { FoundBreak, Run } from './reconciliation.js';
import type { ReconciliationWorld } from './world.js';

export interface RecordReconciliation extends Command {
  readonly day: TradingDay;
  readonly isClose: boolean;
  readonly asOfSeq: number;
  readonly head: string;
  readonly fromTrade: number;
  readonly toTrade: number;
  readonly rows: number;
  readonly figuresHash: string;
  readonly totals: readonly (TotalSum & { readonly [field: string]: Json })[];
  readonly findings: readonly (Figure & { readonly [field: string]: Json })[];
  /** Differences that are not in the list. */
  readonly more: number;
}

const HASH = /^[0-9a-f]{64}$/;
const OVERFLOW = { total: 'ALL', part: 'overflow', accountNo: 0, instrumentNo: 0, subjectNo: 0 } as const;

/**
 * Takes a run's figures into the books: what differs becomes a case, or is still one; what no longer differs ends a case
 * that somebody has explained. The figures were counted outside, from the tables; what follows from them is decided here.
 */
export function recordReconciliation(
  world: ReconciliationWorld,
  command: RecordReconciliation,
  context: CommandContext,
): Outcome<Json> {
  const fault = faultOf(world, command, context.seq);
  if (fault !== undefined) return fault;
  const { reconciliation, openings, market } = world;
  const { seq, at, by, emit } = context;
  const { day, isClose, asOfSeq, head, fromTrade, toTrade, rows, figuresHash, totals } = command;
  const runNo = reconciliation.nextRunNo;
  const found: FoundBreak[] = [];
  const seen = new Set<string>();
  let more = command.more;
  const meet = (figure: Figure): void => {
    let known = reconciliation.named(figure);
    if (known === undefined && figure.total !== 'ALL' && reconciliation.liveCount >= OPEN_BREAKS_MAX) {
      more += 1;
      return;
    }
    if (known === undefined) {
      known = reconciliation.open(figure, market.tradingDay, at);
      emit({ type: 'BreakOpened', breakNo: known.breakNo, ...figureOf(figure) });
    } else stillThere(known, figure);
    seen.add(nameOf(figure));
    found.push({ breakNo: known.breakNo, ...figureOf(figure) });
  };
  const stillThere = (one: Break, { one: left, other }: Figure): void => {
    reconciliation.change(one, { one: left, other, lastRunNo: runNo, goneRunNo: 0 }, at);
    if (one.state === 'CORRECTED') reconciliation.move(one, 'EXPLAINED', {}, at);
  };
  for (const figure of command.findings) meet(figure);
  if (more > 0) meet({ ...OVERFLOW, one: more, other: 0 });
  for (const one of [...reconciliation.live()]) {
    if (seen.has(nameOf(one))) continue;
    // A difference that went by itself is still to be explained by somebody.
    if (one.state === 'OPEN') reconciliation.change(one, { goneRunNo: one.goneRunNo || runNo }, at);
    else {
      reconciliation.move(one, 'CLOSED', { closedRunNo: runNo }, at);
      emit({ type: 'BreakClosed', breakNo: one.breakNo, runNo });
    }
  }
  const facts = { runNo, day, isClose, asOfSeq, head, fromTrade, toTrade, rows, figuresHash };
  const run: Run = { ...facts, totals: totals.map(sumOf), found, seq, at, by };
  reconciliation.record(run);
  openings.release(world, emit);
  emit({ type: 'Reconciled', runNo, day, isClose, asOfSeq, figuresHash, breaks: found.length });
  return accept({ runNo, day, breaks: found.length, open: reconciliation.liveCount });
}

function faultOf(
  { reconciliation, clearing, market }: ReconciliationWorld,
  {
    day,
    isClose,
    asOfSeq,
    head,
    fromTrade,
    toTrade,
    rows,
    figuresHash,
    totals,
    findings,
    more,
  }: RecordReconciliation,
  seq: number,
): Rejected | undefined {
  const counts = [asOfSeq, fromTrade, toTrade, rows, more].every(isAmount);
  const lists = Array.isArray(totals) && Array.isArray(findings) && findings.length <= OPEN_BREAKS_MAX;
  if (!counts || !lists || ![head, figuresHash].every((hash) => HASH.test(hash)))
    return reject('reconciliation.bad_figures');
  if (!findings.every((one) => isFigure(one) && isDifferent(one) && one.total !== 'ALL'))
    return reject('reconciliation.bad_figures');
  if (new Set(findings.map(nameOf)).size !== findings.length) return reject('reconciliation.bad_figures');
  if (asOfSeq >= seq || asOfSeq < reconciliation.lastAsOf) return reject('reconciliation.figures_outdated');
  if (!isClose)
    return day === market.tradingDay ? undefined : reject('reconciliation.day_unknown', { data: { day } });
  if (clearing.lastConfirmed.day !== day) return reject('reconciliation.day_not_settled', { data: { day } });
  return reconciliation.lastClose.day >= day
    ? reject('reconciliation.day_done', { data: { day, runNo: reconciliation.lastClose.runNo } })
    : undefined;
}

/** Exactly the members of a figure, whatever else came with the command. */
function figureOf({ total, part, accountNo, instrumentNo, subjectNo, one, other }: Figure): Figure & {
  readonly [field: string]: Json;
} {
  return { total, part, accountNo, instrumentNo, subjectNo, one, other };
}

function sumOf({ total, part, rows, different, one, other }: TotalSum): TotalSum {
  return { total, part, rows: add(rows, 0), different, one: String(one), other: String(other) };
}
