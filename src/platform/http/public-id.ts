import { type Cipher, createCipheriv, createDecipheriv, type Decipher, hkdfSync } from 'node:crypto';

/** What an id names; the byte is part of the encrypted block, so an account's id never passes as an order's. */
const KIND_BYTES = {
  acc: 1,
  ord: 2,
  trd: 3,
  ins: 4,
  bat: 5,
  prp: 6,
  ses: 7,
  stl: 8,
  txn: 9,
  csh: 10,
  hld: 11,
  rul: 12,
  evt: 13,
  blk: 14,
  neg: 20,
  owb: 21,
  drf: 40,
  dry: 41,
  auc: 50,
  bid: 51,
  dst: 60,
  plt: 61,
  rgt: 62,
  enc: 63,
  ptr: 64,
  tru: 80,
  dtr: 81,
  frz: 82,
  ntc: 83,
  crt: 84,
  bka: 90,
  wdr: 91,
  pmf: 92,
  stf: 93,
  lin: 94,
  brk: 120,
} as const;

export type PublicIdKind = keyof typeof KIND_BYTES;

export interface VenueNumber {
  readonly venueNo: number;
  readonly no: number;
}

const BLOCK_BYTES = 16;
const VENUE_NO_MAX = 0xffff_ffff;
/** 2^48 - 1: the six bytes of the number. */
const NO_MAX = 0xffff_ffff_ffff;
const CHECK_OFFSET = 11;

/**
 * Opaque ids without a table: one AES-256 block holds kind, venue, number and five zero bytes.
 * A guessed id decrypts to noise, whose check bytes are zero once in 2^40.
 * ECB is right here and only here: a single block with no structure across blocks, and equal numbers must give equal ids.
 */
export class PublicIds {
  private readonly encipher: Cipher;
  private readonly decipher: Decipher;
  private readonly block = Buffer.alloc(BLOCK_BYTES);

  constructor(secret: string) {
    const key = Buffer.from(hkdfSync('sha256', secret, '', 'airshed public ids v1', 32));
    // Kept for the life of the process: without padding every 16 bytes in are 16 bytes out, nothing is carried over.
    this.encipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
    this.decipher = createDecipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  }

  encode(kind: PublicIdKind, venueNo: number, no: number): string {
    if (!inRange(venueNo, VENUE_NO_MAX) || !inRange(no, NO_MAX))
      throw new RangeError('a public id holds whole numbers in range');
    const block = this.block;
    block[0] = KIND_BYTES[kind];
    block.writeUInt32BE(venueNo, 1);
    block.writeUIntBE(no, 5, 6);
    return `${kind}_${this.encipher.update(block).toString('hex')}`;
  }

  /** The same for letters that may name no kind at all. */
  decodeAny(prefix: string, text: string): VenueNumber | undefined {
    return Object.hasOwn(KIND_BYTES, prefix) ? this.decode(prefix as PublicIdKind, text) : undefined;
  }

  /** Undefined for another kind's id, a forged one, or any text that is not exactly what `encode` writes. */
  decode(kind: PublicIdKind, text: string): VenueNumber | undefined {
    if (
      text.length !== kind.length + 1 + BLOCK_BYTES * 2 ||
      !text.startsWith(kind) ||
      text[kind.length] !== '_'
    )
      return undefined;
    const hex = text.slice(kind.length + 1);
    if (!LOWER_HEX.test(hex)) return undefined;
    const block = this.decipher.update(Buffer.from(hex, 'hex'));
    if (block[0] !== KIND_BYTES[kind]) return undefined;
    for (let i = CHECK_OFFSET; i < BLOCK_BYTES; i++) if (block[i] !== 0) return undefined;
    return { venueNo: block.readUInt32BE(1), no: block.readUIntBE(5, 6) };
  }
}

const LOWER_HEX = /^[0-9a-f]{32}$/;

function inRange(value: number, max: number): boolean {
  return Number.isSafeInteger(value) && value >= 0 && value <= max;
}
