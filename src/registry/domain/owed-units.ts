import { invariant } from '../../kernel/invariant.js';
import type { Batch, BatchLine } from './batch.js';

const NOTED = ['recalled', 'owed', 'kept'] as const;
export type LineChange = { readonly [name in (typeof NOTED)[number]]?: number };

/** What was given by batches and is taken or asked back: written on their lines, and added up by account. */
export class OwedUnits {
  /** Units to be handed back that none are frozen for, by `account:instrument`; follows from the lines. */
  private readonly shorts = new Map<string, number>();

  short(accountNo: number, instrumentNo: number): number {
    return this.shorts.size === 0 ? 0 : (this.shorts.get(`${accountNo}:${instrumentNo}`) ?? 0);
  }

  /** A batch as a snapshot kept it. */
  add({ instrumentNo, lines }: Batch): void {
    for (const { accountNo, owed = 0, kept = 0 } of lines) this.move(accountNo, instrumentNo, owed - kept);
  }

  note(batch: Batch, accountNo: number, by: LineChange): void {
    batch.lines = batch.lines.map((line) => (line.accountNo === accountNo ? changed(line, by) : line));
    this.move(accountNo, batch.instrumentNo, (by.owed ?? 0) - (by.kept ?? 0));
  }

  private move(accountNo: number, instrumentNo: number, by: number): void {
    const name = `${accountNo}:${instrumentNo}`;
    const short = (this.shorts.get(name) ?? 0) + by;
    if (short === 0) this.shorts.delete(name);
    else this.shorts.set(name, short);
  }
}

/** A line without what is nothing: it has the text that it had before there were such notes. */
function changed({ recalled = 0, owed = 0, kept = 0, ...told }: BatchLine, by: LineChange): BatchLine {
  const after = {
    recalled: recalled + (by.recalled ?? 0),
    owed: owed + (by.owed ?? 0),
    kept: kept + (by.kept ?? 0),
  };
  const isWithin = after.recalled + after.owed <= told.quantity;
  invariant(isWithin, 'no more is recalled or asked back than was distributed');
  invariant(after.recalled >= 0 && after.kept >= 0 && after.kept <= after.owed, 'units are kept for a debt');
  const noted = NOTED.filter((name) => after[name] > 0).map((name) => [name, after[name]] as const);
  return { ...told, ...Object.fromEntries(noted) };
}
