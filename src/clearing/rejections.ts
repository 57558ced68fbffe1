/** Every refusal of clearing: HTTP status and both languages. */
export const clearingRejections = {
  'clearing.bad_range': { status: 422, zh: '结算区间无效', en: 'The settlement range is not valid' },
  'clearing.range_too_long': { status: 422, zh: '结算区间过长', en: 'The settlement range is too long' },
  'clearing.earlier_trades_waiting': {
    status: 409,
    zh: '更早的成交尚未结算',
    en: 'Earlier trades still wait for settlement',
  },
  'clearing.trade_unknown': { status: 404, zh: '没有这笔成交', en: 'There is no such trade' },
  'clearing.trade_already_annulled': {
    status: 409,
    zh: '该成交已撤销',
    en: 'The trade has been annulled already',
  },
  'clearing.trade_covered': {
    status: 409,
    zh: '该成交由交收储备代为交付，不可撤销',
    en: 'The settlement reserve delivered that trade: it has no mirror',
  },
  'clearing.trade_not_settled': {
    status: 409,
    zh: '该成交尚未结算',
    en: 'The trade is not settled yet',
  },
  'clearing.goods_not_free': {
    status: 422,
    zh: '买方可退回的数量不足',
    en: 'The buyer no longer has the goods free',
  },
  'clearing.serials_frozen': {
    status: 409,
    zh: '该笔成交交付的部分序列号已被冻结',
    en: 'Serials that the trade delivered are frozen',
  },
  'clearing.serials_moved_on': {
    status: 422,
    zh: '该成交交付的编号已不在买方账户',
    en: 'The serial numbers that the trade delivered are no longer with the buyer',
  },
  'clearing.money_not_free': {
    status: 422,
    zh: '卖方可退回的资金不足',
    en: 'The seller no longer has the money free',
  },
  'clearing.delivered_after_close': {
    status: 409,
    zh: '本场所收市后统一交收',
    en: 'This venue delivers the trades of a day together, after its close',
  },
  'clearing.day_still_open': { status: 409, zh: '交易日尚未收市', en: 'The trading day is still open' },
  'clearing.trades_waiting': {
    status: 409,
    zh: '仍有成交待交收',
    en: 'Trades still wait for their delivery',
  },
  'clearing.earlier_day_waits': {
    status: 409,
    zh: '更早的交易日尚未确认',
    en: 'An earlier trading day still waits for its confirmation',
  },
  'clearing.not_the_whole_day': {
    status: 409,
    zh: '确认范围不是该日的全部成交',
    en: 'What is to be confirmed is not all that the day traded',
  },
  'clearing.day_unknown': {
    status: 404,
    zh: '该交易日没有结算',
    en: 'There is no settlement of that day',
  },
  'clearing.delivery_not_failed': {
    status: 409,
    zh: '该成交的交收没有失败',
    en: 'The delivery of that trade has not failed',
  },
  'clearing.no_reserve': {
    status: 409,
    zh: '未指定可用的交收储备账户',
    en: 'No settlement reserve account is named and active',
  },
  'clearing.reserve_is_owed': {
    status: 409,
    zh: '交收储备账户尚有待追偿的款项或配额',
    en: 'The settlement reserve is still owed what it gave',
  },
  'clearing.reserve_is_party': {
    status: 422,
    zh: '交收储备账户是该成交的一方',
    en: 'The settlement reserve is itself a party of the trade',
  },
  'clearing.reserve_too_small': {
    status: 422,
    zh: '交收储备不足',
    en: 'The settlement reserve does not have so much free',
  },
  'clearing.both_legs_fail': {
    status: 409,
    zh: '买卖双方均无法交收',
    en: 'Neither side can give: the reserve stands in for one',
  },
  'clearing.retries_left': {
    status: 409,
    zh: '该交收仍将重试',
    en: 'The delivery will still be tried again',
  },
  'clearing.defaulted_already': {
    status: 409,
    zh: '已认定违约',
    en: 'The default has been declared already',
  },
  'clearing.short_by_another': {
    status: 422,
    zh: '该方因更早的成交未交收而不足，不构成违约',
    en: 'The account is short of what it has not been given itself: that is not its default',
  },
  'clearing.dispute_late': {
    status: 422,
    zh: '已过异议期限（下一交易日开市前），视为接受',
    en: 'The next trading day has opened: the result is deemed accepted',
  },
  'clearing.dispute_open_already': {
    status: 409,
    zh: '对该成交已有未答复的异议',
    en: 'A dispute of yours about that trade waits for its answer',
  },
  'clearing.too_many_disputes': {
    status: 503,
    zh: '待答复的异议过多',
    en: 'Too many disputes wait for an answer',
  },
  'clearing.dispute_unknown': { status: 404, zh: '没有这个异议', en: 'There is no such dispute' },
  'clearing.dispute_answered': {
    status: 409,
    zh: '该异议已答复',
    en: 'The dispute has been answered already',
  },
  'clearing.statement_too_long': {
    status: 422,
    zh: '该期间成交过多，请缩短期间',
    en: 'Too many trades for one statement: ask for a shorter period',
  },
  'clearing.organisation_unknown': {
    status: 404,
    zh: '本市场没有这个机构',
    en: 'This venue has no such organisation',
  },
  'clearing.bad_period': { status: 422, zh: '期间无效', en: 'The period is not valid' },
  'clearing.queue_unknown': { status: 404, zh: '没有这个队列', en: 'There is no such queue' },
  'clearing.job_unknown': { status: 404, zh: '没有这个任务', en: 'There is no such job' },
  'clearing.job_not_failed': { status: 409, zh: '该任务没有失败', en: 'The job has not failed' },
  'clearing.job_at_work': { status: 409, zh: '该任务正在执行', en: 'A worker is at that job' },
  'clearing.run_unknown': { status: 404, zh: '没有这个结算批次', en: 'There is no such settlement run' },
  'clearing.run_not_failed': {
    status: 409,
    zh: '该结算批次不是失败状态',
    en: 'That settlement run has not failed',
  },
} as const;
