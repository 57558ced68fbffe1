import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Seals API-key secrets for the table: AES-256-GCM, bound to the key's id so that rows cannot be swapped. */
export class SecretBox {
  private readonly key: Buffer;

  constructor(idSecret: string) {
    this.key = Buffer.from(hkdfSync('sha256', idSecret, '', 'airshed api-key secrets v1', 32));
  }

  seal(secret: string, keyId: string): Buffer {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key, iv).setAAD(Buffer.from(keyId));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
  }

  /** Throws when the row was changed or ID_SECRET is another one. */
  open(sealed: Buffer, keyId: string): string {
    const decipher = createDecipheriv('aes-256-gcm', this.key, sealed.subarray(0, IV_BYTES)).setAAD(
      Buffer.from(keyId),
    );
    decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString(
      'utf8',
    );
  }
}
