import { createHash } from 'node:crypto';

export interface TrailFile {
  readonly lines: number;
  readonly sha256: string;
  /** Where the next file goes on; undefined when this is the last. */
  readonly next: string | undefined;
  /** What is wrong with it; undefined when its own last line bears it out. */
  readonly fault: string | undefined;
}

interface End {
  readonly lines: number;
  readonly sha256: string;
  readonly next: string | undefined;
}

const NEW_LINE = 0x0a;
const QUOTE = 0x22;

/** An exported trail, NDJSON or CSV: its last line says how many lines there are and what they hash to. */
export function checkTrailFile(bytes: Buffer): TrailFile {
  const endsAt = bytes.at(-1) === NEW_LINE ? bytes.lastIndexOf(NEW_LINE, bytes.length - 2) + 1 : bytes.length;
  const body = bytes.subarray(0, endsAt);
  const sha256 = createHash('sha256').update(body).digest('hex');
  const text = bytes.subarray(endsAt).toString('utf8').trimEnd();
  const isCsv = text.startsWith('#end,');
  const lines = isCsv ? Math.max(0, rowsOf(body) - 1) : rowsOf(body);
  const end = isCsv ? csvEnd(text) : jsonEnd(text);
  return { lines, sha256, next: end?.next, fault: faultOf(end, lines, sha256) };
}

function faultOf(end: End | undefined, lines: number, sha256: string): string | undefined {
  if (end === undefined) return 'it has no last line: it was cut off, or is no exported trail';
  if (end.sha256 !== sha256) return `it hashes to ${sha256}, its last line says ${end.sha256}`;
  return end.lines === lines ? undefined : `it has ${lines} lines, its last line says ${end.lines}`;
}

/** Rows by their breaks; a break inside quotes belongs to its cell, and JSON has none there. */
function rowsOf(body: Buffer): number {
  let [rows, isQuoted] = [0, false];
  for (const byte of body) {
    if (byte === QUOTE) isQuoted = !isQuoted;
    else if (byte === NEW_LINE && !isQuoted) rows += 1;
  }
  return rows;
}

function csvEnd(text: string): End | undefined {
  const [, lines, sha256, next] = /^#end,(\d+),([0-9a-f]{64}),(.*)$/.exec(text) ?? [];
  return sha256 === undefined ? undefined : { lines: Number(lines), sha256, next: next || undefined };
}

function jsonEnd(text: string): End | undefined {
  try {
    const { end } = JSON.parse(text) as { end?: End };
    return typeof end?.sha256 === 'string' ? end : undefined;
  } catch {
    return undefined;
  }
}
