import type { ApprovalExecutors } from '../../approvals/domain/executor.js';
import type { Handlers } from '../../sequencer/domain/command.js';
import { applicationHandlers } from './application.js';
import { awardHandlers } from './award.js';
import { certificateExecutors, certificateHandlers } from './certificate.js';
import { contractHandlers } from './contract.js';
import { dueTermHandlers } from './due-terms.js';
import { encumbranceExecutors } from './encumbrances.js';
import { exceptionExecutors } from './exceptions.js';
import { listingHandlers } from './listing.js';
import { reserveExecutors } from './reserve.js';
import { territoryExecutors, territoryHandlers } from './territory-executors.js';
import type { PermitsWorld } from './world.js';

export { dueTerms } from './due-terms.js';
export { permitsInvariants } from './invariants.js';
export { Permits } from './permits.js';
export type { PermitsMachine, PermitsWorld } from './world.js';

export const permitsHandlers: Handlers = {
  ...applicationHandlers,
  ...listingHandlers,
  ...awardHandlers,
  ...contractHandlers,
  ...certificateHandlers,
  ...territoryHandlers,
  ...dueTermHandlers,
};

export const permitsExecutors: ApprovalExecutors<PermitsWorld> = {
  ...territoryExecutors,
  ...exceptionExecutors,
  ...certificateExecutors,
  ...encumbranceExecutors,
  ...reserveExecutors,
};
