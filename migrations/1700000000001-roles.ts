import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: none on tables (creates a role, which belongs to the whole server).
-- airshed_app is what the service runs as: it may read and add, and change current-state tables only.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'airshed_app') THEN CREATE ROLE airshed_app NOLOGIN; END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
GRANT USAGE ON SCHEMA public TO airshed_app;
-- So that SET ROLE works. Where an administrator made the role and granted it, this user may not grant it again.
DO $$ BEGIN
  GRANT airshed_app TO CURRENT_USER;
EXCEPTION WHEN insufficient_privilege THEN NULL;
END $$;
-- The job queue's own tables: doorbells that may be lost, so the service may do with them what it likes.
CREATE SCHEMA IF NOT EXISTS bullmq AUTHORIZATION airshed_app;
`;

export class Roles1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
