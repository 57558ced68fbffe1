/**
 * The one place where the console meets `verifier/`: code that imports nothing of the product, so that what this browser
 * judges is not what the exchange says about itself.
 */
export { verifyCheckpoint, verifyConsistency, verifyInclusion } from '../../../verifier/core/proofs.js';
import type { verifyCheckpoint } from '../../../verifier/core/proofs.js';

export type Judgement = Awaited<ReturnType<typeof verifyCheckpoint>>;
