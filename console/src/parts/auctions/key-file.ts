import type { OpenerKeys } from './seal';
import { isPromised } from './seal';

/** What an opener keeps from the promise to the opening. */
export interface KeyFile extends OpenerKeys {
  readonly auctionId: string;
  readonly part: 'first' | 'second';
}

const HEX = /^[0-9a-f]{64}$/;

/** The halves in a kept file, or what is wrong with it. */
export async function readKeyFile(
  text: string,
  promise: { readonly publicKey: string; readonly seedCommitment: string },
): Promise<{ readonly privateKey: string; readonly seed: string } | 'unread' | 'wrong'> {
  let file: Partial<KeyFile>;
  try {
    file = JSON.parse(text) as Partial<KeyFile>;
  } catch {
    return 'unread';
  }
  const { privateKey = '', seed = '', publicKey } = file;
  if (!HEX.test(privateKey) || !HEX.test(seed)) return 'unread';
  const isOurs = publicKey === promise.publicKey && (await isPromised(seed, promise.seedCommitment));
  return isOurs ? { privateKey, seed } : 'wrong';
}
