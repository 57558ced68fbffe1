import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: ACCESS EXCLUSIVE on people and person_roles for moments (two columns, two keys); both are small.
-- Who audits and who makes people hold nothing else, and never both. Two rows cannot be compared by a CHECK, so a
-- person says whether the one role is held alone, and every role must agree with its person.
ALTER TABLE people ADD COLUMN holds_one_role boolean NOT NULL DEFAULT false;
UPDATE people p SET holds_one_role = true
 WHERE EXISTS (SELECT FROM person_roles r WHERE r.person_id = p.person_id AND r.role IN ('auditor', 'identity_admin'));
ALTER TABLE people ADD CONSTRAINT people_and_their_manner UNIQUE (person_id, holds_one_role);
ALTER TABLE person_roles ADD COLUMN is_held_alone boolean NOT NULL
  GENERATED ALWAYS AS (role IN ('auditor', 'identity_admin')) STORED;
ALTER TABLE person_roles ADD CONSTRAINT roles_agree_with_their_person
  FOREIGN KEY (person_id, is_held_alone) REFERENCES people (person_id, holds_one_role);
CREATE UNIQUE INDEX one_administration_a_person ON person_roles (person_id) WHERE is_held_alone;
`;

export class SeparateAdministrators1700000000311 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
