/** Every refusal of this context: HTTP status and both languages. */
export const registryRejections = {
  'registry.unknown_account': { status: 404, zh: '账户不存在', en: 'There is no such account' },
  'registry.unknown_instrument': { status: 404, zh: '交易标的不存在', en: 'There is no such instrument' },
  'registry.unknown_batch': { status: 404, zh: '配额批次不存在', en: 'There is no such allocation batch' },
  'registry.not_in_batch': {
    status: 422,
    zh: '该批次未向此账户分配',
    en: 'The batch gave nothing to this account',
  },
  'registry.recall_too_large': {
    status: 422,
    zh: '收回数量超过该批次尚未收回的分配数量',
    en: 'More would be recalled than the batch has left with this account',
  },
  'registry.already_final': {
    status: 409,
    zh: '该年度已按核定结果发放，不能再预分配',
    en: 'The year was allocated by its final result already; nothing is pre-allocated any more',
  },
  'registry.earlier_batch_waits': {
    status: 409,
    zh: '此账户前一批次的配额尚未发放，须先发放再按较低结果创建',
    en: 'An earlier batch has not been distributed to this account yet; it comes before a result that is less',
  },
  'registry.not_owed': {
    status: 422,
    zh: '缴回数量超过应缴回数量',
    en: 'More would be handed back than is owed',
  },
  'registry.illegal_transition': {
    status: 409,
    zh: '当前状态不允许此操作',
    en: 'The present state does not allow this step',
  },
  'registry.four_eyes': {
    status: 409,
    zh: '经办人与复核人不得为同一人',
    en: 'The checker must be another person than the maker',
  },
  'registry.prohibited_person': {
    status: 422,
    zh: '法律禁止该主体参与交易',
    en: 'The law bars this person from trading',
  },
  'registry.too_many_accounts': {
    status: 422,
    zh: '账户数量已达上限',
    en: 'The venue has no room for more accounts',
  },
  'registry.too_many_instruments': {
    status: 422,
    zh: '标的数量已达上限',
    en: 'The venue has no room for more instruments',
  },
  'registry.account_not_open': { status: 422, zh: '账户未开立或已注销', en: 'The account is not open' },
  'registry.account_frozen': { status: 422, zh: '账户已被冻结', en: 'The account is frozen' },
  'registry.account_not_empty': {
    status: 422,
    zh: '账户仍有余额，不能注销',
    en: 'The account still holds something and cannot be closed',
  },
  'registry.receiver_not_open': {
    status: 422,
    zh: '接收账户未开立',
    en: 'The receiving account is not open',
  },
  'registry.same_account': {
    status: 422,
    zh: '转出与转入账户相同',
    en: 'The giving and the receiving account are the same',
  },
  'registry.symbol_taken': {
    status: 409,
    zh: '标的代码已被使用',
    en: 'The symbol names another instrument already',
  },
  'registry.instrument_retired': { status: 422, zh: '标的已退市', en: 'The instrument is retired' },
  'registry.reference_off_tick': {
    status: 422,
    zh: '基准价不符合最小变动单位',
    en: 'The reference price is not on the tick',
  },
  'registry.bad_quantity': {
    status: 422,
    zh: '数量无效',
    en: 'The quantity is not a positive whole number of units',
  },
  'registry.bad_lines': {
    status: 422,
    zh: '批次明细数量无效',
    en: 'A batch needs at least one line and not too many',
  },
  'registry.duplicate_line': {
    status: 422,
    zh: '同一账户在批次中重复',
    en: 'An account stands twice in the batch',
  },
  'registry.file_missing': {
    status: 422,
    zh: '缺少盖章文件的哈希',
    en: 'The hash of the stamped file is missing',
  },
  'registry.file_mismatch': {
    status: 409,
    zh: '文件哈希与平台数据不一致，批次已退回核对',
    en: 'The file differs from the platform record; nothing was credited',
  },
  'registry.cap_missing': { status: 422, zh: '该年度尚未设定总量', en: 'No cap has been set for this year' },
  'registry.cap_exceeded': { status: 422, zh: '超出年度总量', en: 'The year cap would be exceeded' },
  'registry.cap_below_issued': {
    status: 422,
    zh: '总量不得低于已发放数量',
    en: 'A cap cannot be below what has been issued',
  },
  'registry.serials_exhausted': {
    status: 422,
    zh: '序列号已用尽',
    en: 'The instrument has no serial numbers left',
  },
  'registry.insufficient_units': { status: 422, zh: '可用数量不足', en: 'Not enough units are available' },
  'registry.not_frozen': { status: 422, zh: '解冻数量超过冻结数量', en: 'So many units are not frozen' },
} as const;
