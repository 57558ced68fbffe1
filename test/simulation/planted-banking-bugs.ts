import type { BankLine } from '../../src/banking/domain/statement-file.js';
import { Banking } from '../../src/banking/index.js';
import { instead, nothing, type PlantedBug } from './planting.js';

export const BANKING_BUGS: readonly PlantedBug[] = [
  {
    name: 'the closing balance of a released statement is not kept',
    about: ['bank'],
    noticedBy: ['M1–M3 memory'],
    plant: instead(Banking.prototype, 'closeStatement', nothing),
  },
  {
    name: 'a line in suspense is not on the work list',
    about: ['bank'],
    noticedBy: ['M1–M3 memory'],
    plant: instead(Banking.prototype, 'addLine', (original) => {
      return function (line: BankLine) {
        original.call(this, line.state === 'SUSPENSE' ? { ...line, state: 'CHARGED' } : line);
      };
    }),
  },
];
