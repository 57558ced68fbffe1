export { growLog, LogRefused } from './commands/grow-log.js';
export { rotateKey } from './commands/rotate-key.js';
export { KeyNotHere, signCheckpoint, type SignerParts } from './commands/sign-checkpoint.js';
export { blindRecord, type BlindedRecord, entryOfTold } from './domain/blinded-record.js';
export { type Checkpoint, checkpointText, parseCheckpoint } from './domain/checkpoint.js';
export { isSignedNote, judgeNote, keyIdOf, type NoteKey, parseVkey, vkeyOf } from './domain/note-key.js';
export { isConsistent, isIncluded } from './domain/proof-check.js';
export { LogKeeper, signerParts } from './jobs/log-keeper.js';
