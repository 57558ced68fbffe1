import { add } from '../../kernel/amount.js';
import { isSink, isSource, type Ledger } from '../../ledger/index.js';
import type { Title } from './sum-tree.js';

/** What was ever given of an asset, what left it for good, what everybody has. */
export interface Supply {
  readonly issued: number;
  readonly retired: number;
  readonly total: number;
}

/** The supply of every asset that anything was issued of, and who has it. Cash: deposits less withdrawals. */
export function suppliesOf(ledger: Ledger): Map<number, Supply & { readonly titles: readonly Title[] }> {
  const assets = new Map<number, { issued: number; retired: number; total: number; titles: Title[] }>();
  for (const { account, asset, posted } of ledger.all()) {
    let one = assets.get(asset);
    if (one === undefined) assets.set(asset, (one = { issued: 0, retired: 0, total: 0, titles: [] }));
    if (isSource(account)) one.issued = add(one.issued, -posted);
    else if (isSink(account)) one.retired = add(one.retired, posted);
    else {
      one.total = add(one.total, posted);
      if (posted !== 0) one.titles.push([account, posted]);
    }
  }
  const issued = [...assets].filter(([, one]) => one.issued !== 0).sort(([a], [b]) => a - b);
  return new Map(issued);
}
