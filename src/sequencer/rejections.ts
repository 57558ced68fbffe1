/** Refusals of the sequencer itself: the command was not placed in the journal (or may not have been). */
export const sequencerRejections = {
  'sequencer.busy': {
    status: 503,
    zh: '撮合队列已满，请稍后重试',
    en: 'The venue queue is full; try again shortly',
  },
  'sequencer.too_many_waiting': {
    status: 429,
    zh: '本单位等待处理的指令过多，请稍后重试',
    en: 'Too many commands of this member are waiting; try again shortly',
  },
  'sequencer.outcome_unknown': {
    status: 503,
    zh: '提交结果未知，请用同一幂等键查询',
    en: 'The outcome is unknown; ask again with the same idempotency key',
  },
  'sequencer.not_open': { status: 503, zh: '市场正在装载或已停机', en: 'The venue is loading or stopped' },
  'sequencer.halted': {
    status: 503,
    zh: '市场因内部校验失败而停机',
    en: 'The venue halted itself on a broken invariant',
  },
  'sequencer.venue_unknown': { status: 404, zh: '没有这个市场', en: 'There is no such venue' },
  'sequencer.idempotency_conflict': {
    status: 409,
    zh: '同一幂等键已用于不同的请求',
    en: 'This idempotency key was used for a different request',
  },
  'sequencer.command_unknown': { status: 422, zh: '没有这种指令', en: 'There is no such command' },
} as const;
