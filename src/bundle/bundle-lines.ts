import { hash } from 'node:crypto';
import type { JournalBatch } from '../audit/index.js';
import { canonical, type Json } from '../kernel/json.js';

/** The first line of a journal's bundle. docs/verify.md says what each member is. */
export interface JournalBundleHead {
  readonly venue: number;
  readonly name: string;
  readonly origin: string;
  readonly from: number;
  /** Hex; the link to the batch before `from`. */
  readonly prev: string;
  /** Hex; the key under which the log's entries are blinded. */
  readonly blinding: string;
  /** Hex; the complete subtrees of the records before `from`, the largest first. */
  readonly frontier: readonly string[];
  readonly keys: readonly string[];
  readonly witnesses: readonly string[];
}

export interface HolderBundleHead extends Pick<JournalBundleHead, 'name' | 'origin'> {
  readonly keys: readonly string[];
  readonly witnesses: readonly string[];
}

/** Writes a bundle line by line: canonical lines that begin with `#`, and records as the journal has them. */
export class BundleLines {
  private digest = Buffer.alloc(32);
  private records = 0;
  private batches = 0;
  private head: Buffer | undefined;

  journal(head: JournalBundleHead): Buffer {
    return this.line('airshed-bundle', { v: 1, kind: 'journal', ...head });
  }

  holder(head: HolderBundleHead): Buffer {
    return this.line('airshed-bundle', { v: 1, kind: 'holder', ...head });
  }

  /** A line that is no record, with its break. */
  line(kind: string, facts: object): Buffer {
    const text = canonical({ '#': kind, ...facts } as Json);
    this.digest = hash('sha256', Buffer.concat([this.digest, Buffer.from(text)]), 'buffer');
    if (kind === 'record') this.records += 1;
    return Buffer.from(`${text}\n`);
  }

  batch(batch: JournalBatch): Buffer {
    const { firstSeq: first, lastSeq: last, payload } = batch;
    const hex = { prev: batch.prevHash.toString('hex'), root: batch.root.toString('hex') };
    this.head = batch.hash;
    this.records += last - first + 1;
    this.batches += 1;
    const header = this.line('batch', { first, last, ...hex, hash: batch.hash.toString('hex') });
    return Buffer.concat([header, payload, Buffer.from('\n')]);
  }

  /** The last line; `head` is the hash of the last batch, for bundles that have batches. */
  end(): Buffer {
    const { batches, head, records, digest } = this;
    const journal = head === undefined ? {} : { batches, head: head.toString('hex') };
    return Buffer.from(`${canonical({ '#': 'end', records, ...journal, digest: digest.toString('hex') })}\n`);
  }
}
