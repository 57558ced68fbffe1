export {
  batchLines,
  checkBatch,
  encodeRecord,
  GENESIS_HASH,
  type JournalBatch,
  JOURNAL_VERSION,
  sealBatch,
  stateHash,
} from './domain/journal-batch.js';
export {
  type Access,
  type AccessKind,
  type AccessLine,
  AccessNotes,
  type AccessNotesParts,
} from './store/access-notes.js';
export { leafHash, merkleRoot, nodeHash } from './domain/merkle.js';
export { appendOfficeEntry, type OfficeEntry } from './store/office-journal.js';
