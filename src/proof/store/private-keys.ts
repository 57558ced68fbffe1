import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { join } from 'node:path';
import { cosignedText, type LogAlgorithm, publicBytes, stampedSignature } from '../domain/note-key.js';
import { readIfThere, renameDurably, writeDurably } from './secret-file.js';

/** A private key and its public half. It never leaves this process, and is in no table and no line of a log. */
export class SigningKey {
  readonly publicKey: Buffer;
  private readonly key: KeyObject;

  constructor(
    readonly algorithm: LogAlgorithm,
    pem: string,
  ) {
    // Read from PEM even when just made: only so does OpenSSL take a key of SM2's curve for one of SM2.
    this.key = createPrivateKey(pem);
    this.publicKey = publicBytes(algorithm, createPublicKey(pem));
  }

  sign(text: string): Buffer {
    return sign(this.algorithm === 'sm2' ? 'sm3' : null, Buffer.from(text), this.key);
  }

  /** A witness's: only Ed25519 has a cosignature. */
  cosign(text: string, seconds: bigint): Buffer {
    return stampedSignature(seconds, sign(null, cosignedText(text, seconds), this.key));
  }
}

export function newPrivatePem(algorithm: LogAlgorithm): string {
  const pair =
    algorithm === 'sm2' ? generateKeyPairSync('ec', { namedCurve: 'SM2' }) : generateKeyPairSync('ed25519');
  return pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
}

/** Private keys of logs: `<DATA_DIR>/log-keys/<algorithm>.pem`, and `.next` while one takes over. */
export class PrivateKeys {
  private readonly folder: string;

  constructor(dataDir: string) {
    this.folder = join(dataDir, 'log-keys');
  }

  /** The key with this public half, if it is here. A rotation that died half way is finished. */
  find(algorithm: LogAlgorithm, publicKey: Buffer): SigningKey | undefined {
    const fits = (file: string): SigningKey | undefined => {
      const pem = readIfThere(file);
      const key = pem === undefined ? undefined : new SigningKey(algorithm, pem);
      return key?.publicKey.equals(publicKey) ? key : undefined;
    };
    const current = fits(this.file(algorithm));
    if (current !== undefined) return current;
    const next = fits(this.nextFile(algorithm));
    if (next !== undefined) this.promote(algorithm);
    return next;
  }

  /** A new key on disk, in force when the table says so and `promote` was called. */
  prepare(algorithm: LogAlgorithm): SigningKey {
    const pem = newPrivatePem(algorithm);
    writeDurably(this.nextFile(algorithm), pem);
    return new SigningKey(algorithm, pem);
  }

  /** The prepared key takes the place of the one before, which is gone. */
  promote(algorithm: LogAlgorithm): void {
    renameDurably(this.nextFile(algorithm), this.file(algorithm));
  }

  private file(algorithm: LogAlgorithm): string {
    return join(this.folder, `${algorithm}.pem`);
  }

  private nextFile(algorithm: LogAlgorithm): string {
    return `${this.file(algorithm)}.next`;
  }
}
