import { isAmount } from '../../kernel/amount.js';
import type { TradingDay } from '../../kernel/instant.js';
import type { Json } from '../../kernel/json.js';
import { accept, reject, type Outcome } from '../../kernel/rejection.js';
import type { Ledger } from '../../ledger/index.js';
import type { Clearing } from '../../clearing/index.js';
import type { Market } from '../../market/index.js';
import type { Command, CommandContext, Handlers } from '../../sequencer/domain/command.js';
import type { Machine } from '../../sequencer/domain/machine.js';
import type { AssetStatement, Holdings } from './holdings.js';
import { LEAVES_MIN } from './sum-tree.js';
import { suppliesOf } from './supply.js';

export interface HoldingsWorld {
  readonly ledger: Ledger;
  readonly market: Market;
  readonly holdings: Holdings;
}
/** A venue as the publishing job may see it. */
export type HoldingsMachine = Machine & HoldingsWorld & { readonly seq: number; readonly clearing: Clearing };

interface PublishHoldings extends Command {
  readonly day: TradingDay;
  readonly atSeq: number;
  readonly assets: readonly (AssetStatement & { readonly [field: string]: Json })[];
}

/**
 * States what everybody has together after a day's close. The roots are made outside, of salts that no replay knows;
 * the totals are the machine's own, and a statement with any other is refused.
 */
function publishHoldings(
  world: HoldingsWorld,
  { day, atSeq, assets }: PublishHoldings,
  { seq, at, emit }: CommandContext,
): Outcome<Json> {
  const { market, holdings, ledger } = world;
  if (market.tradingDay !== day || market.dayStatus !== 'CLOSED') return reject('holdings.day_not_closed');
  if (holdings.lastDay === day) return reject('holdings.already_published', { data: { day } });
  if (!isAmount(atSeq) || atSeq >= seq || !Array.isArray(assets) || !assets.every(isStatement))
    return reject('holdings.bad_statement');
  const supplies = suppliesOf(ledger);
  const isSame = ({ asset, issued, retired, total }: AssetStatement): boolean => {
    const own = supplies.get(asset);
    return own?.issued === issued && own.retired === retired && own.total === total;
  };
  const inOrder = assets.map(({ asset }) => asset).join() === [...supplies.keys()].join();
  // Units or money came or went between the reading of the titles and this command: they are read again.
  if (!inOrder || !assets.every(isSame)) return reject('holdings.totals_moved');
  const stated = assets.map(({ asset, issued, retired, total, size, root }) => ({
    ...{ asset, issued, retired, total, size, root },
  }));
  holdings.publish({ day, atSeq, seq, at, assets: stated });
  emit({ type: 'HoldingsPublished', day, atSeq, assets: stated });
  return accept({ day, atSeq, assets: stated.length });
}

export const holdingsHandlers: Handlers = { 'publish-holdings': publishHoldings };

function isStatement(one: AssetStatement): boolean {
  const { asset, issued, retired, total, size, root } = Object(one) as AssetStatement;
  return (
    [asset, issued, retired, total, size].every(isAmount) && size >= LEAVES_MIN && /^[0-9a-f]{64}$/.test(root)
  );
}
