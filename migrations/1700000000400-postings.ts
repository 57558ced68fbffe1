import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: ACCESS EXCLUSIVE on ledger_entries while its rows are gathered: nothing is posted meanwhile.
-- A posting is one row with its entries as arrays; a row and two index entries an entry were half of what the
-- settlement of a trade cost. Whoever reads entries reads them as before.
SET LOCAL lock_timeout = '10s';
CREATE TABLE ledger_postings (
  venue_no int NOT NULL,
  cause    text NOT NULL,
  cause_no bigint NOT NULL,
  -- Of each entry in turn.
  accounts bigint[] NOT NULL,
  assets   int[] NOT NULL,
  amounts  bigint[] NOT NULL,
  CONSTRAINT every_entry_is_whole CHECK (cardinality(accounts) > 0
    AND cardinality(assets) = cardinality(accounts) AND cardinality(amounts) = cardinality(accounts))
);
INSERT INTO ledger_postings
SELECT venue_no, cause, cause_no, array_agg(account_no ORDER BY line), array_agg(asset_no ORDER BY line), array_agg(amount ORDER BY line)
FROM ledger_entries GROUP BY 1, 2, 3;
DROP TABLE ledger_entries;
ALTER TABLE ledger_postings ADD PRIMARY KEY (venue_no, cause, cause_no);
CREATE INDEX ledger_postings_by_account ON ledger_postings USING gin (accounts);
CREATE VIEW ledger_entries AS
SELECT venue_no, cause, cause_no, (generate_subscripts(accounts, 1) - 1)::smallint AS line,
  unnest(accounts) AS account_no, unnest(assets) AS asset_no, unnest(amounts) AS amount
FROM ledger_postings;
GRANT SELECT, INSERT ON ledger_postings TO airshed_app;
GRANT SELECT ON ledger_entries TO airshed_app;
`;

export class Postings1700000000400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
