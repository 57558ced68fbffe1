import { STATEMENT_BYTES_MAX, STATEMENT_LINES_MAX } from '../../kernel/limits.js';
import { accept, reject, type Outcome } from '../../kernel/rejection.js';
import type { Statement } from '../domain/statement.js';
import { readCamt053 } from './camt-053.js';
import { CSV_NAME, readCsvStatement } from './csv-statement.js';
import { readMt940 } from './mt-940.js';
import { Unreadable } from './reading.js';

export interface ReadFile {
  readonly format: string;
  readonly statements: readonly Statement[];
}

/** What a bank sent, in one shape, or why it is no statement. Whether it ties is asked of the statement itself. */
export function readStatements(bytes: Buffer): Outcome<ReadFile> {
  if (bytes.length > STATEMENT_BYTES_MAX)
    return reject('banking.statement_too_large', {
      data: { bytes: bytes.length, most: STATEMENT_BYTES_MAX },
    });
  try {
    const read = readAs(bytes);
    const lines = read.statements.reduce((sum, one) => sum + one.lines.length, 0);
    return lines > STATEMENT_LINES_MAX
      ? reject('banking.statement_too_long', { data: { lines, most: STATEMENT_LINES_MAX } })
      : accept(read);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return reject(error.code, { data: { expected: error.message.slice(0, 200) } });
  }
}

function readAs(bytes: Buffer): ReadFile {
  const utf8 = decoded(bytes, 'utf-8');
  const start = (utf8 ?? '').trimStart();
  if (start.startsWith('<')) return readCamt053(start);
  if (start.startsWith(CSV_NAME)) return readCsvStatement(start);
  // SWIFT text is of a small alphabet; banks that go beyond it write Latin letters.
  const text = utf8 ?? decoded(bytes, 'windows-1252') ?? '';
  if (/^(?:\{[1-4]:.*)?:\d{2}[A-Z]?:/m.test(text)) return readMt940(text);
  throw new Unreadable('camt.053, MT940 or our CSV');
}

function decoded(bytes: Buffer, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
