import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: ACCESS EXCLUSIVE on balances while the constraint is exchanged; its rows are checked under a weaker one.
ALTER TABLE balances DROP CONSTRAINT no_overdraft;
-- Sources: 1 bank by hand, 2 issuance, 14 unclear debits, 20 + n the venue's bank accounts.
ALTER TABLE balances ADD CONSTRAINT no_overdraft CHECK (account_no IN (1, 2) OR (account_no >= 14 AND account_no < 100)
  OR (posted >= 0 AND posted + incoming - locked - held - outgoing - frozen >= 0)) NOT VALID;
ALTER TABLE balances VALIDATE CONSTRAINT no_overdraft;

CREATE TABLE bank_accounts (
  venue_no     int NOT NULL,
  bank_no      int NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('CLIENT', 'OWN')),
  name         text NOT NULL,
  bank         text NOT NULL,
  number       text NOT NULL,
  currency     text NOT NULL,
  opening_fen  bigint NOT NULL CHECK (opening_fen >= 0),
  closing_fen  bigint NOT NULL CHECK (closing_fen >= 0),
  closing_day  date NOT NULL,
  last_file_no bigint NOT NULL,
  PRIMARY KEY (venue_no, bank_no)
);
CREATE TABLE bank_payees (
  venue_no    int NOT NULL,
  account_no  bigint NOT NULL,
  name        text NOT NULL,
  bank        text NOT NULL,
  number      text NOT NULL,
  proposal_no bigint NOT NULL,
  PRIMARY KEY (venue_no, account_no)
);
CREATE TABLE cash_transfers (
  venue_no        int NOT NULL,
  transfer_no     bigint NOT NULL,
  transfer_id     text NOT NULL,
  kind            text NOT NULL CHECK (kind IN ('WITHDRAWAL', 'FEES', 'SENT_BACK')),
  account_no      bigint NOT NULL,
  amount_fen      bigint NOT NULL CHECK (amount_fen > 0),
  payee_name      text NOT NULL,
  payee_bank      text NOT NULL,
  payee_number    text NOT NULL,
  line_no         bigint NOT NULL,
  requested_by    text NOT NULL,
  state           text NOT NULL CHECK (state IN ('REQUESTED', 'FILED', 'IN_TRANSIT', 'CONFIRMED', 'RETURNED', 'VOIDED')),
  payment_file_no bigint NOT NULL,
  bank_no         int NOT NULL,
  note            text NOT NULL,
  changed_at      bigint NOT NULL,
  PRIMARY KEY (venue_no, transfer_no),
  CONSTRAINT one_transfer_an_id UNIQUE (venue_no, transfer_id)
);
CREATE INDEX cash_transfers_by_account ON cash_transfers (venue_no, account_no, transfer_no);
CREATE TABLE payment_files (
  venue_no        int NOT NULL,
  payment_file_no bigint NOT NULL,
  message_id      text NOT NULL,
  bank_no         int NOT NULL,
  count           int NOT NULL CHECK (count > 0),
  total_fen       bigint NOT NULL CHECK (total_fen > 0),
  content_hash    text NOT NULL,
  content         text NOT NULL,
  drafted_by      text NOT NULL,
  drafted_at      bigint NOT NULL,
  state           text NOT NULL CHECK (state IN ('DRAFT', 'RELEASED', 'SENT', 'DISCARDED')),
  released_by     text NOT NULL,
  changed_at      bigint NOT NULL,
  PRIMARY KEY (venue_no, payment_file_no),
  CONSTRAINT payment_file_four_eyes CHECK (released_by <> drafted_by)
);
CREATE TABLE statement_files (
  venue_no    int NOT NULL,
  file_no     bigint NOT NULL,
  file_id     text NOT NULL,
  file_hash   text NOT NULL,
  format      text NOT NULL,
  imported_by text NOT NULL,
  imported_at bigint NOT NULL,
  statements  jsonb NOT NULL,
  state       text NOT NULL CHECK (state IN ('STAGED', 'QUARANTINED', 'RELEASED', 'DISCARDED')),
  difference  jsonb,
  released_by text NOT NULL,
  note        text NOT NULL,
  changed_at  bigint NOT NULL,
  PRIMARY KEY (venue_no, file_no),
  CONSTRAINT statement_file_four_eyes CHECK (released_by <> imported_by)
);
CREATE UNIQUE INDEX one_statement_file_a_content ON statement_files (venue_no, file_hash) WHERE state <> 'DISCARDED';
CREATE UNIQUE INDEX one_statement_file_a_name ON statement_files (venue_no, file_id) WHERE state <> 'DISCARDED';
CREATE TABLE bank_lines (
  venue_no     int NOT NULL,
  line_no      bigint NOT NULL,
  file_no      bigint NOT NULL,
  bank_no      int NOT NULL,
  statement_id text NOT NULL,
  day          date NOT NULL,
  amount_fen   bigint NOT NULL CHECK (amount_fen <> 0),
  text         text NOT NULL,
  counterparty text NOT NULL,
  state        text NOT NULL CHECK (state IN ('DEPOSITED', 'PAID', 'RETURNED', 'SUSPENSE', 'ASSIGNED', 'SENDING_BACK',
    'SENT_BACK', 'CHARGED')),
  unclear      text NOT NULL,
  account_no   bigint NOT NULL,
  transfer_no  bigint NOT NULL,
  changed_at   bigint NOT NULL,
  PRIMARY KEY (venue_no, line_no)
);
CREATE INDEX bank_lines_in_suspense ON bank_lines (venue_no, line_no) WHERE state IN ('SUSPENSE', 'SENDING_BACK');
GRANT SELECT, INSERT, UPDATE ON bank_accounts, bank_payees, cash_transfers, payment_files, statement_files, bank_lines
  TO airshed_app;
`;

export class Banking1700000000250 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
