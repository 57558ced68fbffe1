import type { ObjectKind } from './objects.js';

export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** What was done, as people say it, and to which kind of object. */
export interface VerbWords extends Bilingual {
  readonly object: ObjectKind;
  /** What the deed makes of the object where the journal does not say it in a field. */
  readonly sets?: Readonly<Record<string, string>>;
}

export const did = (
  zh: string,
  en: string,
  object: ObjectKind,
  sets?: Readonly<Record<string, string>>,
): VerbWords => ({ zh, en, object, ...(sets && { sets }) });
