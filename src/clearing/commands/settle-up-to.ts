import { SETTLE_TRADES_MAX } from '../../kernel/limits.js';
import { answerOf, type Engine } from '../../sequencer/index.js';
import type { ClearingMachine } from '../domain/handlers.js';

/** Settles what waits up to a trade, now and without the workers: they may be what has failed. */
export async function settleUpTo(
  engine: Engine<ClearingMachine>,
  slug: string,
  tradeNo: number,
): Promise<void> {
  for (;;) {
    const fromTrade = await engine.ask(slug, ({ clearing }) => clearing.firstPending);
    if (fromTrade === undefined || fromTrade > tradeNo) return;
    const toTrade = Math.min(tradeNo, fromTrade + SETTLE_TRADES_MAX - 1);
    const command = { kind: 'settle-trades', fromTrade, toTrade };
    answerOf(await engine.submit(slug, { by: 'system:clearing', org: '', command }));
  }
}
