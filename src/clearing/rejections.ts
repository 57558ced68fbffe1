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
  'clearing.run_unknown': { status: 404, zh: '没有这个结算批次', en: 'There is no such settlement run' },
  'clearing.run_not_failed': {
    status: 409,
    zh: '该结算批次不是失败状态',
    en: 'That settlement run has not failed',
  },
} as const;
