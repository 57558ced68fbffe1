import { closeSync, openSync, readSync } from 'node:fs';
import type { JournalBatch } from '../audit/index.js';

/** A line of a bundle that is no record. */
export interface ControlLine {
  readonly '#': string;
  readonly [member: string]: unknown;
}
export type BundleItem = { readonly line: ControlLine } | { readonly batch: JournalBatch };

const CHUNK_BYTES = 1 << 20;
const NEW_LINE = 0x0a;

/**
 * Reads a journal's bundle batch by batch; a batch's records are one run of bytes, as they were journalled, and good
 * until the next item is asked for. What they hold is for others to check: here only the shape of the file is looked at.
 */
export function* readBundle(file: string): Generator<BundleItem> {
  const source = new ByteSource(file);
  let venueNo = 0;
  try {
    for (let bytes = source.line(); bytes !== undefined; bytes = source.line()) {
      const line = JSON.parse(bytes.toString('utf8')) as ControlLine;
      if (line['#'] === 'airshed-bundle') venueNo = line.venue as number;
      if (line['#'] !== 'batch') yield { line };
      else yield { batch: batchOf(venueNo, line, source) };
    }
  } finally {
    source.close();
  }
}

function batchOf(venueNo: number, line: ControlLine, source: ByteSource): JournalBatch {
  const [firstSeq, lastSeq] = [line.first as number, line.last as number];
  const payload = source.lines(lastSeq - firstSeq + 1);
  if (payload === undefined) throw new Error(`the bundle ends inside the batch of record ${firstSeq}`);
  const hash = (name: 'prev' | 'root' | 'hash'): Buffer => Buffer.from(String(line[name]), 'hex');
  return {
    venueNo,
    firstSeq,
    lastSeq,
    prevHash: hash('prev'),
    root: hash('root'),
    hash: hash('hash'),
    payload,
  };
}

/**
 * Runs of lines, read ahead in large pieces into the same memory: what was given is good until more is asked for. Fresh
 * memory for every piece would cost more than reading it.
 */
class ByteSource {
  private readonly file: number;
  private bytes = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  /** What was read and not given yet. */
  private from = 0;
  private to = 0;
  private isAtEnd = false;

  constructor(name: string) {
    this.file = openSync(name, 'r');
  }

  line(): Buffer | undefined {
    return this.lines(1);
  }

  /** So many lines together, without the last break; undefined when there are not as many. */
  lines(count: number): Buffer | undefined {
    let length = -1;
    for (let no = 0; no < count; no++) {
      const begin = length + 1;
      length = this.lineEnd(begin);
      while (length < 0 && this.readOn()) length = this.lineEnd(begin);
      if (length < 0) return undefined;
    }
    const lines = this.bytes.subarray(this.from, this.from + length);
    this.from += length + 1;
    return lines;
  }

  close(): void {
    closeSync(this.file);
  }

  /** How far on the line ends that begins `begin` bytes on; −1 when its end was not read yet. */
  private lineEnd(begin: number): number {
    const end = this.bytes.indexOf(NEW_LINE, this.from + begin);
    return end < 0 || end >= this.to ? -1 : end - this.from;
  }

  private readOn(): boolean {
    if (this.isAtEnd) return false;
    this.makeRoom();
    const read = readSync(this.file, this.bytes, this.to, this.bytes.length - this.to, null);
    this.to += read;
    this.isAtEnd = read === 0;
    return !this.isAtEnd;
  }

  /** Moves what is left to the beginning; where that is more than half of all, there is more memory from now on. */
  private makeRoom(): void {
    const { bytes, from, to } = this;
    if ((to - from) * 2 > bytes.length) this.bytes = Buffer.allocUnsafeSlow(bytes.length * 2);
    bytes.copy(this.bytes, 0, from, to);
    [this.from, this.to] = [0, to - from];
  }
}
