import { accept, type Outcome, reject } from '../../kernel/rejection.js';
import type { OrgKind } from './organisation.js';

export const ROLES = [
  'ent_trader',
  'ent_manager',
  'reg_issuer',
  'reg_approver',
  'auditor',
  'exchange_op',
  'clearing_op',
  'verifier',
  'identity_admin',
] as const;
export type Role = (typeof ROLES)[number];

/** No person may hold both at once (rulebook §6, rules of design). */
const PROHIBITED_PAIRS: readonly (readonly [Role, Role])[] = [
  ['reg_issuer', 'reg_approver'],
  ['ent_trader', 'clearing_op'],
  ['ent_manager', 'clearing_op'],
];

/**
 * Held alone: one can read everything, the other can create people. The database keeps them apart, too
 * (`roles_agree_with_their_person`, `one_administration_a_person`).
 */
const LONELY: readonly Role[] = ['auditor', 'identity_admin'];

export function isHeldAlone(role: Role): boolean {
  return LONELY.includes(role);
}

const TRADING: readonly Role[] = ['ent_trader', 'ent_manager'];

/** Which desks an organisation of a kind can have. */
const DESKS: Readonly<Record<OrgKind, readonly Role[]>> = {
  enterprise: ['ent_trader', 'ent_manager'],
  regulator: ['reg_issuer', 'reg_approver', 'identity_admin'],
  operator: ['exchange_op', 'clearing_op', 'identity_admin'],
  verifier: ['verifier'],
  auditor: ['auditor'],
};

/** May one person of such an organisation hold these roles together? */
export function assignRoles(kind: OrgKind, roles: readonly Role[]): Outcome<readonly Role[]> {
  if (roles.length === 0 || new Set(roles).size !== roles.length) return reject('identity.roles_unclear');
  for (const [one, other] of PROHIBITED_PAIRS)
    if (roles.includes(one) && roles.includes(other))
      return reject('identity.prohibited_combination', { data: { roles: `${one} + ${other}` } });
  for (const role of LONELY)
    if (roles.length > 1 && roles.includes(role))
      return reject('identity.prohibited_combination', { data: { roles: roles.join(' + ') } });
  // Staff of supervisors, registries, exchanges and verifiers never trade (Interim Regulation art. 7).
  const trading = roles.find((role) => TRADING.includes(role));
  if (trading !== undefined && kind !== 'enterprise')
    return reject('identity.prohibited_person', { data: { role: trading, organisation: kind } });
  const foreign = roles.find((role) => !DESKS[kind].includes(role));
  if (foreign !== undefined)
    return reject('identity.role_not_of_organisation', { data: { role: foreign, organisation: kind } });
  return accept(roles);
}
