/** Every refusal of bank accounts, payments and statements: HTTP status and both languages. */
export const bankingRejections = {
  'banking.unknown_account': { status: 404, zh: '账户不存在', en: 'There is no such account' },
  'banking.unknown_bank_account': { status: 404, zh: '银行账户不存在', en: 'There is no such bank account' },
  'banking.unknown_withdrawal': { status: 404, zh: '出金申请不存在', en: 'There is no such withdrawal' },
  'banking.unknown_payment_file': { status: 404, zh: '付款文件不存在', en: 'There is no such payment file' },
  'banking.unknown_statement_file': {
    status: 404,
    zh: '对账单文件不存在',
    en: 'There is no such statement file',
  },
  'banking.too_many_bank_accounts': {
    status: 422,
    zh: '银行账户数量已达上限',
    en: 'The venue has all the bank accounts it can have',
  },
  'banking.bank_account_known': {
    status: 409,
    zh: '该银行账号已登记',
    en: 'This bank account is registered already',
  },
  'banking.opening_beyond_book': {
    status: 422,
    zh: '期初余额超过手工账余额',
    en: 'The opening balance is more than what was entered by hand',
  },
  'banking.not_client_money': {
    status: 422,
    zh: '不是客户资金账户',
    en: 'This bank account does not hold client money',
  },
  'banking.not_own_money': {
    status: 422,
    zh: '不是自有资金账户',
    en: 'This bank account does not hold money of the venue itself',
  },
  'banking.no_bank_account': {
    status: 422,
    zh: '本市场尚未登记结算银行账户',
    en: 'The venue has no settlement bank account yet',
  },
  'banking.no_payee': {
    status: 422,
    zh: '该账户未登记出金银行账户',
    en: 'No bank account is registered for withdrawals of this account',
  },
  'banking.account_not_active': {
    status: 422,
    zh: '账户状态不允许资金划转',
    en: 'The account may not move money in its present state',
  },
  'banking.bad_amount': { status: 422, zh: '金额必须为正数', en: 'The amount must be above zero' },
  'banking.amount_too_large': {
    status: 422,
    zh: '金额超出系统上限',
    en: 'The amounts are beyond what the venue can count',
  },
  'banking.amount_differs': { status: 422, zh: '金额不一致', en: 'The amounts are not the same' },
  'banking.insufficient_cash': {
    status: 422,
    zh: '可出金余额不足',
    en: 'The free cash is not enough; what is held or on its way cannot leave',
  },
  'banking.fees_too_low': {
    status: 422,
    zh: '手续费收入余额不足',
    en: 'The fee income of the venue is not enough',
  },
  'banking.bank_balance_too_low': {
    status: 422,
    zh: '银行账户余额不足',
    en: 'The bank account has less than the file pays',
  },
  'banking.transfer_id_taken': {
    status: 409,
    zh: '划转编号已用于其他申请',
    en: 'This transfer id belongs to another withdrawal',
  },
  'banking.too_many_transfers': { status: 429, zh: '在办划转过多', en: 'Too many transfers are under way' },
  'banking.transfer_not_requested': {
    status: 409,
    zh: '该申请已进入付款流程',
    en: 'The withdrawal is past the state of a request',
  },
  'banking.transfer_not_in_transit': {
    status: 409,
    zh: '该划转不在途',
    en: 'The transfer is not on its way',
  },
  'banking.empty_payment_file': { status: 422, zh: '付款文件没有付款', en: 'The file has no payment' },
  'banking.too_many_payments': { status: 422, zh: '付款笔数超过上限', en: 'Too many payments for one file' },
  'banking.payment_file_state': {
    status: 409,
    zh: '付款文件当前状态不允许此操作',
    en: 'The payment file cannot take this step in its present state',
  },
  'banking.content_differs': {
    status: 409,
    zh: '内容摘要不一致',
    en: 'The content is not what its hash says',
  },
  'banking.four_eyes': {
    status: 409,
    zh: '经办人与复核人不得为同一人',
    en: 'Whoever made the file cannot release it',
  },
  'banking.digest_mismatch': {
    status: 422,
    zh: '文件摘要与银行告知的不符',
    en: 'The file is not the one whose digest the bank told',
  },
  'banking.statement_too_large': { status: 413, zh: '对账单文件过大', en: 'The statement file is too large' },
  'banking.statement_too_long': {
    status: 422,
    zh: '对账单笔数超过上限',
    en: 'The statement has too many lines',
  },
  'banking.statement_malformed': {
    status: 422,
    zh: '对账单格式错误',
    en: 'The file is not a well-formed statement',
  },
  'banking.not_a_statement': {
    status: 422,
    zh: '不是日终对账单',
    en: 'The file is not an end-of-day statement of a bank',
  },
  'banking.statement_does_not_foot': {
    status: 422,
    zh: '期初加发生额不等于期末',
    en: 'Opening and lines do not add up to the closing balance',
  },
  'banking.control_total_differs': {
    status: 422,
    zh: '控制总数不符',
    en: 'What the bank counted is not what is in the file',
  },
  'banking.currency_differs': { status: 422, zh: '币种不符', en: 'The currency is another one' },
  'banking.day_beyond_closing': {
    status: 422,
    zh: '明细日期晚于期末日期',
    en: 'A line is of a day after the closing',
  },
  'banking.gap_to_previous_closing': {
    status: 422,
    zh: '期初余额与上期期末余额不符',
    en: 'The opening balance is not the closing balance of the statement before',
  },
  'banking.statement_out_of_order': {
    status: 422,
    zh: '对账单日期早于上一份',
    en: 'The statement is older than the last one that was released',
  },
  'banking.bank_account_overdrawn': {
    status: 422,
    zh: '客户资金账户透支',
    en: 'The statement closes below zero',
  },
  'banking.statement_known': { status: 409, zh: '该对账单已入账', en: 'This statement is known already' },
  'banking.file_known': { status: 409, zh: '该文件编号已使用', en: 'This file id was used before' },
  'banking.content_known': {
    status: 409,
    zh: '相同内容的文件已导入',
    en: 'A file with the same content is known already',
  },
  'banking.too_many_statement_files': {
    status: 429,
    zh: '待处理对账单文件过多',
    en: 'Too many statement files wait',
  },
  'banking.file_in_quarantine': {
    status: 409,
    zh: '文件处于隔离状态',
    en: 'The file is in quarantine',
  },
  'banking.statement_file_finished': {
    status: 409,
    zh: '文件已处理完毕',
    en: 'The file was released or discarded already',
  },
  'banking.line_not_in_suspense': {
    status: 409,
    zh: '该明细不在待查清单',
    en: 'The line does not wait in suspense',
  },
  'banking.wrong_side': {
    status: 422,
    zh: '该明细的借贷方向不适用',
    en: 'This is for the other side: a credit is assigned or sent back, a debit is cleared',
  },
} as const;
