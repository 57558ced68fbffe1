import type { Role } from './roles.js';

/** How far a power reaches: the holder's own organisation, one venue's matters, or everything. */
export type Scope = 'own' | 'venue' | 'all';

/** What a door or a four-eyes stage can ask for. */
export const POWERS = [
  'public.read',
  'order.place',
  'order.cancel',
  'order.approve',
  'order.read',
  'trade.read',
  'holding.read',
  'account.apply',
  'account.review',
  'account.approve',
  'account.read',
  'instrument.propose',
  'instrument.approve',
  'batch.draft',
  'batch.submit',
  'batch.approve',
  'batch.execute',
  'batch.read',
  'transfer.propose',
  'transfer.approve',
  'cancel-units.propose',
  'cancel-units.approve',
  'proposal.read',
  'cash.enter',
  'cash.release',
  'cash.read',
  'freeze.propose',
  'freeze.approve',
  'halt.propose',
  'halt.approve',
  'session.run',
  'settlement.read',
  'settlement.run',
  'rules.propose',
  'rules.approve',
  'rules.read',
  // Drafts and dry runs: rules that nobody obeys yet.
  'rules-draft.read',
  'audit.read',
  'identity.read',
  'identity.write',
  // Freezes, closures and the last signature under transfers and cancellations.
  'registry.propose',
  'registry.approve',
] as const;
export type Power = (typeof POWERS)[number];

export type Powers = Partial<Readonly<Record<Power, Scope>>>;

const READ_OWN: Powers = {
  'public.read': 'all',
  'order.read': 'own',
  'trade.read': 'own',
  'holding.read': 'own',
  'account.read': 'own',
  'batch.read': 'own',
  'proposal.read': 'own',
  'cash.read': 'own',
  'settlement.read': 'own',
  'rules.read': 'all',
  'audit.read': 'own',
  'identity.read': 'own',
};

/** Rulebook §6, one role a column. Signatures under four eyes ask for another PERSON besides the power. */
export const ROLE_POWERS: Readonly<Record<Role, Powers>> = {
  ent_trader: {
    ...READ_OWN,
    'order.place': 'own',
    'order.cancel': 'own',
    'transfer.propose': 'own',
    'cancel-units.propose': 'own',
  },
  ent_manager: {
    ...READ_OWN,
    'order.place': 'own',
    'order.cancel': 'own',
    'order.approve': 'own',
    'account.apply': 'own',
    'transfer.approve': 'own',
    'cancel-units.approve': 'own',
  },
  reg_issuer: {
    'public.read': 'all',
    'account.review': 'venue',
    'account.read': 'venue',
    'holding.read': 'venue',
    'trade.read': 'venue',
    'instrument.propose': 'venue',
    'batch.draft': 'venue',
    'batch.submit': 'venue',
    'batch.read': 'venue',
    'freeze.propose': 'venue',
    'registry.propose': 'venue',
    'proposal.read': 'venue',
    'rules.read': 'all',
    'rules-draft.read': 'venue',
    'audit.read': 'venue',
    'identity.read': 'venue',
  },
  reg_approver: {
    'public.read': 'all',
    'account.approve': 'venue',
    'account.read': 'venue',
    'holding.read': 'venue',
    'trade.read': 'venue',
    'instrument.approve': 'venue',
    'batch.approve': 'venue',
    'batch.read': 'venue',
    'freeze.approve': 'venue',
    'registry.approve': 'venue',
    'halt.approve': 'venue',
    'rules.approve': 'venue',
    'rules.read': 'all',
    'rules-draft.read': 'venue',
    'proposal.read': 'venue',
    'audit.read': 'venue',
    'identity.read': 'venue',
  },
  auditor: {
    'public.read': 'all',
    'order.read': 'all',
    'trade.read': 'all',
    'holding.read': 'all',
    'account.read': 'all',
    'batch.read': 'all',
    'proposal.read': 'all',
    'cash.read': 'all',
    'settlement.read': 'all',
    'rules.read': 'all',
    'rules-draft.read': 'all',
    'audit.read': 'all',
    'identity.read': 'all',
  },
  exchange_op: {
    'public.read': 'all',
    // Masked: the doors of the market hide whose order it is.
    'order.read': 'venue',
    'trade.read': 'venue',
    'account.read': 'venue',
    'freeze.propose': 'venue',
    'freeze.approve': 'venue',
    'halt.propose': 'venue',
    'session.run': 'venue',
    'settlement.read': 'venue',
    'rules.propose': 'venue',
    'rules.read': 'all',
    'rules-draft.read': 'venue',
    'proposal.read': 'venue',
    'audit.read': 'venue',
  },
  clearing_op: {
    'public.read': 'all',
    'order.read': 'venue',
    'trade.read': 'venue',
    'holding.read': 'venue',
    'account.read': 'venue',
    'batch.execute': 'venue',
    'batch.read': 'venue',
    'cash.enter': 'venue',
    'cash.release': 'venue',
    'cash.read': 'venue',
    'freeze.propose': 'venue',
    'freeze.approve': 'venue',
    'settlement.read': 'venue',
    'settlement.run': 'venue',
    'proposal.read': 'venue',
    'rules.read': 'all',
    'audit.read': 'venue',
  },
  verifier: { 'public.read': 'all', 'rules.read': 'all', 'audit.read': 'own' },
  // Creates people, and so must not be able to act as one.
  identity_admin: { 'identity.read': 'all', 'identity.write': 'all' },
};

const REACH: Readonly<Record<Scope, number>> = { own: 0, venue: 1, all: 2 };

/** The union of the roles' powers, each with its widest scope. */
export function powersOfRoles(roles: readonly Role[]): Powers {
  const powers: Partial<Record<Power, Scope>> = {};
  for (const role of roles)
    for (const [power, scope] of Object.entries(ROLE_POWERS[role]) as [Power, Scope][]) {
      const known = powers[power];
      if (known === undefined || REACH[scope] > REACH[known]) powers[power] = scope;
    }
  return powers;
}
