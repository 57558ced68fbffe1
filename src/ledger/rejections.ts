/** Every refusal of money movements: HTTP status and both languages. */
export const ledgerRejections = {
  'ledger.unknown_account': { status: 404, zh: '账户不存在', en: 'There is no such account' },
  'ledger.account_not_active': {
    status: 422,
    zh: '账户状态不允许资金划转',
    en: 'The account may not move money in its present state',
  },
  'ledger.bad_amount': { status: 422, zh: '金额必须为正数', en: 'The amount must be above zero' },
  'ledger.amount_too_large': {
    status: 422,
    zh: '金额超出系统上限',
    en: 'The amount is beyond what the venue can count',
  },
  'ledger.booked_by_statement': {
    status: 422,
    zh: '本市场资金以银行对账单入账，不得手工录入',
    en: 'Money of this venue is booked by bank statements, not by hand',
  },
  'ledger.insufficient_cash': {
    status: 422,
    zh: '可出金余额不足',
    en: 'The withdrawable cash is not enough',
  },
} as const;
