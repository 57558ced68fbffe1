import { createHmac, hash } from 'node:crypto';
import { invariant } from '../../kernel/invariant.js';
import { partsOf } from './record-parts.js';

const TOLD = Buffer.from('airshed told v1\n');
const EVENTS = Buffer.from('airshed events v1\n');
const RECORD = Buffer.from('airshed record v1\n');
const SALT_BYTES = 32;

/** The two halves of a record, each under a salt of its own: whoever is shown one learns nothing of the other. */
export interface BlindedRecord {
  readonly told: string;
  readonly toldSalt: Buffer;
  /** The commitment to the events. */
  readonly eventsHash: Buffer;
  /** What the log holds of the record, and publishes. */
  readonly entry: Buffer;
}

/** Hides lines from those who would guess them from a hash; binds as if no salt were there. See ADR 15. */
export function blindRecord(blindingKey: Uint8Array, seq: number, line: Uint8Array): BlindedRecord {
  const { told, events } = partsOf(Buffer.from(line));
  const toldSalt = saltOf(blindingKey, seq, 1);
  const toldHash = committed(TOLD, toldSalt, told);
  const eventsHash = committed(EVENTS, saltOf(blindingKey, seq, 2), events);
  return { told: told.toString(), toldSalt, eventsHash, entry: entryOf(toldHash, eventsHash) };
}

/** The entry of a record from what its sender is shown. */
export function entryOfTold({ told, toldSalt, eventsHash }: Omit<BlindedRecord, 'entry'>): Buffer {
  return entryOf(committed(TOLD, toldSalt, Buffer.from(told)), eventsHash);
}

function entryOf(toldHash: Buffer, eventsHash: Buffer): Buffer {
  return hash('sha256', Buffer.concat([RECORD, toldHash, eventsHash]), 'buffer');
}

/** HMAC-SHA-256(key, u64(seq) ‖ u8(half)). */
function saltOf(blindingKey: Uint8Array, seq: number, half: 1 | 2): Buffer {
  const place = Buffer.alloc(9);
  place.writeBigUInt64BE(BigInt(seq));
  place.writeUInt8(half, 8);
  return createHmac('sha256', blindingKey).update(place).digest();
}

function committed(label: Buffer, salt: Buffer, text: Buffer): Buffer {
  invariant(salt.length === SALT_BYTES, 'a salt has 32 bytes');
  return hash('sha256', Buffer.concat([label, salt, text]), 'buffer');
}
