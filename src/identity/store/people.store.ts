import type pg from 'pg';
import type { Organisation, OrgKind } from '../domain/organisation.js';
import type { Person } from '../domain/person.js';
import { isHeldAlone, type Role } from '../domain/roles.js';

type Queryable = Pick<pg.PoolClient, 'query'>;

export interface Name {
  readonly id: string;
  readonly name: string;
}

const PERSON = `
  SELECT p.person_id, p.login_name, p.display_name, o.org_id, o.title, o.kind, o.owner_group,
         ARRAY(SELECT r.role FROM person_roles r WHERE r.person_id = p.person_id ORDER BY r.role) AS roles
    FROM people p JOIN organisations o USING (org_id)`;

/** False when the id is taken. */
export async function insertOrganisation(db: Queryable, org: Organisation): Promise<boolean> {
  const { rowCount } = await db.query(
    `INSERT INTO organisations (org_id, title, kind, owner_group) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
    [org.orgId, org.title, org.kind, org.ownerGroup],
  );
  return rowCount === 1;
}

export async function findOrganisation(db: Queryable, orgId: string): Promise<Organisation | undefined> {
  const { rows } = await db.query(
    `SELECT org_id, title, kind, owner_group FROM organisations WHERE org_id = $1`,
    [orgId],
  );
  return rows[0] && organisationOf(rows[0]);
}

/** The first of them: titles are no keys. */
export async function findOrganisationTitled(db: Queryable, title: string): Promise<string | undefined> {
  const { rows } = await db.query(
    `SELECT org_id FROM organisations WHERE title = $1 ORDER BY org_id LIMIT 1`,
    [title],
  );
  return rows[0]?.org_id as string | undefined;
}

export async function listOrganisations(
  db: Queryable,
  only: string | undefined,
  after: string,
  limit: number,
): Promise<Organisation[]> {
  const { rows } = await db.query(
    `SELECT org_id, title, kind, owner_group FROM organisations
      WHERE org_id > $1 AND ($2::text IS NULL OR org_id = $2) ORDER BY org_id LIMIT $3`,
    [after, only ?? null, limit],
  );
  return rows.map(organisationOf);
}

/** False when the login name is taken. */
export async function insertPerson(db: Queryable, person: Person, passwordHash: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `INSERT INTO people (person_id, org_id, login_name, display_name, password_hash, holds_one_role)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (login_name) DO NOTHING`,
    [
      person.personId,
      person.organisation.orgId,
      person.login,
      person.displayName,
      passwordHash,
      person.roles.some(isHeldAlone),
    ],
  );
  if (rowCount !== 1) return false;
  await db.query(`INSERT INTO person_roles (person_id, role) SELECT $1, unnest($2::text[])`, [
    person.personId,
    person.roles,
  ]);
  return true;
}

export async function findPerson(db: Queryable, personId: string): Promise<Person | undefined> {
  const { rows } = await db.query(`${PERSON} WHERE p.person_id = $1`, [personId]);
  return rows[0] && personOf(rows[0]);
}

export async function findPasswordHash(
  db: Queryable,
  login: string,
): Promise<{ personId: string; passwordHash: string } | undefined> {
  const { rows } = await db.query(`SELECT person_id, password_hash FROM people WHERE login_name = $1`, [
    login,
  ]);
  return rows[0] && { personId: rows[0].person_id as string, passwordHash: rows[0].password_hash as string };
}

export async function passwordHashOf(db: Queryable, personId: string): Promise<string | undefined> {
  const { rows } = await db.query(`SELECT password_hash FROM people WHERE person_id = $1`, [personId]);
  return rows[0]?.password_hash as string | undefined;
}

export async function updatePassword(db: Queryable, personId: string, passwordHash: string): Promise<void> {
  await db.query(`UPDATE people SET password_hash = $2 WHERE person_id = $1`, [personId, passwordHash]);
}

export async function listPeople(
  db: Queryable,
  orgId: string | undefined,
  after: string,
  limit: number,
): Promise<Person[]> {
  const { rows } = await db.query(
    `${PERSON} WHERE p.person_id > $1 AND ($2::text IS NULL OR p.org_id = $2) ORDER BY p.person_id LIMIT $3`,
    [after, orgId ?? null, limit],
  );
  return rows.map(personOf);
}

/** What organisations and people are called, and nothing else of them. */
export async function listNames(
  db: Queryable,
  orgId: string | undefined,
  after: string,
  limit: number,
): Promise<Name[]> {
  const { rows } = await db.query(
    `SELECT id, name FROM (
       SELECT org_id AS id, title AS name, org_id FROM organisations
       UNION ALL SELECT person_id, display_name, org_id FROM people) AS named
      WHERE id > $1 AND ($2::text IS NULL OR org_id = $2) ORDER BY id LIMIT $3`,
    [after, orgId ?? null, limit],
  );
  return rows as Name[];
}

export function organisationOf(row: Record<string, unknown>): Organisation {
  return {
    orgId: row.org_id as string,
    title: row.title as string,
    kind: row.kind as OrgKind,
    ownerGroup: row.owner_group as string,
  };
}

export function personOf(row: Record<string, unknown>): Person {
  return {
    personId: row.person_id as string,
    login: row.login_name as string,
    displayName: row.display_name as string,
    roles: row.roles as Role[],
    organisation: organisationOf(row),
  };
}
