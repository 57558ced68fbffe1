import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { appendOfficeEntry } from '../../audit/index.js';
import { RejectionError } from '../../kernel/rejection.js';
import { OfficeDesk } from '../../platform/http/index.js';
import type { Organisation, OrgKind } from '../domain/organisation.js';
import type { Person } from '../domain/person.js';
import { powersOfRoles } from '../domain/role-powers.js';
import { assignRoles, ROLES, type Role } from '../domain/roles.js';
import { newId } from '../new-ids.js';
import { Passwords } from '../store/passwords.js';
import {
  findOrganisation,
  findOrganisationTitled,
  insertOrganisation,
  insertPerson,
} from '../store/people.store.js';

export interface NewOrganisation {
  readonly title: string;
  readonly kind: OrgKind;
  /** Its own id unless it belongs to a group. */
  readonly ownerGroup?: string;
}

export interface NewPerson {
  readonly orgId: string;
  readonly login: string;
  readonly displayName: string;
  readonly roles: readonly string[];
  readonly password: string;
}

/** Creates organisations and people: from the doors, from seeding and from the command line alike. */
@Injectable()
export class IdentityAdmin {
  constructor(
    @Inject(OfficeDesk) private readonly desk: OfficeDesk,
    @Inject(Passwords) private readonly passwords: Passwords,
  ) {}

  /** Returns the organisation's id. */
  async createOrganisation(organisation: NewOrganisation, by = 'system:setup'): Promise<string> {
    const made = await this.desk.transaction((client) => this.addOrganisation(client, organisation, by));
    return made.orgId;
  }

  /** The id of an organisation that was made before; for seeding, which a kill may have cut short. */
  organisationTitled(title: string): Promise<string | undefined> {
    return this.desk.transaction((client) => findOrganisationTitled(client, title));
  }

  /** Returns the person's id. Throws RejectionError for prohibited roles and taken names. */
  async createPerson(person: NewPerson, by = 'system:setup'): Promise<string> {
    const passwordHash = await this.hashPassword(person.password);
    const made = await this.desk.transaction((client) => this.addPerson(client, person, passwordHash, by));
    return made.personId;
  }

  powersOf(roles: readonly string[]): readonly string[] {
    return Object.keys(powersOfRoles(roles as readonly Role[]));
  }

  /** Slow on purpose, so it is done before a transaction begins. */
  hashPassword(password: string): Promise<string> {
    return this.passwords.hash(password);
  }

  async addOrganisation(
    client: pg.PoolClient,
    { title, kind, ownerGroup }: NewOrganisation,
    by: string,
  ): Promise<Organisation> {
    const orgId = newId('org');
    const organisation = { orgId, title, kind, ownerGroup: ownerGroup ?? orgId };
    if (!(await insertOrganisation(client, organisation))) throw refused('identity.organisation_exists');
    await appendOfficeEntry(client, {
      actor: by,
      kind: 'organisation-created',
      subject: orgId,
      detail: organisation,
    });
    return organisation;
  }

  async addPerson(
    client: pg.PoolClient,
    given: NewPerson,
    passwordHash: string,
    by: string,
  ): Promise<Person> {
    const organisation = await findOrganisation(client, given.orgId);
    if (organisation === undefined) throw refused('identity.organisation_unknown');
    const unknown = given.roles.find((role) => !(ROLES as readonly string[]).includes(role));
    if (unknown !== undefined) throw refused('identity.roles_unclear');
    const assigned = assignRoles(organisation.kind, given.roles as readonly Role[]);
    if (!assigned.ok) throw new RejectionError(assigned.rejection);
    const person: Person = {
      personId: newId('usr'),
      login: given.login.toLowerCase(),
      displayName: given.displayName,
      roles: assigned.value,
      organisation,
    };
    if (!(await insertPerson(client, person, passwordHash))) throw refused('identity.login_taken');
    await appendOfficeEntry(client, {
      actor: by,
      kind: 'person-created',
      subject: person.personId,
      detail: {
        orgId: organisation.orgId,
        login: person.login,
        displayName: person.displayName,
        roles: [...person.roles],
      },
    });
    return person;
  }
}

function refused(code: string): RejectionError {
  return new RejectionError({ code });
}
