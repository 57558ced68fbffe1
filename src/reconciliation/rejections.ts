/** Every refusal of reconciliation: HTTP status and both languages. */
export const reconciliationRejections = {
  'reconciliation.bad_figures': {
    status: 422,
    zh: '对账数据无效',
    en: 'The figures of the run are not valid',
  },
  'reconciliation.figures_outdated': {
    status: 409,
    zh: '对账数据不是最新的',
    en: 'A later run was recorded, or the figures are not from before the command',
  },
  'reconciliation.day_unknown': {
    status: 404,
    zh: '没有这个交易日',
    en: 'It is not the current trading day',
  },
  'reconciliation.day_not_settled': {
    status: 409,
    zh: '该交易日结算尚未确认',
    en: 'The settlement of the day is not confirmed yet',
  },
  'reconciliation.day_done': {
    status: 409,
    zh: '该交易日已完成日终对账',
    en: 'The day was reconciled already',
  },
  'reconciliation.venue_busy': {
    status: 503,
    zh: '市场繁忙，请稍后再对账',
    en: 'The venue does not rest long enough to be looked at; ask again',
  },
  'reconciliation.unknown_run': { status: 404, zh: '没有这次对账', en: 'There is no such run' },
  'reconciliation.unknown_break': { status: 404, zh: '没有这个差错', en: 'There is no such break' },
  'reconciliation.break_closed': { status: 409, zh: '该差错已关闭', en: 'The break is closed' },
  'reconciliation.break_decided': {
    status: 409,
    zh: '该差错已有处理结果',
    en: 'It has been decided what becomes of the break',
  },
  'reconciliation.break_open': {
    status: 409,
    zh: '存在未关闭的对账差错，不得开市',
    en: 'An open break keeps the instrument shut',
  },
  'reconciliation.due_day_past': {
    status: 422,
    zh: '到期日必须晚于当前交易日',
    en: 'The due day must be after the trading day',
  },
  'reconciliation.not_by_entries': {
    status: 422,
    zh: '该差错不能以资金分录更正',
    en: 'Entries of money cannot correct this break',
  },
  'reconciliation.bad_entries': { status: 422, zh: '更正分录无效', en: 'The entries are not valid' },
  'reconciliation.entries_do_not_cancel': {
    status: 422,
    zh: '更正分录合计不为零',
    en: 'The entries do not add up to zero',
  },
  'reconciliation.unknown_account': {
    status: 422,
    zh: '账户不存在或未开立',
    en: 'An account of the entries does not exist or is not open',
  },
  'reconciliation.money_not_free': {
    status: 422,
    zh: '账户可用资金不足',
    en: 'An account does not have the money free',
  },
  'reconciliation.day_not_reconciled': {
    status: 409,
    zh: '该交易日尚未对账',
    en: 'The day has not been reconciled yet',
  },
  'reconciliation.report_done': {
    status: 409,
    zh: '该交易日日报已发布',
    en: 'The day has its report already',
  },
  'reconciliation.bad_report': { status: 422, zh: '日报内容无效', en: 'The report is not valid' },
  'reconciliation.unknown_report': {
    status: 404,
    zh: '没有该交易日的日报',
    en: 'There is no report of that day',
  },
} as const;
