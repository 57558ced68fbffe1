import type { Organisation } from './organisation.js';
import type { Role } from './roles.js';

export interface Person {
  readonly personId: string;
  readonly login: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly organisation: Organisation;
}

/** Lower case, so that `Li.Wei` and `li.wei` are one person. */
export const LOGIN_NAME = /^[a-z0-9][a-z0-9._@-]{1,63}$/;
