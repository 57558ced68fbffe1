/** Every refusal of this context: HTTP status and both languages. */
export const identityRejections = {
  'identity.prohibited_combination': {
    status: 422,
    zh: '同一人不得兼任这些角色',
    en: 'One person may not hold these roles together',
  },
  'identity.prohibited_person': {
    status: 422,
    zh: '监管、登记、交易、核查机构人员不得从事交易',
    en: 'Staff of a supervisor, operator, verifier or auditor may not trade',
  },
  'identity.role_not_of_organisation': {
    status: 422,
    zh: '该类机构没有此角色',
    en: 'An organisation of this kind has no such role',
  },
  'identity.roles_unclear': { status: 422, zh: '角色为空或重复', en: 'Roles must be given, each once' },
  'identity.login_taken': { status: 409, zh: '登录名已被使用', en: 'The login name is taken' },
  'identity.organisation_exists': {
    status: 409,
    zh: '机构编号已存在',
    en: 'There is an organisation with this id already',
  },
  'identity.organisation_unknown': { status: 404, zh: '机构不存在', en: 'There is no such organisation' },
  'identity.person_unknown': { status: 404, zh: '人员不存在', en: 'There is no such person' },
  'identity.wrong_credentials': {
    status: 401,
    zh: '登录名或密码错误',
    en: 'The login name or the password is wrong',
  },
  'identity.wrong_password': { status: 422, zh: '当前密码错误', en: 'The current password is wrong' },
  'identity.locked': {
    status: 429,
    zh: '登录失败次数过多，已暂时锁定',
    en: 'Too many failed logins; locked for a while',
  },
  'identity.audit_not_recording': {
    status: 503,
    zh: '审计记录暂不可写，此项查阅与登录暂停',
    en: 'What is read cannot be recorded now, so nothing of others is shown and nobody signs in',
  },
  'identity.session_invalid': {
    status: 401,
    zh: '会话无效或已过期',
    en: 'The session is unknown or has ended',
  },
  'identity.session_required': {
    status: 403,
    zh: '此操作须本人登录会话',
    en: 'This needs a person signed in with a password, not a key',
  },
  'identity.key_unknown': { status: 404, zh: 'API 密钥不存在', en: 'There is no such API key' },
  'identity.too_many_keys': {
    status: 409,
    zh: 'API 密钥数量已达上限',
    en: 'This person has as many API keys as are allowed',
  },
  'identity.signature_invalid': {
    status: 401,
    zh: '请求签名无效',
    en: 'The signature of the request does not hold',
  },
  'identity.timestamp_outside_window': {
    status: 401,
    zh: '请求时间戳超出允许范围',
    en: 'The timestamp is more than 30 seconds off or older than this process',
  },
  'identity.nonce_reused': { status: 401, zh: '随机数已被使用', en: 'The nonce has been used before' },
  'identity.busy': {
    status: 503,
    zh: '签名请求过多，请稍后重试',
    en: 'Too many signed requests in a minute; try again shortly',
  },
} as const;
