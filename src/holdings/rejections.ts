/** Every refusal of statements of holdings: HTTP status and both languages. */
export const holdingsRejections = {
  'holdings.day_not_closed': {
    status: 409,
    zh: '持有量证明只在交易日收市后公布',
    en: 'Holdings are stated for the day that closed last',
  },
  'holdings.already_published': {
    status: 409,
    zh: '该日的持有量证明已公布',
    en: 'The holdings of that day have been published already',
  },
  'holdings.bad_statement': {
    status: 422,
    zh: '持有量证明格式无效',
    en: 'The statement of holdings is not valid',
  },
  'holdings.totals_moved': {
    status: 409,
    zh: '总量已变动，需重新计算',
    en: 'The totals have moved meanwhile; they are read again',
  },
  'holdings.not_published': {
    status: 404,
    zh: '该日没有公布持有量证明',
    en: 'No holdings were published for that day',
  },
} as const;
