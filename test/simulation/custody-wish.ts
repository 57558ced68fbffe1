import type { Command } from '../../src/sequencer/index.js';
import type { Dice } from './dice.js';
import { EVERY_POWER, type Founding, type Trader } from './founding.js';

/** What a member, its registry or its scheduler may want with units outside the market. */
export function custodyWish(dice: Dice, founding: Founding, trader: Trader, now: number): Command {
  const { accountNo } = trader;
  const { instrumentNo } = dice.one(founding.things);
  const quantity = 1 + dice.pick(60);
  const propose = (action: string, payload: Record<string, string | number>): Command => ({
    ...{ kind: 'propose', action, payload, powers: EVERY_POWER },
  });
  const draw = dice.pick(10);
  if (draw < 4) {
    const toAccount = dice.one(founding.traders).accountNo;
    return propose('transfer-units', { fromAccount: accountNo, toAccount, instrumentNo, quantity });
  }
  if (draw < 6) {
    const first = 1 + dice.pick(1_500);
    const until = now + 1 + dice.pick(3_000_000);
    return propose('freeze-serials', { instrumentNo, first, last: first + quantity, reason: 'theft', until });
  }
  if (draw < 7) return propose('surrender-units', { accountNo, instrumentNo, quantity, year: 2026 });
  // Of a transfer that may wait, and may be somebody else's.
  if (draw < 8)
    return {
      kind: 'cancel-transfer',
      transferNo: 1 + dice.pick(80),
      powers: ['transfer.approve'],
      note: 'no',
    };
  return { kind: 'end-custody-terms' };
}
