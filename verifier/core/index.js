export { BundleCheck } from './bundle.js';
export { PROMISES } from './broken.js';
export { base64, fromBase64, fromHex, hex, utf8 } from './bytes.js';
export { canonical, readCanonical } from './canonical.js';
export { isEd25519Signed, portableEd25519 } from './ed25519.js';
export { EN, faultText, ZH } from './faults.js';
export { dayKey, HoldingsTree, LEAVES_MIN, PIECES, provenTitle, sumLeaf, sumNode } from './holdings.js';
export {
  blinded,
  entryOf,
  eventsHash,
  GrowingTree,
  isConsistent,
  isIncluded,
  leafHash,
  nodeHash,
  saltOf,
  toldHash,
  TILE_WIDTH,
} from './merkle.js';
export { checkpointText, judgeSignatures, parseCheckpoint, parseVkey, stamped } from './note.js';
export { verifyCheckpoint, verifyConsistency, verifyHolding, verifyInclusion } from './proofs.js';
export { sha512 } from './sha512.js';
export { Hmac, hashWith, portableSha256, sha256 } from './sha256.js';
export { isSm2Signed } from './sm2.js';
export { sm3 } from './sm3.js';
export { reportText } from './words.js';
