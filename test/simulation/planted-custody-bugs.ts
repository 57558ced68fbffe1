import { Custody, type DelayedTransfer } from '../../src/custody/index.js';
import { Ledger } from '../../src/ledger/index.js';
import { FrozenRuns } from '../../src/registry/domain/frozen-runs.js';
import { instead, nothing, type PlantedBug } from './planting.js';

/** What could go wrong with waiting transfers, freezes and sinks. */
export const CUSTODY_BUGS: readonly PlantedBug[] = [
  {
    name: 'a waiting transfer leaves before its time',
    about: ['custody'],
    noticedBy: ['C4 journal'],
    plant: instead(Custody.prototype, 'addTransfer', (original) => {
      return function (transfer: DelayedTransfer) {
        return original.call(this, { ...transfer, dueAt: transfer.approvedAt });
      };
    }),
  },
  {
    name: 'units that are let go stay frozen',
    about: ['custody'],
    noticedBy: ['C3 memory'],
    plant: instead(Ledger.prototype, 'unfreeze', nothing),
  },
  {
    name: 'a surrender is not written down',
    about: ['custody'],
    noticedBy: ['C1 memory'],
    plant: instead(Custody.prototype, 'surrender', nothing),
  },
  {
    name: 'frozen serials are handed over',
    about: ['custody'],
    noticedBy: ['C2 memory'],
    plant: () => {
      const unseen = instead(FrozenRuns.prototype, 'hasAny', () => () => false)();
      const untouched = instead(FrozenRuns.prototype, 'touches', () => () => false)();
      return () => {
        unseen();
        untouched();
      };
    },
  },
];
