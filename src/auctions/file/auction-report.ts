import { formatDecimal } from '../../kernel/decimal.js';
import type { AuctionOutcome } from '../domain/clear-auction.js';
import { commitmentOf } from '../domain/commitment.js';
import { type PriceFigures, statisticsOf } from '../domain/statistics.js';
import type { ReadAuction } from './auction-file.js';

const HASH_SHOWN = 12;

/** What an auction gave, in decimal strings: for machines, and the source of what people read. */
export function reportOf({ terms, priceScale }: ReadAuction, outcome: AuctionOutcome) {
  const money = (amount: number): string => formatDecimal(amount, priceScale);
  const units = (amount: number): string => String(amount);
  const { coverHundredths, raw, trimmed, ...counts } = statisticsOf(outcome);
  const prices = (figures: PriceFigures | undefined) =>
    figures === undefined
      ? null
      : {
          units: units(figures.units),
          lowest: money(figures.lowest),
          highest: money(figures.highest),
          mean: money(figures.mean),
          median: money(figures.median),
        };
  return {
    auctionId: terms.auctionId,
    status: outcome.status,
    price: money(outcome.price),
    offered: units(outcome.offered),
    sold: units(outcome.sold),
    unsold: units(outcome.unsold),
    released: units(outcome.released),
    containmentSold: units(outcome.containmentSold),
    withheld: units(outcome.withheld),
    revenue: money(outcome.revenue),
    seed: terms.seed,
    commitment: commitmentOf(terms.seed),
    awards: outcome.awards.map(({ group, quantity, payment, bids }) => ({
      group,
      quantity: units(quantity),
      payment: money(payment),
      bids: bids.map((bid) => ({ bidId: bid.bidId, quantity: units(bid.quantity) })),
    })),
    tie: outcome.tie.map(({ name, group, hash, given }) => ({ name, group, hash, given: units(given) })),
    rejected: outcome.rejected,
    statistics: {
      ...counts,
      cover: formatDecimal(coverHundredths, 2),
      raw: prices(raw),
      trimmed: prices(trimmed),
    },
  };
}

export type AuctionReport = ReturnType<typeof reportOf>;

/** The same for people; at most `rows` lines of each list. */
export function* linesOf(report: AuctionReport, rows: number): Generator<string> {
  const { auctionId, status, price, offered, sold, unsold, revenue, statistics } = report;
  yield status === 'CANCELLED'
    ? `auction ${auctionId}: CANCELLED, nothing sold`
    : `auction ${auctionId}: CLEARED at ${price}`;
  yield `offered ${offered} (released ${report.released}, withheld ${report.withheld}), sold ${sold}, unsold ${unsold}, revenue ${revenue}`;
  yield* table(
    'awards',
    report.awards.map(({ group, quantity, payment }) => [group, quantity, payment]),
    rows,
  );
  yield* table(
    'tie, in the order served',
    report.tie.map(({ name, hash, given }) => [name, given, hash.slice(0, HASH_SHOWN)]),
    rows,
  );
  yield* table(
    'rejected',
    report.rejected.map(({ bidId, fault }) => [bidId, fault]),
    rows,
  );
  const { bids, bidsWon, bidders, biddersWon, cover, raw, trimmed } = statistics;
  yield `bids ${bids} (${bidsWon} won), bidders ${bidders} (${biddersWon} won), cover ${cover}`;
  for (const [name, figures] of [['bids as made', raw] as const, ['bids that count', trimmed] as const]) {
    if (figures === null) continue;
    const { units, lowest, highest, mean, median } = figures;
    yield `${name}: ${units} units, ${lowest}–${highest}, mean ${mean}, median ${median}`;
  }
  yield `seed ${report.seed}, committed as ${report.commitment}`;
}

function* table(title: string, cells: readonly (readonly string[])[], rows: number): Generator<string> {
  if (cells.length === 0) return;
  yield title;
  const shown = cells.slice(0, rows);
  const widths = shown[0].map((_, column) => Math.max(...shown.map((row) => row[column].length)));
  for (const row of shown)
    yield `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  ')}`;
  if (cells.length > rows) yield `  … and ${cells.length - rows} more`;
}
