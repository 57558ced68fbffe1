/** Every refusal of clearing: HTTP status and both languages. */
export const clearingRejections = {
  'clearing.bad_range': { status: 422, zh: '结算区间无效', en: 'The settlement range is not valid' },
  'clearing.range_too_long': { status: 422, zh: '结算区间过长', en: 'The settlement range is too long' },
  'clearing.earlier_trades_waiting': {
    status: 409,
    zh: '更早的成交尚未结算',
    en: 'Earlier trades still wait for settlement',
  },
  'clearing.run_unknown': { status: 404, zh: '没有这个结算批次', en: 'There is no such settlement run' },
  'clearing.run_not_failed': {
    status: 409,
    zh: '该结算批次不是失败状态',
    en: 'That settlement run has not failed',
  },
} as const;
