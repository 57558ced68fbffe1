import { Inject, Injectable } from '@nestjs/common';
import { appendOfficeEntry } from '../../audit/index.js';
import { RejectionError } from '../../kernel/rejection.js';
import { OfficeDesk, SECRETS } from '../../platform/http/index.js';
import type { Secrets } from '../../platform/secrets.js';
import { API_KEYS_PER_PERSON_MAX } from '../../kernel/limits.js';
import { newId, newSecret } from '../new-ids.js';
import { SignedKeys } from '../queries/signed-keys.js';
import { countApiKeys, insertApiKey, revokeApiKey } from '../store/api-keys.store.js';
import { SecretBox } from '../store/secret-box.js';

export interface IssuedKey {
  readonly keyId: string;
  /** Shown this once. */
  readonly secret: string;
}

/** Keys for machines: each acts as the person it belongs to, with that person's powers. */
@Injectable()
export class IssueApiKey {
  private readonly box: SecretBox;

  constructor(
    @Inject(OfficeDesk) private readonly desk: OfficeDesk,
    @Inject(SignedKeys) private readonly keys: SignedKeys,
    @Inject(SECRETS) secrets: Pick<Secrets, 'idSecret'>,
  ) {
    this.box = new SecretBox(secrets.idSecret);
  }

  async issue(personId: string, label: string): Promise<IssuedKey> {
    const keyId = newId('key');
    const secret = newSecret();
    await this.desk.transaction(async (client) => {
      if ((await countApiKeys(client, personId)) >= API_KEYS_PER_PERSON_MAX)
        throw new RejectionError({ code: 'identity.too_many_keys' });
      await insertApiKey(client, keyId, personId, label, this.box.seal(secret, keyId));
      await appendOfficeEntry(client, {
        actor: personId,
        kind: 'api-key-issued',
        subject: keyId,
        detail: { label },
      });
    });
    return { keyId, secret };
  }

  async revoke(personId: string, keyId: string): Promise<void> {
    await this.desk.transaction(async (client) => {
      if ((await revokeApiKey(client, keyId, personId)) === 0)
        throw new RejectionError({ code: 'identity.key_unknown' });
      await appendOfficeEntry(client, {
        actor: personId,
        kind: 'api-key-revoked',
        subject: keyId,
        detail: {},
      });
    });
    this.keys.forgetKey(keyId);
  }
}
