import type { Handlers } from '../../sequencer/domain/command.js';
import { accountHandlers } from './account-handlers.js';
import { batchHandlers } from './batch-handlers.js';

export {
  ACCOUNT_KINDS,
  isOpened,
  mayDispose,
  type Account,
  type AccountKind,
  type AccountState,
} from './account.js';
export {
  BATCH_STAGES,
  BATCH_STATES,
  type Batch,
  type BatchLine,
  type BatchStage,
  type BatchState,
} from './batch.js';
export { Deductions, type Deduction } from './deductions.js';
export { registryExecutors } from './executors.js';
export {
  INSTRUMENT_KINDS,
  SERIAL_MAX,
  type Cap,
  type Instrument,
  type InstrumentFacts,
} from './instrument.js';
export { Registry } from './registry.js';
export { Serials, type SerialBlock, type SerialMove } from './serials.js';
export type { RegistryWorld } from './world.js';

export const registryHandlers: Handlers = { ...accountHandlers, ...batchHandlers };
export { forksAround, type SerialRun } from './serial-run.js';
