import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: none on existing tables (creates new ones).
CREATE TABLE rule_packs (
  venue_no       int NOT NULL,
  pack_no        int NOT NULL,
  pack           text NOT NULL,
  version        text NOT NULL,
  effective_from date NOT NULL,
  effective_to   date,
  body           jsonb NOT NULL,
  PRIMARY KEY (venue_no, pack_no),
  UNIQUE (venue_no, pack, version)
);
CREATE TABLE proposals (
  venue_no     int NOT NULL,
  proposal_no  bigint NOT NULL,
  action       text NOT NULL,
  payload      jsonb NOT NULL,
  payload_hash text NOT NULL,
  reason       text NOT NULL,
  state        text NOT NULL CHECK (state IN ('PENDING', 'EXECUTED', 'RETURNED', 'WITHDRAWN')),
  maker        text NOT NULL,
  maker_org    text NOT NULL,
  owner_org    text NOT NULL,
  next_power   text,
  next_within  text,
  signatures   jsonb NOT NULL,
  note         text NOT NULL,
  proposed_at  bigint NOT NULL,
  changed_at   bigint NOT NULL,
  PRIMARY KEY (venue_no, proposal_no)
);
CREATE INDEX proposals_pending ON proposals (venue_no, proposal_no) WHERE state = 'PENDING';
CREATE TABLE accounts (
  venue_no    int NOT NULL,
  account_no  bigint NOT NULL,
  org         text NOT NULL,
  owner_group text NOT NULL,
  title       text NOT NULL,
  kind        text NOT NULL,
  state       text NOT NULL CHECK (state IN ('APPLIED', 'UNDER_REVIEW', 'ACTIVE', 'RESTRICTED', 'FROZEN', 'CLOSED')),
  applied_by  text NOT NULL,
  reviewed_by text NOT NULL,
  approved_by text NOT NULL,
  reason      text NOT NULL,
  applied_at  bigint NOT NULL,
  changed_at  bigint NOT NULL,
  PRIMARY KEY (venue_no, account_no),
  CONSTRAINT account_four_eyes CHECK (reviewed_by = '' OR (reviewed_by <> approved_by AND reviewed_by <> applied_by))
);
CREATE INDEX accounts_by_org ON accounts (venue_no, org, account_no);
CREATE TABLE instruments (
  venue_no            int NOT NULL,
  instrument_no       int NOT NULL CHECK (instrument_no BETWEEN 1 AND 4095),
  symbol              text NOT NULL,
  kind                text NOT NULL CHECK (kind IN ('carbon', 'permit')),
  pollutant           text NOT NULL,
  zone                text NOT NULL,
  sector              text NOT NULL,
  vintage             int NOT NULL,
  expiry              date,
  unit_name           text NOT NULL,
  unit_scale          int NOT NULL CHECK (unit_scale BETWEEN 0 AND 9),
  tick_fen            bigint NOT NULL CHECK (tick_fen > 0),
  lot_units           bigint NOT NULL CHECK (lot_units > 0),
  pack_name           text NOT NULL,
  reference_price_fen bigint NOT NULL CHECK (reference_price_fen > 0),
  state               text NOT NULL CHECK (state IN ('TRADABLE', 'RETIRED')),
  PRIMARY KEY (venue_no, instrument_no),
  UNIQUE (venue_no, symbol)
);
CREATE TABLE caps (
  venue_no      int NOT NULL,
  instrument_no int NOT NULL,
  year          int NOT NULL,
  cap_limit     bigint NOT NULL,
  issued        bigint NOT NULL CHECK (issued BETWEEN 0 AND cap_limit),
  cancelled     bigint NOT NULL CHECK (cancelled >= 0),
  PRIMARY KEY (venue_no, instrument_no, year)
);
CREATE TABLE allocation_batches (
  venue_no      int NOT NULL,
  batch_no      bigint NOT NULL,
  instrument_no int NOT NULL,
  year          int NOT NULL,
  file_hash     text NOT NULL,
  total         bigint NOT NULL CHECK (total > 0),
  state         text NOT NULL CHECK (state IN ('DRAFT', 'SUBMITTED', 'RETURNED', 'MISMATCH', 'APPROVED', 'CREATED',
                  'CREDITED_TO_PROVINCE', 'DISTRIBUTED', 'CLOSED')),
  drafted_by    text NOT NULL,
  submitted_by  text NOT NULL,
  approved_by   text NOT NULL,
  note          text NOT NULL,
  changed_at    bigint NOT NULL,
  PRIMARY KEY (venue_no, batch_no),
  CONSTRAINT batch_four_eyes CHECK (approved_by = '' OR (approved_by <> submitted_by AND approved_by <> drafted_by))
);
CREATE TABLE allocation_batch_lines (
  venue_no   int NOT NULL,
  batch_no   bigint NOT NULL,
  line       int NOT NULL,
  account_no bigint NOT NULL,
  quantity   bigint NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (venue_no, batch_no, line),
  UNIQUE (venue_no, batch_no, account_no)
);
CREATE INDEX allocation_batch_lines_by_account ON allocation_batch_lines (venue_no, account_no);
-- Who holds which serials. Venue, instrument and serial share one bigint (11 + 12 + 40 bits), so that ranges can be
-- excluded from overlapping without an extension.
CREATE TABLE serial_blocks (
  venue_no      int NOT NULL CHECK (venue_no BETWEEN 1 AND 2047),
  instrument_no int NOT NULL CHECK (instrument_no BETWEEN 1 AND 4095),
  first_serial  bigint NOT NULL CHECK (first_serial >= 1),
  last_serial   bigint NOT NULL CHECK (last_serial >= first_serial AND last_serial < 1099511627776),
  account_no    bigint NOT NULL,
  PRIMARY KEY (venue_no, instrument_no, first_serial),
  CONSTRAINT one_holder_a_serial EXCLUDE USING gist (int8range(
    (venue_no::bigint << 52) + (instrument_no::bigint << 40) + first_serial,
    (venue_no::bigint << 52) + (instrument_no::bigint << 40) + last_serial, '[]') WITH &&)
);
CREATE INDEX serial_blocks_by_account ON serial_blocks (venue_no, account_no, instrument_no, first_serial);
-- Where every serial has been, from birth (from_account 0) to a sink.
CREATE TABLE serial_moves (
  venue_no      int NOT NULL CHECK (venue_no BETWEEN 1 AND 2047),
  move_no       bigint NOT NULL,
  instrument_no int NOT NULL CHECK (instrument_no BETWEEN 1 AND 4095),
  first_serial  bigint NOT NULL CHECK (first_serial >= 1),
  last_serial   bigint NOT NULL CHECK (last_serial >= first_serial AND last_serial < 1099511627776),
  from_account  bigint NOT NULL,
  to_account    bigint NOT NULL CHECK (to_account <> from_account),
  cause         text NOT NULL,
  cause_no      bigint NOT NULL,
  PRIMARY KEY (venue_no, move_no)
);
CREATE INDEX serial_moves_by_range ON serial_moves USING gist (int8range(
  (venue_no::bigint << 52) + (instrument_no::bigint << 40) + first_serial,
  (venue_no::bigint << 52) + (instrument_no::bigint << 40) + last_serial, '[]'));
GRANT SELECT, INSERT ON rule_packs, serial_moves TO airshed_app;
GRANT SELECT, INSERT, UPDATE ON proposals, accounts, instruments, caps, allocation_batches TO airshed_app;
GRANT SELECT, INSERT, DELETE ON allocation_batch_lines, serial_blocks TO airshed_app;
`;

export class Registry1700000000130 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
