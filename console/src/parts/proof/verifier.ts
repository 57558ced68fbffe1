/**
 * The one place where the console meets the offline verifier: what a page says it has verified is verified by the very
 * code that an auditor runs at home, and by nothing of the service.
 */
export { type Judgement, verifyConsistency, verifyInclusion } from '../../../../verifier/core/proofs.js';
export { judgeSignatures, parseNote, parseVkey } from '../../../../verifier/core/note.js';
export { hex, utf8 } from '../../../../verifier/core/bytes.js';
export { sha256 } from '../../../../verifier/core/sha256.js';
