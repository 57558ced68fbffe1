import type { Command } from '../../src/sequencer/index.js';
import type { VenueMachine } from '../../src/machine.js';
import type { Dice } from './dice.js';
import { DAY, EVERY_POWER, type Founding } from './founding.js';

/** What the clearing desk sees before it acts. */
export interface Deliveries {
  /** Trades aside, in trade order. */
  readonly failed: readonly number[];
  readonly frozen: readonly number[];
  readonly lastTrade: number;
  readonly isDayOver: boolean;
}

export function deliveriesOf({ clearing, registry, market }: VenueMachine): Deliveries {
  return {
    failed: clearing.failed().map(({ trade }) => trade.tradeNo),
    frozen: [...registry.allAccounts()].flatMap(({ state, accountNo }) =>
      state === 'FROZEN' ? accountNo : [],
    ),
    lastTrade: market.tradeCount,
    isDayOver: market.dayStatus === 'CLOSED',
  };
}

/** What befalls deliveries: accounts are frozen and let go, the clearing desk looks again, decides, and confirms the day. */
export function deliveryWish(dice: Dice, { traders }: Founding, seen: Deliveries): Command[] {
  const propose = (action: string, payload: Record<string, string | number>): Command => ({
    ...{ kind: 'propose', action, payload, powers: EVERY_POWER },
  });
  const { accountNo } = dice.one(traders);
  const confirmed = { kind: 'confirm-settlement-day', day: DAY, toTrade: seen.lastTrade };
  if (seen.isDayOver && dice.chance(0.6)) return [confirmed];
  if (dice.chance(0.06)) return [{ kind: 'close-day', day: DAY }, confirmed];
  if (dice.chance(0.1)) return [propose('name-settlement-reserve', { accountNo })];
  if (seen.frozen.length > 0 && dice.chance(0.4)) {
    const freed = propose('release-account', { accountNo: dice.one(seen.frozen), reason: 'the court again' });
    return [freed, { kind: 'retry-deliveries' }];
  }
  if (seen.failed.length > 0 && dice.chance(0.6)) {
    const tradeNo = dice.one(seen.failed);
    if (dice.chance(0.6)) return [propose('cover-delivery', { tradeNo, reason: 'the other side waits' })];
    return [propose('default-delivery', { tradeNo, reason: 'nothing comes' }), { kind: 'retry-deliveries' }];
  }
  return [propose('freeze-account', { accountNo, reason: 'a court' })];
}
