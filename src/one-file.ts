import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';

const HASH_BYTES = 32;

/** What the build makes of a whole program: one function, which gets what a file of its place would have. */
type Program = (
  exports: object,
  require: NodeJS.Require,
  filename: string,
  dirname: string,
  /** Of a module that is in it now, by its path from there. */
  urlOf: (path: string) => string,
  importModule: (address: string) => Promise<unknown>,
) => void;

/** A program in one file, compiled by V8 or taken from what V8 has compiled of this very text before (ADR 25). */
export class OneFile<T extends object> {
  private readonly script: Script;
  readonly isFromCache: boolean;

  /** `filename` is what the build has written; undefined when it has not. */
  static find<T extends object>(filename: string): OneFile<T> | undefined {
    return existsSync(filename) ? new OneFile<T>(resolve(filename)) : undefined;
  }

  private constructor(private readonly filename: string) {
    const text = readFileSync(filename);
    const cachedData = readSealed(this.cacheOf(text));
    // Nothing but ASCII is in it, which takes half the memory when it is read so. V8 keeps the name with its work.
    this.script = new Script(text.toString('latin1'), { filename: basename(filename), cachedData });
    this.isFromCache = cachedData !== undefined && !this.script.cachedDataRejected;
  }

  run(): T {
    const exports = {};
    const program = this.script.runInThisContext() as Program;
    const folder = dirname(this.filename);
    program(
      ...([exports, createRequire(this.filename), this.filename, folder] as const),
      (path) => pathToFileURL(resolve(folder, path)).href,
      (address) => import(address),
    );
    return exports as T;
  }

  /** Keeps what V8 has compiled by now for the starts to come. */
  writeCache(): void {
    const data = this.script.createCachedData();
    writeFileSync(this.cacheOf(readFileSync(this.filename)), Buffer.concat([hash(data), data]));
  }

  /** V8 itself compares only the length of a text. */
  private cacheOf(text: Buffer): string {
    return `${this.filename}.${hash(text).toString('hex').slice(0, 16)}`;
  }
}

/** V8 takes its own work on trust: a broken byte in it would end the process, not the start. */
function readSealed(path: string): Buffer | undefined {
  if (!existsSync(path)) return undefined;
  const sealed = readFileSync(path);
  const [seal, data] = [sealed.subarray(0, HASH_BYTES), sealed.subarray(HASH_BYTES)];
  return hash(data).equals(seal) ? data : undefined;
}

function hash(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
