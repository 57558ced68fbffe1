import { Reconciliation } from '../../src/reconciliation/index.js';
import { instead, type PlantedBug } from './planting.js';

export const RECONCILIATION_BUGS: readonly PlantedBug[] = [
  {
    name: 'what was said of a break is not kept',
    about: ['reconciliation'],
    noticedBy: ['R2 memory'],
    plant: instead(Reconciliation.prototype, 'move', (original) => {
      return function (...[one, to, changes, at]: Parameters<Reconciliation['move']>) {
        original.call(this, one, to, { ...changes, explanation: '' }, at);
      };
    }),
  },
];
