import { did, type VerbWords } from './verb-words.js';

/** Every kind of entry of the office journal that is one deed of one person. */
export const OFFICE_WORDS: Readonly<Record<string, VerbWords>> = {
  'organisation-created': did('登记单位', 'created an organisation', 'organisation'),
  'person-created': did('登记人员并授予角色', 'created a person with roles', 'person'),
  'session-opened': did('登录', 'signed in', 'session', { state: 'OPEN' }),
  'session-closed': did('退出登录', 'signed out', 'session', { state: 'CLOSED' }),
  'sessions-closed': did('终止全部会话', 'ended all sessions', 'person'),
  'password-changed': did('修改密码', 'changed a password', 'person'),
  'api-key-issued': did('签发接口密钥', 'was shown a new API key', 'key', { state: 'ISSUED' }),
  'api-key-revoked': did('吊销接口密钥', 'revoked an API key', 'key', { state: 'REVOKED' }),
  'log-key-created': did('生成首个日志签名密钥', 'made the first key of the log', 'key'),
  'log-key-rotated': did('更换日志签名密钥', 'rotated the key of the log', 'key'),
  'trail-rebuilt': did('重建审计索引', 'built the index of the trail anew', 'office'),
  'trail-exported': did('导出审计记录', 'exported the trail', 'office'),
};

/** Lines inside `access-noted` entries, which gather what would otherwise write without end. */
export const ACCESS_WORDS: Readonly<Record<string, VerbWords>> = {
  'data-read': did('查阅他方数据', 'read data of others', 'venue'),
  'trail-read': did('查阅审计记录', 'read the trail', 'office'),
  'access-denied': did('越权访问被拒', 'was denied access', 'venue'),
  'login-failed': did('登录失败', 'failed to sign in', 'person'),
  'credential-refused': did('凭证被拒', 'showed a credential that was refused', 'session'),
};

/** The office's entry that holds such lines. */
export const ACCESS_NOTED = 'access-noted';
