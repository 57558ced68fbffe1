import { createHash } from 'node:crypto';
import { join } from 'node:path';
import {
  type GrowthClaim,
  type GrowthRefused,
  judgeGrowth,
  type SeenTree,
} from '../domain/growth-judgement.js';
import { keyIdOf, type NoteKey, vkeyOf } from '../domain/note-key.js';
import { signatureLine } from '../domain/signed-note.js';
import { newPrivatePem, SigningKey } from '../store/private-keys.js';
import { readIfThere, writeDurably } from '../store/secret-file.js';

export interface WitnessParts {
  /** Holds the key and what was seen; belongs to the witness alone. */
  readonly folder: string;
  /** As it stands in signature lines. */
  readonly name: string;
  readonly logKeys: readonly NoteKey[];
  readonly nowSeconds: () => number;
}

export type Witnessed = { readonly ok: true; readonly lines: string } | GrowthRefused;

interface Seen {
  readonly size: number;
  readonly root: string;
  /** The checkpoint with the log's signatures and ours. */
  readonly note: string;
}

/** Signs under a log's checkpoint only when the tree is the one it saw last with something added. */
export class Witness {
  private readonly key: SigningKey;
  private readonly noteKey: NoteKey;

  constructor(private readonly parts: WitnessParts) {
    const file = join(parts.folder, 'witness.pem');
    if (readIfThere(file) === undefined) writeDurably(file, newPrivatePem('ed25519'));
    this.key = new SigningKey('ed25519', readIfThere(file)!);
    this.noteKey = { name: parts.name, algorithm: 'cosignature', publicKey: this.key.publicKey };
  }

  get vkey(): string {
    return vkeyOf(this.noteKey);
  }

  seen(origin: string): SeenTree | undefined {
    const known = this.read(origin);
    return known && { size: known.size, root: Buffer.from(known.root, 'base64') };
  }

  /** What this witness signed last of a log. */
  lastNote(origin: string): string | undefined {
    return this.read(origin)?.note;
  }

  /** The tree is on disk before the signature is given away: a witness that dies never signs two pasts. Synchronous, so nothing comes between. */
  witness(claim: GrowthClaim): Witnessed {
    const verdict = judgeGrowth(claim, this.parts.logKeys, (origin) => this.seen(origin));
    if (!verdict.ok) return verdict;
    const { origin, size, root, note } = verdict.checkpoint;
    const signature = this.key.cosign(note.text, BigInt(this.parts.nowSeconds()));
    const lines = signatureLine({ name: this.parts.name, keyId: keyIdOf(this.noteKey), signature });
    const logLines = note.signatures.filter(({ name }) => name === origin).map(signatureLine);
    const seen: Seen = {
      size,
      root: root.toString('base64'),
      note: `${note.text}\n${logLines.join('')}${lines}`,
    };
    writeDurably(this.file(origin), JSON.stringify(seen));
    return { ok: true, lines };
  }

  /** What cannot be explained away is kept: both checkpoints, and why. */
  keepEvidence(note: string, reason: string): string {
    const file = join(this.parts.folder, `evidence-${this.parts.nowSeconds()}.json`);
    const origin = note.split('\n', 1)[0]!;
    writeDurably(
      file,
      JSON.stringify({ reason, seen: this.lastNote(origin) ?? null, refused: note }, null, 2),
    );
    return file;
  }

  private read(origin: string): Seen | undefined {
    const text = readIfThere(this.file(origin));
    return text === undefined ? undefined : (JSON.parse(text) as Seen);
  }

  private file(origin: string): string {
    return join(this.parts.folder, `${originHash(origin)}.json`);
  }
}

/** C2SP tlog-witness: where the last checkpoint of a log is served. */
export function originHash(origin: string): string {
  return createHash('sha256').update(origin).digest('hex');
}
