import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: none on existing tables (creates a new one).
CREATE TABLE interventions (
  venue_no      int NOT NULL,
  instrument_no int NOT NULL,
  day           date NOT NULL,
  average       bigint NOT NULL CHECK (average > 0),
  threshold     bigint NOT NULL CHECK (threshold > 0),
  days          int NOT NULL CHECK (days > 0),
  pack_no       int NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('CEILING', 'FLOOR')),
  PRIMARY KEY (venue_no, instrument_no, day),
  CONSTRAINT the_threshold_was_passed CHECK ((kind = 'CEILING' AND average > threshold) OR (kind = 'FLOOR' AND average < threshold))
);
GRANT SELECT, INSERT ON interventions TO airshed_app;
`;

export class Interventions1700000000241 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
