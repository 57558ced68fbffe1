import { COMMAND_WORDS } from './command-words.js';
import { EVENT_WORDS } from './event-words.js';
import { ACCESS_WORDS, OFFICE_WORDS } from './office-words.js';
import type { Bilingual, VerbWords } from './verb-words.js';

const VERBS = new Map<string, VerbWords>(
  [COMMAND_WORDS, EVENT_WORDS, OFFICE_WORDS, ACCESS_WORDS].flatMap((words) => Object.entries(words)),
);

/** The closed list: what a line can say was done. */
export const VERB_NAMES: readonly string[] = [...VERBS.keys()];

/** A kind of an older or newer release is shown by its own name, never hidden. */
export function wordsOf(verb: string): VerbWords {
  return VERBS.get(verb) ?? { zh: verb, en: verb, object: 'venue' };
}

export const ACCESS_VERBS: readonly string[] = Object.keys(ACCESS_WORDS);

/** Is it a note of what was read or refused, and no deed? */
export function isAccess(verb: string): boolean {
  return verb in ACCESS_WORDS;
}

/** Deeds of bidders that are sealed until an auction is opened. */
export const SEALED_VERBS: readonly string[] = [
  ...['qualify-bidder', 'place-guarantee', 'place-bid', 'replace-bid', 'withdraw-bid'],
  ...['BidderQualified', 'GuaranteePlaced', 'BidPlaced', 'BidWithdrawn'],
];

/** Parts of the service that act by themselves, each for the offices that answer for it. */
export const SYSTEM_ACTORS: Readonly<Record<string, Bilingual>> = {
  'system:audit': { zh: '审计进程', en: 'audit recorder' },
  'system:clearing': { zh: '清算作业', en: 'clearing job' },
  'system:demo': { zh: '演示数据', en: 'demo data' },
  'system:demo-trading': { zh: '演示自动交易', en: 'demo trading' },
  'system:holdings': { zh: '持仓公布作业', en: 'holdings job' },
  'system:import': { zh: '数据导入', en: 'import tool' },
  'system:reconciliation': { zh: '对账作业', en: 'reconciliation job' },
  'system:scheduler': { zh: '日程作业', en: 'scheduler' },
  'system:log-signer': { zh: '日志签名作业', en: 'signer of the logs' },
  'system:settlement': { zh: '结算作业', en: 'settlement job' },
  'system:setup': { zh: '系统初始化', en: 'setup' },
};
