import { language } from './language';

const BOTH = /^([^A-Za-z]*[\u3400-\u9fff][^A-Za-z]*?)\s+([A-Za-z].*)$/;

/** Names that are written in both languages, as the demo's are: the reader's half. Any other is said as it is. */
export function localName(name: string): string {
  const [, zh, en] = BOTH.exec(name) ?? [];
  if (zh === undefined || en === undefined) return name;
  return language() === 'en' ? en : zh;
}
