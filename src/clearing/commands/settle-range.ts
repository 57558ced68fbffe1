import { answerOf, type CommandRequest, type Receipt } from '../../sequencer/index.js';
import type { SettlementEngine, SettlementJob, SettlementRuns } from './ports.js';

export interface SettleParts {
  readonly engine: Pick<SettlementEngine, 'submit'>;
  readonly runs: Pick<SettlementRuns, 'move'>;
}

/**
 * Carries a range of trades to the venue's sequencer and keeps its run's state. It may run twice or be killed
 * anywhere: the command is idempotent, and the sweeper ends the runs that were left behind.
 */
export async function settleRange(
  { engine, runs }: SettleParts,
  range: SettlementJob,
  caller: Pick<CommandRequest, 'by' | 'org'> = { by: 'system:clearing', org: '' },
): Promise<Receipt & { ok: true }> {
  const { slug, fromTrade, toTrade } = range;
  await runs.move(range, 'RUNNING');
  const receipt = await engine
    .submit(slug, { ...caller, command: { kind: 'settle-trades', fromTrade, toTrade } })
    .then(answerOf)
    .catch(async (error: unknown) => {
      await runs.move(range, 'FAILED', error instanceof Error ? error.message : String(error));
      throw error;
    });
  await runs.move(range, 'DONE');
  return receipt;
}
