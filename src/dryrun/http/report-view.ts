import { CENTS, formatDecimal } from '../../kernel/decimal.js';
import { formatInstant } from '../../kernel/instant.js';
import type { PublicIdKind } from '../../platform/http/index.js';
import type { Totals, TradeFacts } from '../differences.js';
import type { DryRunReport } from '../dry-run.js';

const money = (fen: number): string => formatDecimal(fen, CENTS);

/** The report in public ids and decimals. `scales`: decimals of every instrument's unit; `symbols`: its name. */
export function showReport(
  report: DryRunReport,
  assets: ReadonlyMap<number, { readonly symbol: string; readonly unitScale: number }>,
  id: (kind: PublicIdKind, no: number) => string,
): object {
  const { period, commands, was, will, refusals, decisions, trades, closes, amounts } = report;
  const symbol = (no: number): string => assets.get(no)?.symbol ?? String(no);
  const units = (no: number, quantity: number): string =>
    formatDecimal(quantity, assets.get(no)?.unitScale ?? 0);
  const trade = (no: number, facts: TradeFacts | null): object | null =>
    facts && {
      price: money(facts.price),
      quantity: units(no, facts.quantity),
      value: money(facts.value),
      buyerFee: money(facts.buyerFee),
      sellerFee: money(facts.sellerFee),
    };
  return {
    period,
    instruments: report.instruments.map((instrument) => instrument.symbol),
    commands,
    was: showTotals(was),
    will: showTotals(will),
    refusals,
    decisions: {
      count: decisions.count,
      shown: decisions.shown.map(({ seq, at, kind, accountNo, ...decided }) => ({
        seq,
        at: formatInstant(at),
        kind,
        ...(accountNo !== null && { accountId: id('acc', accountNo) }),
        ...decided,
      })),
    },
    trades: {
      count: trades.count,
      shown: trades.shown.map(({ seq, instrumentNo, buyOrder, sellOrder, ...roads }) => ({
        seq,
        symbol: symbol(instrumentNo),
        buyOrderId: id('ord', buyOrder),
        sellOrderId: id('ord', sellOrder),
        was: trade(instrumentNo, roads.was),
        will: trade(instrumentNo, roads.will),
      })),
    },
    closes: {
      count: closes.count,
      shown: closes.shown.map((close) => ({
        day: close.day,
        symbol: symbol(close.instrumentNo),
        was: close.was === null ? null : money(close.was),
        will: close.will === null ? null : money(close.will),
      })),
    },
    amounts: {
      count: amounts.count,
      shown: amounts.shown.map((amount) => {
        const isCash = amount.assetNo === 0;
        const text = (value: number): string => {
          const plain = isCash ? money(Math.abs(value)) : units(amount.assetNo, Math.abs(value));
          return value < 0 ? `-${plain}` : plain;
        };
        return {
          accountId: id('acc', amount.accountNo),
          asset: isCash ? 'cash' : symbol(amount.assetNo),
          was: text(amount.was),
          will: text(amount.will),
          moved: text(amount.will - amount.was),
        };
      }),
    },
  };
}

function showTotals({ accepted, refused, trades, quantity, value, fees }: Totals): object {
  return { accepted, refused, trades, units: quantity, value: money(value), fees: money(fees) };
}
