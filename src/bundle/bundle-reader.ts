import { closeSync, openSync, readSync } from 'node:fs';
import type { JournalBatch } from '../audit/index.js';

/** A line of a bundle that is no record. */
export interface ControlLine {
  readonly '#': string;
  readonly [member: string]: unknown;
}
export type BundleItem = { readonly line: ControlLine } | { readonly batch: JournalBatch };

const CHUNK_BYTES = 1 << 22;
const NEW_LINE = 0x0a;

/**
 * Reads a journal's bundle batch by batch; a batch's records are one run of bytes, as they were journalled. What they
 * hold is for others to check: here only the shape of the file is looked at.
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

/** Runs of lines, read ahead in large pieces. */
class ByteSource {
  private readonly file: number;
  private bytes: Buffer = Buffer.alloc(0);
  private isAtEnd = false;

  constructor(name: string) {
    this.file = openSync(name, 'r');
  }

  line(): Buffer | undefined {
    return this.lines(1);
  }

  /** So many lines together, without the last break; undefined when there are not as many. */
  lines(count: number): Buffer | undefined {
    let end = -1;
    for (let no = 0; no < count; no++) {
      const from = end + 1;
      end = this.bytes.indexOf(NEW_LINE, from);
      while (end < 0 && this.readOn()) end = this.bytes.indexOf(NEW_LINE, from);
      if (end < 0) return undefined;
    }
    const lines = this.bytes.subarray(0, end);
    this.bytes = this.bytes.subarray(end + 1);
    return lines;
  }

  close(): void {
    closeSync(this.file);
  }

  private readOn(): boolean {
    if (this.isAtEnd) return false;
    const more = Buffer.allocUnsafe(CHUNK_BYTES);
    const read = readSync(this.file, more, 0, CHUNK_BYTES, null);
    this.isAtEnd = read === 0;
    this.bytes =
      this.bytes.length === 0 ? more.subarray(0, read) : Buffer.concat([this.bytes, more.subarray(0, read)]);
    return !this.isAtEnd;
  }
}
