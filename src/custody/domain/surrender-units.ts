import type { ApprovalExecutor } from '../../approvals/domain/executor.js';
import { SYSTEM_ACCOUNTS } from '../../ledger/domain/system-accounts.js';
import { registryExecutors } from '../../registry/domain/executors.js';
import type { CustodyWorld } from './world.js';

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
