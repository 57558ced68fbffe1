import type { Instant } from '../../kernel/instant.js';
import type { ApprovalExecutor } from '../../approvals/domain/executor.js';
import { SYSTEM_ACCOUNTS } from '../../ledger/domain/system-accounts.js';
import { registryExecutors } from '../../registry/domain/executors.js';
import type { CustodyWorld } from './world.js';

/** Units that paid a year's duty (清缴): they are in a sink that nothing leaves. */
export interface Surrender {
  /** Of the proposal that was signed. */
  readonly surrenderNo: number;
  readonly accountNo: number;
  readonly instrumentNo: number;
  /** The compliance year. */
  readonly year: number;
  readonly quantity: number;
  readonly at: Instant;
}

interface SurrenderUnits {
  readonly accountNo: number;
  readonly instrumentNo: number;
  readonly quantity: number;
  readonly year: number;
}

/** Its refusals are those of a cancellation; what is surrendered does not lower the cap. */
export const surrenderUnits: ApprovalExecutor<CustodyWorld, SurrenderUnits> = {
  ...registryExecutors['cancel-units'],
  execute(world, { accountNo, instrumentNo, quantity, year }, { at, emit }, { proposalNo }) {
    const { ledger, registry, custody } = world;
    const cause = { kind: 'surrender', no: proposalNo };
    ledger.post(cause, [
      { account: accountNo, asset: instrumentNo, amount: -quantity },
      { account: SYSTEM_ACCOUNTS.SURRENDERED, asset: instrumentNo, amount: quantity },
    ]);
    registry.serials.move(instrumentNo, accountNo, SYSTEM_ACCOUNTS.SURRENDERED, quantity, cause);
    custody.surrender({ surrenderNo: proposalNo, accountNo, instrumentNo, year, quantity, at });
    emit({ type: 'UnitsSurrendered', accountNo, instrumentNo, quantity, year });
    return { accountNo, instrumentNo, quantity, year };
  },
};
