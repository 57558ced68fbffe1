import { faultText } from './faults.js';

/** What is said to people, in English and Chinese. */

/** @typedef {import('./faults.js').Language} Language */

/** @type {Record<Language, Record<string, string>>} */
const PROMISES = {
  en: {
    form: 'the bundle is whole and in the one form there is',
    chain: 'the batches are one unbroken chain',
    roots: 'the records of each batch are under its Merkle root',
    records: 'every record is canonical, in its place, and time does not run back',
    conserved: 'entries cancel out, nothing leaves a sink, nobody is overdrawn',
    supply: 'stated totals are issued − retired, and what the records give',
    holdings: 'holdings lead to the roots that were stated',
    reports: 'each day’s report is signed by the log, and says a head and a state that were published',
    log: 'the records are the leaves of the signed Merkle tree',
    growth: 'every checkpoint is the one before with more added, those kept from earlier too',
    signed: 'every checkpoint is signed by a key of the log',
    witnessed: 'enough witnesses signed the last checkpoint',
    covered: 'every record is under a signed checkpoint',
  },
  zh: {
    form: '证据包完整，且格式唯一',
    chain: '各批次首尾相连，链未中断',
    roots: '每批记录都在其 Merkle 根之下',
    records: '每条记录均为规范格式、各在其位，时间不倒流',
    conserved: '分录借贷相抵，注销户只进不出，无人透支',
    supply: '公布的总量等于发行减注销，且与记录一致',
    holdings: '持有量可推出已公布的根',
    reports: '每份日报由日志签名，所载检查点与状态均为已公布者',
    log: '记录就是已签名 Merkle 树的叶子',
    growth: '每个检查点都只在前一个之上追加，包括先前自存的检查点',
    signed: '每个检查点都由该日志的密钥签名',
    witnessed: '最后一个检查点有足够见证人联署',
    covered: '每条记录都在已签名的检查点之下',
  },
};

/** @type {Record<Language, Record<string, string>>} */
const WORDS = {
  en: {
    journal: 'journal of venue',
    holder: 'holder’s bundle of venue',
    holds: 'EVERY PROMISE HOLDS',
    consistent: 'CONSISTENT, BUT SIGNED BY NOBODY YOU NAMED',
    unpinned: 'The keys were taken from the bundle itself. Name them with --key, from where you trust them.',
    broken: 'A PROMISE IS BROKEN',
    at: 'at record',
    upTo: 'records up to',
    size: 'log of',
    holding: 'holding',
    account: 'account',
    asset: 'asset',
    of: 'of',
  },
  zh: {
    journal: '交易场所日志',
    holder: '持有人证据包，交易场所',
    holds: '全部承诺成立',
    consistent: '内部一致，但签名者并非您指定',
    unpinned: '密钥取自证据包本身。请用 --key 指定您从可信处取得的密钥。',
    broken: '有承诺被打破',
    at: '位于记录',
    upTo: '记录截至',
    size: '日志长度',
    holding: '持有',
    account: '账户',
    asset: '资产',
    of: '，总量',
  },
};

/**
 * @param {import('./bundle.js').Report} report
 * @param {Language} language
 */
export function reportText({ isPinned, kind, venue, verdicts, broken, facts }, language) {
  const words = WORDS[language];
  const lines = verdicts
    .filter(({ ok: held, checked }) => held !== undefined && (held === false || checked > 0))
    .map(({ promise, ok: held, checked }) => {
      const sign = held ? 'ok    ' : 'BROKEN';
      return `${sign}  ${promise.padEnd(9)}  ${PROMISES[language][promise]} (${checked.toLocaleString('en')})`;
    });
  for (const { day, account, asset, amount, total } of facts.holdings ?? [])
    lines.push(
      `        ${words.holding} ${day}: ${words.account} ${account}, ${words.asset} ${asset}: ${amount} ${words.of} ${total}`,
    );
  const head = `${words[kind] ?? kind} ${venue}, ${words.upTo} ${facts.lastSeq ?? 0}, ${words.size} ${facts.size ?? 0}`;
  if (broken !== undefined)
    return [
      head,
      ...lines,
      `${words.broken}: ${broken.promise}, ${words.at} ${broken.seq}: ${faultText(broken.fault, broken.facts, language)}`,
    ].join('\n');
  return [head, ...lines, ...(isPinned ? [words.holds] : [words.consistent, words.unpinned])].join('\n');
}
