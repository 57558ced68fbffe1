const NEW_LINE = 0x0a;

/**
 * The lines of a file that somebody chose, without their breaks; one packed with gzip is unpacked on the way.
 * @param {Blob & { name?: string }} file
 * @returns {AsyncGenerator<Uint8Array>}
 */
export async function* readLines(file) {
  const isPacked = /\.gz$/.test(file.name ?? '');
  const stream = isPacked ? file.stream().pipeThrough(new DecompressionStream('gzip')) : file.stream();
  const reader = stream.getReader();
  /** @type {Uint8Array[]} */
  let rest = [];
  for (;;) {
    const { value: chunk, done } = await reader.read();
    if (done || chunk === undefined) break;
    let from = 0;
    for (let end = chunk.indexOf(NEW_LINE); end >= 0; end = chunk.indexOf(NEW_LINE, from)) {
      yield joined([...rest, chunk.subarray(from, end)]);
      rest = [];
      from = end + 1;
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
  }
  // The last line has its break too: what follows is half a line.
  if (rest.length > 0) yield joined(rest);
}

/** @param {readonly Uint8Array[]} parts */
function joined(parts) {
  if (parts.length === 1) return parts[0];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
