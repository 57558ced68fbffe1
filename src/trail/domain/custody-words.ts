import { type Bilingual, did, type VerbWords } from './verb-words.js';

/** How allowances are kept and leave: trusted accounts, late transfers, frozen serials, surrender, certificates. */
export const CUSTODY_COMMANDS: Readonly<Record<string, VerbWords>> = {
  'cancel-transfer': did('取消延时划转', 'cancelled a delayed transfer', 'delayed'),
  'certify-holding': did('出具持仓证明', 'had a holding certified', 'certificate'),
  'distrust-account': did('移出信任账户', 'took an account off the trusted list', 'trust'),
  'end-custody-terms': did('保管期限到期', 'carried out what custody had due', 'venue'),
};

export const CUSTODY_ACTIONS: Readonly<Record<string, Bilingual>> = {
  'surrender-units': { zh: '清缴', en: 'surrender units' },
  'trust-account': { zh: '列入信任账户', en: 'trust an account' },
  'freeze-serials': { zh: '冻结编号区段', en: 'freeze serials' },
  'release-serials': { zh: '解冻编号区段', en: 'release serials' },
};

export const CUSTODY_EVENTS: Readonly<Record<string, VerbWords>> = {
  AccountTrusted: did('信任账户已列入', 'an account was trusted', 'trust', { state: 'TRUSTED' }),
  AccountDistrusted: did('信任账户已移出', 'an account was distrusted', 'trust', { state: 'REMOVED' }),
  TransferDelayed: did('划转已延时', 'a transfer waits', 'delayed', { state: 'WAITING' }),
  TransferCancelled: did('延时划转已取消', 'a waiting transfer was cancelled', 'delayed', {
    state: 'CANCELLED',
  }),
  TransferLeft: did('延时划转已执行', 'a waiting transfer left', 'delayed', { state: 'EXECUTED' }),
  TransferStopped: did('延时划转被停止', 'a waiting transfer was stopped', 'delayed', { state: 'STOPPED' }),
  SerialsFrozen: did('编号区段已冻结', 'serials were frozen', 'freeze', { state: 'FROZEN' }),
  FreezeEnded: did('编号冻结已结束', 'a freeze of serials ended', 'freeze'),
  UnitsSurrendered: did('清缴完成', 'units were surrendered', 'account'),
  HoldingCertified: did('持仓证明已出具', 'a holding was certified', 'certificate'),
};
