/** Every refusal of this context: HTTP status and both languages. */
export const custodyRejections = {
  'custody.unknown_transfer': {
    status: 404,
    zh: '待执行划转不存在',
    en: 'There is no such waiting transfer',
  },
  'custody.too_late_to_cancel': {
    status: 409,
    zh: '撤销期限已过',
    en: 'The time to call the transfer off is over',
  },
  'custody.too_many_waiting': {
    status: 422,
    zh: '待执行划转数量已达上限',
    en: 'The venue has no room for more waiting transfers',
  },
  'custody.trust_removed': {
    status: 409,
    zh: '收款账户已移出可信名单',
    en: 'The receiving account is no longer trusted',
  },
  'custody.calendar_ends': {
    status: 422,
    zh: '工作日历尚未公布到该期限',
    en: 'The calendar of working days ends before this term does',
  },
  'custody.unknown_trust': { status: 404, zh: '可信账户不存在', en: 'There is no such trusted account' },
  'custody.already_trusted': {
    status: 409,
    zh: '该账户已在可信名单',
    en: 'The account is on the list already',
  },
  'custody.too_many_trusted': {
    status: 422,
    zh: '可信账户数量已达上限',
    en: 'The list has no room for more accounts',
  },
  'custody.unknown_freeze': {
    status: 404,
    zh: '冻结令不存在或已解除',
    en: 'There is no such freeze in force',
  },
  'custody.no_such_serials': { status: 422, zh: '序列号区间不存在', en: 'There are no such serials' },
  'custody.expiry_past': { status: 422, zh: '冻结期限已过', en: 'The freeze would have ended already' },
  'custody.serials_frozen': {
    status: 409,
    zh: '序列号已被冻结',
    en: 'Some of the serials are frozen already',
  },
  'custody.serials_not_held': {
    status: 422,
    zh: '序列号不在企业账户中',
    en: 'Some of the serials are in no account that can be frozen',
  },
  'custody.serials_promised': {
    status: 409,
    zh: '部分单位已被委托或待交收，请先停用该账户的委托',
    en: 'Some of the units are promised to orders or trades; take the orders away first',
  },
  'custody.too_many_freezes': {
    status: 422,
    zh: '冻结令数量已达上限',
    en: 'The venue has no room for more freezes of serials',
  },
  'custody.too_many_holders': {
    status: 422,
    zh: '该区间的持有人过多',
    en: 'Too many accounts hold serials of this block',
  },
  'custody.notice_own_cause': {
    status: 409,
    zh: '通知由您本人的操作引起，须由本单位另一人阅知',
    en: 'You caused this notice yourself; another person of your organisation has to read it',
  },
  'custody.unknown_notice': { status: 404, zh: '通知不存在', en: 'There is no such notice' },
  'custody.unknown_certificate': { status: 404, zh: '持有证明不存在', en: 'There is no such certificate' },
} as const;
