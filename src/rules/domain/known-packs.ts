import { RULE_PACKS_KNOWN_MAX } from '../../kernel/limits.js';

/**
 * Packs that were read before, by their text. The form and the rules of a pack are some thousand checks, and the same
 * few packs are read again by every start, every replay and every dry run. Nothing in them can change.
 */
export class KnownPacks<File extends object> {
  private readonly files = new Map<string, File>();

  find(text: string): File | undefined {
    return this.files.get(text);
  }

  /** The oldest gives way. */
  keep(text: string, file: File): File {
    if (this.files.size === RULE_PACKS_KNOWN_MAX) this.files.delete(this.files.keys().next().value!);
    this.files.set(text, frozen(file));
    return file;
  }
}

function frozen<T extends object>(value: T): T {
  for (const part of Object.values(value))
    if (typeof part === 'object' && part !== null) frozen(part as object);
  return Object.freeze(value);
}
