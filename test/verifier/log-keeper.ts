import { createHmac, createPrivateKey, createPublicKey, hash, type KeyObject, sign } from 'node:crypto';
import { leafHash, merkleRoot } from '../../src/audit/index.js';
import { canonical, type Json } from '../../src/kernel/json.js';

type Kind = 'log' | 'witness';

/** RFC 8410 around the 32 bytes of an Ed25519 key. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
let made = 0;

/** A signing key as a log or a witness has one, made for a test: no two alike, and the same ones in every run. */
export class TestKey {
  readonly vkey: string;
  readonly publicKey: Buffer;
  private readonly keyId: Buffer;
  private privateKey: KeyObject;

  constructor(
    readonly name: string,
    readonly kind: Kind = 'log',
  ) {
    const secret = hash('sha256', `${name} ${kind} ${++made}`, 'buffer');
    this.privateKey = createPrivateKey({
      ...{ key: Buffer.concat([PKCS8, secret]), format: 'der', type: 'pkcs8' },
    });
    this.publicKey = createPublicKey(this.privateKey).export({ type: 'spki', format: 'der' }).subarray(-32);
    const bytes = Buffer.concat([Buffer.of(kind === 'log' ? 1 : 4), this.publicKey]);
    this.keyId = hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), bytes]), 'buffer').subarray(0, 4);
    this.vkey = `${name}+${this.keyId.toString('hex')}+${bytes.toString('base64')}`;
  }

  /** This key by name and number, with the hand of another. */
  signingLike(other: TestKey): TestKey {
    const copy = Object.assign(Object.create(TestKey.prototype) as TestKey, this);
    copy.privateKey = other.privateKey;
    return copy;
  }

  /** The signature line of a checkpoint's text. */
  line(text: string, seconds = 1_764_000_000): string {
    const stamp = Buffer.alloc(8);
    stamp.writeBigUInt64BE(BigInt(seconds));
    const signature =
      this.kind === 'log'
        ? sign(null, Buffer.from(text), this.privateKey)
        : Buffer.concat([
            stamp,
            sign(null, Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`), this.privateKey),
          ]);
    return `— ${this.name} ${Buffer.concat([this.keyId, signature]).toString('base64')}\n`;
  }
}

/** A log as docs/proof.md says, of lines that are all there: slow, plain, and not from `verifier/`. */
export class LogKeeper {
  private readonly leaves: Buffer[] = [];

  constructor(
    readonly key = new TestKey('airshed.example/log/demo'),
    readonly witness = new TestKey('witness.example/w1', 'witness'),
    readonly blinding: Buffer = hash('sha256', 'blinding', 'buffer'),
  ) {}

  /** A log's key bears the name of its origin. */
  get origin(): string {
    return this.key.name;
  }

  salt(seq: number, half: 1 | 2): Buffer {
    const place = Buffer.alloc(9, half);
    place.writeBigUInt64BE(BigInt(seq));
    return createHmac('sha256', this.blinding).update(place).digest();
  }

  /** The halves of a record: what its sender said and was told, and the hash of its events. */
  halves(seq: number, line: string): { readonly told: string; readonly events: Buffer } {
    const { ev, ...told } = JSON.parse(line) as { ev: Json; [member: string]: Json };
    return {
      told: canonical(told),
      events: labelled('events', this.salt(seq, 2), Buffer.from(canonical(ev))),
    };
  }

  entry(seq: number, line: string): Buffer {
    const { told, events } = this.halves(seq, line);
    return labelled('record', labelled('told', this.salt(seq, 1), Buffer.from(told)), events);
  }

  append(lines: readonly string[]): void {
    for (const line of lines) this.leaves.push(leafHash(this.entry(this.leaves.length + 1, line)));
  }

  leaf(index: number): Buffer {
    return this.leaves[index];
  }

  get size(): number {
    return this.leaves.length;
  }

  root(size = this.size): Buffer {
    return merkleRoot(this.leaves.slice(0, size));
  }

  checkpoint(size = this.size, key = this.key, witnesses: readonly TestKey[] = [this.witness]): string {
    const text = `${this.origin}\n${size}\n${this.root(size).toString('base64')}\n`;
    return `${text}\n${key.line(text)}${witnesses.map((one) => one.line(text)).join('')}`;
  }

  /** RFC 6962 §2.1.1, PATH. */
  inclusion(index: number, size = this.size): string[] {
    return path(index, this.leaves.slice(0, size)).map((one) => one.toString('hex'));
  }

  /** RFC 6962 §2.1.2, PROOF. */
  consistency(older: number, newer = this.size): string[] {
    return subproof(older, this.leaves.slice(0, newer), true).map((one) => one.toString('hex'));
  }

  /** The complete subtrees of the first `size` leaves. */
  frontier(size: number): string[] {
    const peaks: string[] = [];
    for (let from = 0; from < size;) {
      let leaves = 1;
      while (leaves * 2 <= size - from) leaves *= 2;
      peaks.push(merkleRoot(this.leaves.slice(from, from + leaves)).toString('hex'));
      from += leaves;
    }
    return peaks;
  }
}

function labelled(what: string, ...parts: readonly Buffer[]): Buffer {
  return hash('sha256', Buffer.concat([Buffer.from(`airshed ${what} v1\n`), ...parts]), 'buffer');
}

function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

function path(index: number, leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length <= 1) return [];
  const k = split(leaves.length);
  return index < k
    ? [...path(index, leaves.slice(0, k)), merkleRoot(leaves.slice(k))]
    : [...path(index - k, leaves.slice(k)), merkleRoot(leaves.slice(0, k))];
}

function subproof(older: number, leaves: readonly Buffer[], isWhole: boolean): Buffer[] {
  if (older === 0 || (older === leaves.length && isWhole)) return [];
  if (older === leaves.length) return [merkleRoot(leaves)];
  const k = split(leaves.length);
  return older <= k
    ? [...subproof(older, leaves.slice(0, k), isWhole), merkleRoot(leaves.slice(k))]
    : [...subproof(older - k, leaves.slice(k), false), merkleRoot(leaves.slice(0, k))];
}
