import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import './language';

type Texts = Readonly<Record<string, string>>;
type Values = Readonly<Record<string, string | number>>;

/** Says a word of the set in the reader's language; `{{name}}` in a text is replaced by the value of that name. */
export type Say<Key extends string> = (key: Key, values?: Values) => string;

export interface Words<Key extends string> {
  readonly namespace: string;
  readonly zh: Readonly<Record<Key, string>>;
  readonly en: Readonly<Record<Key, string>>;
}

/**
 * The words of one screen or part, in both languages: `export const words = defineWords('trading', { zh: {…}, en: {…} })`.
 * A key that one language lacks does not compile; one that nothing says fails the test of the words.
 */
export function defineWords<const Zh extends Texts>(
  namespace: string,
  { zh, en }: { zh: Zh; en: Readonly<Record<keyof Zh, string>> },
): Words<keyof Zh & string> {
  i18next.addResourceBundle('zh-CN', namespace, zh, true, true);
  i18next.addResourceBundle('en', namespace, en, true, true);
  return { namespace, zh, en: en as Readonly<Record<keyof Zh & string, string>> };
}

/** `const say = useWords(words)`, then `say('title')`. */
export function useWords<Key extends string>({ namespace }: Words<Key>): Say<Key> {
  const { t } = useTranslation(namespace);
  return (key, values) => t(key, { ...values }) as string;
}

/** Words that the service may add later (states, methods): the text of `prefix.CODE`, or the code itself. */
export function wordOf<Key extends string>(
  say: Say<Key>,
  words: Words<Key>,
  prefix: string,
  code: string,
): string {
  const key = `${prefix}.${code}`;
  return key in words.zh ? say(key as Key) : code;
}
