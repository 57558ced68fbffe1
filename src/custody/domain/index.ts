import type { ApprovalExecutors } from '../../approvals/domain/executor.js';
import type { Handlers } from '../../sequencer/domain/command.js';
import { createBatch } from './adjust-allocation.js';
import { certifyHolding } from './certify-holding.js';
import { endTerms } from './due-terms.js';
import {
  freezeAccount,
  freezeSerials,
  freezeUnits,
  releaseAccount,
  releaseSerials,
  unfreezeUnits,
} from './freezes.js';
import { surrenderUnits } from './surrender-units.js';
import { cancelTransfer, transferUnits } from './transfer.js';
import { distrustAccount, trustAccount } from './trust.js';
import type { CustodyWorld } from './world.js';

export type { Certificate } from './certificate.js';
export { Custody } from './custody.js';
export type { DelayedTransfer, TransferState } from './delayed-transfer.js';
export { dueCustody } from './due-terms.js';
export {
  forecastTransfer,
  forecastTrust,
  type Pace,
  type Standing,
  type TransferForecast,
} from './forecast.js';
export type { FreezeKind, FreezeOrder, FreezeState, Kept } from './freeze-order.js';
export { type Notice, NOTICE_KINDS, type NoticeKind } from './notice.js';
export type { Surrender } from './surrender.js';
export type { TrustedAccount } from './trusted-account.js';
export type { CustodyWorld } from './world.js';

/** `create-batch` stands in the place of the registry's own, which it uses. */
export const custodyHandlers: Handlers = {
  'create-batch': createBatch,
  'distrust-account': distrustAccount,
  'cancel-transfer': cancelTransfer,
  'certify-holding': certifyHolding,
  'end-custody-terms': endTerms,
};

/** Some stand in the place of the registry's own, which they use. */
export const custodyExecutors: ApprovalExecutors<CustodyWorld> = {
  'transfer-units': transferUnits,
  'surrender-units': surrenderUnits,
  'trust-account': trustAccount,
  'freeze-account': freezeAccount,
  'release-account': releaseAccount,
  'freeze-units': freezeUnits,
  'unfreeze-units': unfreezeUnits,
  'freeze-serials': freezeSerials,
  'release-serials': releaseSerials,
};
