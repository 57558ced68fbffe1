import type { PoolClient } from 'pg';
import { readTitles, suppliesOf } from '../holdings/index.js';
import type { Ledger } from '../ledger/index.js';
import { type Verdict, verdict } from './invariant.js';

interface Kept {
  readonly day: string;
  readonly atSeq: number;
  readonly asset: number;
  readonly titles: Buffer;
}

/** What is kept of published holdings, held against the ledger that a replay has at their place. */
export class KeptTitles {
  private readonly broken: string[] = [];
  private readonly bySeq = new Map<number, Kept[]>();
  private checked = 0;

  private constructor(kept: readonly Kept[]) {
    for (const one of kept) this.bySeq.set(one.atSeq, [...(this.bySeq.get(one.atSeq) ?? []), one]);
  }

  static async of(client: PoolClient, venueNo: number): Promise<KeptTitles> {
    const { rows } = await client.query(
      `SELECT s.day::text, s.at_seq, s.asset_no, coalesce(t.titles, ''::bytea) AS titles FROM public.holding_statements s
         LEFT JOIN public.holding_titles t USING (venue_no, day, at_seq, asset_no) WHERE s.venue_no = $1`,
      [venueNo],
    );
    return new KeptTitles(
      rows.map(({ day, at_seq, asset_no, titles }) => ({
        day,
        atSeq: Number(at_seq),
        asset: asset_no,
        titles,
      })),
    );
  }

  /** Titles are read between two batches, so their place is the end of one. */
  compare(seq: number, ledger: Ledger): void {
    const here = this.bySeq.get(seq);
    if (here === undefined) return;
    this.bySeq.delete(seq);
    const supplies = suppliesOf(ledger);
    for (const { day, asset, titles } of here) {
      const byAccount = (all: readonly (readonly [number, number])[]): string =>
        [...all].sort(([a], [b]) => a - b).join(' ');
      this.checked += 1;
      if (byAccount(readTitles(titles)) !== byAccount(supplies.get(asset)?.titles ?? []))
        this.broken.push(`asset ${asset} on ${day}`);
    }
  }

  verdict(): Verdict {
    const nowhere = [...this.bySeq.keys()].map((seq) => `no batch ends with record ${seq}`);
    const promise = 'holdings were published of what everybody had at their place';
    return verdict('H1', promise, this.checked + nowhere.length, [...this.broken, ...nowhere]);
  }
}
