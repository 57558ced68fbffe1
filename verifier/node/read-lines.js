import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

const NEW_LINE = 0x0a;

/**
 * The lines of a file without their breaks; one packed with gzip is unpacked on the way.
 * @param {string} file
 * @returns {AsyncGenerator<Uint8Array>}
 */
export async function* readLines(file) {
  const bytes = createReadStream(file);
  const stream = file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
  bytes.on('error', (error) => stream.destroy(error));
  /** @type {Buffer[]} */
  let rest = [];
  for await (const chunk of stream) {
    let from = 0;
    for (let end = chunk.indexOf(NEW_LINE); end >= 0; end = chunk.indexOf(NEW_LINE, from)) {
      yield Buffer.concat([...rest, chunk.subarray(from, end)]);
      rest = [];
      from = end + 1;
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
  }
  // The last line has its break too: what follows is half a line.
  if (rest.length > 0) yield Buffer.concat(rest);
}
