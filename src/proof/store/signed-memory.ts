import { join } from 'node:path';
import { readIfThere, writeDurably } from './secret-file.js';

export interface SignedTree {
  readonly size: number;
  readonly root: Buffer;
}

/**
 * What this signer signed last of each log, outside the database: whoever rewrites the database and sets its
 * checkpoints back meets a signer that remembers.
 */
export class SignedMemory {
  constructor(private readonly dataDir: string) {}

  recall(origin: string): SignedTree | undefined {
    const known = this.all()[origin];
    return known && { size: known.size, root: Buffer.from(known.root, 'base64') };
  }

  /** Before the signature is shown to anybody. */
  remember(origin: string, { size, root }: SignedTree): void {
    writeDurably(
      this.file,
      JSON.stringify({ ...this.all(), [origin]: { size, root: root.toString('base64') } }),
    );
  }

  private all(): Record<string, { size: number; root: string }> {
    return JSON.parse(readIfThere(this.file) ?? '{}') as Record<string, { size: number; root: string }>;
  }

  private get file(): string {
    return join(this.dataDir, 'log-keys', 'signed.json');
  }
}
