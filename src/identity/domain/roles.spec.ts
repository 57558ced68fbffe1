import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ORG_KINDS } from './organisation.js';
import { type Power, POWERS } from './powers.js';
import { powersOfRoles, ROLE_POWERS } from './role-powers.js';
import { assignRoles, ROLES } from './roles.js';

const anyRoles = fc.uniqueArray(fc.constantFrom(...ROLES), { minLength: 1 });
const anyKind = fc.constantFrom(...ORG_KINDS);
const TRADING = ['ent_trader', 'ent_manager'];
const isWrite = (power: Power): boolean => !power.endsWith('.read');

describe('roles', () => {
  it('no person ends with a prohibited combination, whatever is asked for', () => {
    fc.assert(
      fc.property(anyKind, anyRoles, (kind, roles) => {
        const outcome = assignRoles(kind, roles);
        if (!outcome.ok) return;
        expect(roles.includes('reg_issuer') && roles.includes('reg_approver')).toBe(false);
        expect(roles.includes('ent_trader') && roles.includes('clearing_op')).toBe(false);
        if (kind !== 'enterprise') expect(roles.some((role) => TRADING.includes(role))).toBe(false);
        for (const lonely of ['auditor', 'identity_admin'] as const)
          if (roles.includes(lonely)) expect(roles).toHaveLength(1);
      }),
    );
  });

  it('every role has a desk in some organisation, and none or doubled roles are refused', () => {
    for (const role of ROLES) expect(ORG_KINDS.some((kind) => assignRoles(kind, [role]).ok)).toBe(true);
    expect(assignRoles('enterprise', [])).toMatchObject({ rejection: { code: 'identity.roles_unclear' } });
    expect(assignRoles('enterprise', ['ent_trader', 'ent_trader'])).toMatchObject({
      rejection: { code: 'identity.roles_unclear' },
    });
  });
});

describe('powers', () => {
  it('an auditor reads everything and writes nothing', () => {
    const powers = Object.keys(ROLE_POWERS.auditor) as Power[];
    expect(powers.filter(isWrite)).toEqual([]);
    expect(powers.sort()).toEqual(POWERS.filter((power) => power.endsWith('.read')).sort());
    expect(new Set(Object.values(ROLE_POWERS.auditor))).toEqual(new Set(['all']));
  });

  it('an administrator of people has no power over goods, money or orders', () => {
    expect(Object.keys(ROLE_POWERS.identity_admin).sort()).toEqual(['identity.read', 'identity.write']);
  });

  it('an enterprise reaches nothing beyond itself but public facts and rules', () => {
    for (const role of ['ent_trader', 'ent_manager'] as const)
      for (const [power, scope] of Object.entries(ROLE_POWERS[role]))
        expect([power, scope]).toEqual([
          power,
          ['public.read', 'rules.read'].includes(power) ? 'all' : 'own',
        ]);
  });

  it.each([
    ['batch.draft', 'batch.approve'],
    ['account.review', 'account.approve'],
    ['instrument.propose', 'instrument.approve'],
    ['registry.propose', 'registry.approve'],
    ['halt.propose', 'halt.approve'],
    ['rules.propose', 'rules.approve'],
    ['transfer.propose', 'transfer.approve'],
    ['cancel-units.propose', 'cancel-units.approve'],
  ] as const)('no single role can both make (%s) and check (%s)', (make, check) => {
    for (const role of ROLES) expect(make in ROLE_POWERS[role] && check in ROLE_POWERS[role]).toBe(false);
    expect(
      ROLES.some((role) => make in ROLE_POWERS[role]) && ROLES.some((role) => check in ROLE_POWERS[role]),
    ).toBe(true);
  });

  it('the powers of several roles are their union, each with its widest scope', () => {
    const both = powersOfRoles(['exchange_op', 'clearing_op']);
    for (const role of ['exchange_op', 'clearing_op'] as const) expect(both).toMatchObject(ROLE_POWERS[role]);
    expect(powersOfRoles([])).toEqual({});
  });
});
