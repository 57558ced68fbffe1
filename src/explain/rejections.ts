/** Every refusal of this context: HTTP status and both languages. */
export const explainRejections = {
  'explain.unknown_trade': { status: 404, zh: '没有这笔成交', en: 'There is no such trade' },
  'explain.unknown_rejection': {
    status: 404,
    zh: '没有被拒绝的这条指令',
    en: 'There is no such command, or it was accepted',
  },
} as const;
