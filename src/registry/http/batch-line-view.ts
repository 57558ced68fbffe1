import { formatDecimal } from '../../kernel/decimal.js';
import type { BatchLineRow, BatchRow } from '../queries/allocation-batches.js';

/** What an account was given by a batch; of a staged one also what it was due, and what was kept back of that. */
export function showLine(line: BatchLineRow, { stage, unit_scale: scale }: BatchRow): object {
  const units = (amount: string): string => formatDecimal(Number(amount), scale);
  return {
    title: line.title,
    quantity: units(line.quantity),
    recalled: units(line.recalled),
    owed: units(line.owed),
    ...(stage !== '' && { approved: units(line.approved), deducted: units(line.deducted) }),
  };
}
