/** Refusals of the doors themselves, before any context is asked. */
export const httpRejections = {
  'http.malformed_json': { status: 400, zh: '请求体不是合法的 JSON', en: 'The body is not well-formed JSON' },
  'http.duplicate_json_key': { status: 400, zh: '请求体含有重复的键', en: 'The body repeats a key' },
  'http.unstorable_text': {
    status: 400,
    zh: '文本含有无法保存的字符（空字符或不成对的代理项）',
    en: 'The text has a NUL or half of a surrogate pair, which cannot be stored',
  },
  'http.invalid_request': {
    status: 422,
    zh: '请求内容不符合要求',
    en: 'The request does not fit its schema',
  },
  'http.body_too_large': { status: 413, zh: '请求体过大', en: 'The body is too large' },
  'http.unsupported_media_type': {
    status: 415,
    zh: '请求体须为 application/json',
    en: 'The body must be application/json',
  },
  'http.not_found': { status: 404, zh: '没有这个地址', en: 'There is nothing at this address' },
  'http.method_not_allowed': {
    status: 405,
    zh: '此地址不支持该方法',
    en: 'This address does not know that method',
  },
  'http.bad_request': { status: 400, zh: '请求无法理解', en: 'The request could not be understood' },
  'http.not_signed_in': { status: 401, zh: '请先登录', en: 'Sign in first' },
  'http.forbidden': { status: 403, zh: '无权执行此操作', en: 'You do not have the power to do this' },
  'http.idempotency_key_required': {
    status: 400,
    zh: '须提供 Idempotency-Key（1–64 个可见 ASCII 字符）',
    en: 'An Idempotency-Key of 1 to 64 visible ASCII characters is required',
  },
  'http.idempotency_conflict': {
    status: 409,
    zh: '同一幂等键已用于不同的请求',
    en: 'This idempotency key was used for a different request',
  },
  'http.too_many_at_once': {
    status: 429,
    zh: '本单位同时处理的委托请求过多',
    en: 'Too many order requests of this member are being answered at once',
  },
  'http.too_many_files_at_once': {
    status: 429,
    zh: '同时导出的文件过多，请等前面的文件完成后再试',
    en: 'Too many files are being made for you at once; try again when they are done',
  },
  'http.rate_limited': { status: 429, zh: '请求过于频繁', en: 'Too many requests' },
  'http.bad_cursor': { status: 422, zh: '分页游标无效', en: 'The page cursor is not one of ours' },
  'http.unavailable': {
    status: 503,
    zh: '服务暂时不可用，请稍后重试',
    en: 'The service cannot answer now; try again shortly',
  },
  'http.internal': { status: 500, zh: '服务内部错误', en: 'Something broke on our side' },
} as const;
