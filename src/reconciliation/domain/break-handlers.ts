import type { Json } from '../../kernel/json.js';
import { accept, reject, type Outcome, type Rejection } from '../../kernel/rejection.js';
import type { Command, CommandContext } from '../../sequencer/domain/command.js';
import type { Break } from './break.js';
import type { ReconciliationWorld } from './world.js';

interface OfBreak extends Command {
  readonly breakNo: number;
}

/** The first refusal of whoever works on a case. */
export function faultOfBreak(
  { reconciliation }: ReconciliationWorld,
  breakNo: number,
): Rejection | undefined {
  if (reconciliation.isClosed(breakNo)) return { code: 'reconciliation.break_closed' };
  return reconciliation.find(breakNo) === undefined ? { code: 'reconciliation.unknown_break' } : undefined;
}

/** Who works on it from now on: a desk or a person. */
export function assignBreak(
  world: ReconciliationWorld,
  { breakNo, owner }: OfBreak & { readonly owner: string },
  { at, emit }: CommandContext,
): Outcome<Json> {
  const fault = faultOfBreak(world, breakNo);
  if (fault !== undefined) return reject(fault.code);
  world.reconciliation.change(world.reconciliation.find(breakNo)!, { owner }, at);
  emit({ type: 'BreakAssigned', breakNo, owner });
  return accept({ breakNo, owner });
}

/** Why it is there. One that is gone already is closed by the next run. */
export function explainBreak(
  world: ReconciliationWorld,
  { breakNo, explanation }: OfBreak & { readonly explanation: string },
  { by, at, emit }: CommandContext,
): Outcome<Json> {
  const fault = faultOfBreak(world, breakNo);
  if (fault !== undefined) return reject(fault.code);
  const one: Break = world.reconciliation.find(breakNo)!;
  const { state } = one;
  if (state !== 'OPEN' && state !== 'EXPLAINED')
    return reject('reconciliation.break_decided', { data: { state } });
  world.reconciliation.move(one, 'EXPLAINED', { explanation, explainedBy: by }, at);
  emit({ type: 'BreakExplained', breakNo });
  return accept({ breakNo, state: 'EXPLAINED' });
}
