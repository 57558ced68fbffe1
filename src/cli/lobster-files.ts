import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** One recorded day: its messages and the book after each of them. */
export interface LobsterDay {
  readonly name: string;
  readonly messages: string;
  readonly book: string;
}

const MESSAGES = /message.*\.csv(\.gz)?$/;

/** The message files of a folder; each name says ticker, day and levels. */
export function messageFiles(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => MESSAGES.test(name));
  if (names.length === 0)
    throw new Error(`${folder} has no LOBSTER message file (*message*.csv or *message*.csv.gz)`);
  return names.sort().map((name) => join(folder, name));
}

export function lobsterDays(folder: string): LobsterDay[] {
  const names = new Set(readdirSync(folder));
  return messageFiles(folder).map((messages) => {
    const name = messages.slice(join(folder, '/').length);
    const plain = name.replace('message', 'orderbook').replace(/\.gz$/, '');
    const book = [plain, `${plain}.gz`].find((candidate) => names.has(candidate));
    if (book === undefined) throw new Error(`${folder} has no ${plain}, plain or .gz`);
    return { name, messages, book: join(folder, book) };
  });
}

/** Lines that say something, of a plain file or a .gz. */
export async function* linesOf(file: string): AsyncGenerator<string> {
  const bytes = createReadStream(file);
  // The pipeline hands a failed read on, so that a broken file does not end as a short one.
  const text = file.endsWith('.gz') ? pipeline(bytes, createGunzip(), () => undefined) : bytes;
  let rest = '';
  for await (const chunk of text.setEncoding('latin1')) {
    const lines = `${rest}${chunk as string}`.split(/\r?\n/);
    rest = lines.pop()!;
    for (const line of lines) if (line !== '') yield line;
  }
  if (rest !== '') yield rest;
}
