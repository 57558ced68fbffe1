import type { Person } from './person.js';
import type { Powers } from './powers.js';
import { powersOfRoles } from './role-powers.js';

/** Everything a door may ask about a person; frozen, because memory shares one between requests. */
export interface PersonCaller {
  readonly personId: string;
  readonly orgId: string;
  readonly orgKind: string;
  readonly ownerGroup: string;
  readonly roles: readonly string[];
  readonly powers: readonly string[];
  readonly scopes: Powers;
  readonly via: 'session' | 'key';
  readonly credentialId: string;
}

export function callerOfPerson(person: Person, via: 'session' | 'key', credentialId: string): PersonCaller {
  const scopes = powersOfRoles(person.roles);
  return Object.freeze({
    personId: person.personId,
    orgId: person.organisation.orgId,
    orgKind: person.organisation.kind,
    ownerGroup: person.organisation.ownerGroup,
    roles: Object.freeze([...person.roles]),
    powers: Object.freeze(Object.keys(scopes)),
    scopes: Object.freeze(scopes),
    via,
    credentialId,
  });
}
