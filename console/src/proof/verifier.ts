/**
 * The one place where the console meets `verifier/`: code that imports nothing of the product, so that what this browser
 * judges is not what the exchange says about itself.
 */
export { verifyCheckpoint, verifyConsistency, verifyInclusion } from '../../../verifier/core/proofs.js';
export { judgeSignatures, parseNote, parseVkey } from '../../../verifier/core/note.js';
export { hex, utf8 } from '../../../verifier/core/bytes.js';
export { sha256 } from '../../../verifier/core/sha256.js';
import type { verifyCheckpoint } from '../../../verifier/core/proofs.js';

export type Judgement = Awaited<ReturnType<typeof verifyCheckpoint>>;
