/** Every refusal of this context: HTTP status and both languages. */
export const lobbyRejections = {
  'lobby.demo_not_offered': {
    status: 404,
    zh: '此处不提供演示登录',
    en: 'Signing in as a demo person is not offered here',
  },
  'lobby.no_demo_person': {
    status: 404,
    zh: '没有可以此方式登录的演示人员',
    en: 'There is no demo person of this name to sign in as',
  },
} as const;
