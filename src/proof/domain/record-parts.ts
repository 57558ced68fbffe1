const [QUOTE, ESCAPE, COMMA] = [0x22, 0x5c, 0x2c];
const OPENING = new Set([0x7b, 0x5b]);
const CLOSING = new Set([0x7d, 0x5d]);
const EVENTS_NAME = Buffer.from('"ev":');

/** A record's line in two: what its sender said and was told, and the events, which are about others too. */
export interface RecordParts {
  /** The line without its member `ev`. */
  readonly told: Buffer;
  /** The value of `ev`; nothing when there is none. */
  readonly events: Buffer;
}

/**
 * Splits a canonical line without decoding it. Members stand in the order of their names, so `ev` is never the last of a
 * record, and a line of the office has none.
 */
export function partsOf(line: Buffer): RecordParts {
  for (const { from, to } of members(line)) {
    if (!line.subarray(from, from + EVENTS_NAME.length).equals(EVENTS_NAME)) continue;
    const told = Buffer.concat([line.subarray(0, from), line.subarray(to + 1)]);
    return { told, events: line.subarray(from + EVENTS_NAME.length, to) };
  }
  return { told: line, events: Buffer.alloc(0) };
}

/** Where the members of the line's own object are; each ends at the comma or brace after it. */
function* members(line: Buffer): Iterable<{ from: number; to: number }> {
  let from = 1;
  let depth = 0;
  for (let at = 0; at < line.length; at++) {
    const byte = line[at]!;
    if (byte === QUOTE) at = endOfText(line, at);
    else if (OPENING.has(byte)) depth += 1;
    else if (CLOSING.has(byte)) depth -= 1;
    if ((byte === COMMA && depth === 1) || depth === 0) {
      yield { from, to: at };
      from = at + 1;
    }
  }
}

function endOfText(line: Buffer, quote: number): number {
  for (let at = quote + 1; at < line.length; at++) {
    if (line[at] === ESCAPE) at += 1;
    else if (line[at] === QUOTE) return at;
  }
  return line.length;
}
