import { createHash } from 'node:crypto';
import { canonical, type Json } from '../../kernel/json.js';
import type { PackFile } from './pack-schema.js';

/** SHA-256 (hex) over the canonical text of a pack's file: what was drafted, signed and is in force is one text. */
export function packHash(file: PackFile): string {
  return createHash('sha256')
    .update(canonical(file as Json))
    .digest('hex');
}
