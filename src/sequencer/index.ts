export type {
  Command,
  CommandContext,
  CommandRecord,
  DecidedRecord,
  Handler,
  Handlers,
  SqlStatement,
  VenueEvent,
} from './domain/command.js';
export type { Machine } from './domain/machine.js';
export { answerOf, type CommittedListener, type Engine, LocalEngine, type VenueRow } from './engine.js';
export { FollowerEngine, type FollowerParts, type Forward, receiptFrom } from './follower-engine.js';
export type { Pace } from './pace.js';
export { type CommandRequest, type Receipt, receiptOf } from './receipt.js';
export { sequencerRejections } from './rejections.js';
export { Fenced, type JournalStore, type Snapshot, type Tenure } from './store/journal-store.js';
export { PostgresJournalStore } from './store/postgres-journal-store.js';
export { replayBatch } from './domain/replay-line.js';
export { type SequencerParts, VenueSequencer } from './venue-sequencer.js';
