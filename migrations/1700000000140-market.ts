import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: none on existing tables (creates new ones).
CREATE TABLE orders (
  venue_no        int NOT NULL,
  order_no        bigint NOT NULL,
  account_no      bigint NOT NULL,
  instrument_no   int NOT NULL,
  price           bigint NOT NULL CHECK (price > 0),
  quantity        bigint NOT NULL CHECK (quantity > 0),
  remaining       bigint NOT NULL CHECK (remaining >= 0),
  filled          bigint NOT NULL CHECK (filled >= 0),
  cancelled       bigint NOT NULL CHECK (cancelled >= 0),
  held            bigint NOT NULL CHECK (held >= 0),
  value           bigint NOT NULL,
  fees            bigint NOT NULL,
  pack_no         int NOT NULL,
  placed_at       bigint NOT NULL,
  changed_at      bigint NOT NULL,
  changed_seq     bigint NOT NULL,
  side            text NOT NULL CHECK (side IN ('buy', 'sell')),
  type            text NOT NULL CHECK (type IN ('limit', 'market')),
  time_in_force   text NOT NULL CHECK (time_in_force IN ('DAY', 'IOC', 'FOK')),
  status          text NOT NULL CHECK (status IN ('OPEN', 'PARTLY_FILLED', 'FILLED', 'CANCELLED', 'EXPIRED')),
  client_order_id text NOT NULL,
  trading_day     date NOT NULL,
  PRIMARY KEY (venue_no, order_no),
  CONSTRAINT nothing_of_an_order_is_lost CHECK (filled + remaining + cancelled = quantity),
  CONSTRAINT a_finished_order_holds_nothing CHECK (status IN ('OPEN', 'PARTLY_FILLED') OR (remaining = 0 AND held = 0))
) WITH (fillfactor = 80);
CREATE INDEX orders_by_account ON orders (venue_no, account_no, order_no);
CREATE TABLE trades (
  venue_no      int NOT NULL,
  trade_no      bigint NOT NULL,
  instrument_no int NOT NULL,
  price         bigint NOT NULL CHECK (price > 0),
  quantity      bigint NOT NULL CHECK (quantity > 0),
  value         bigint NOT NULL,
  buy_order     bigint NOT NULL,
  sell_order    bigint NOT NULL,
  buyer         bigint NOT NULL,
  seller        bigint NOT NULL,
  buyer_fee     bigint NOT NULL CHECK (buyer_fee >= 0),
  seller_fee    bigint NOT NULL CHECK (seller_fee >= 0),
  at            bigint NOT NULL,
  seq           bigint NOT NULL,
  pack_no       int NOT NULL,
  maker_side    text NOT NULL CHECK (maker_side IN ('buy', 'sell')),
  trading_day   date NOT NULL,
  PRIMARY KEY (venue_no, trade_no),
  CONSTRAINT value_is_price_times_quantity CHECK (value = price * quantity),
  CONSTRAINT nobody_trades_with_himself CHECK (buyer <> seller)
);
CREATE INDEX trades_by_instrument ON trades (venue_no, instrument_no, trade_no);
CREATE TABLE trading_days (
  venue_no   int NOT NULL,
  day        date NOT NULL,
  status     text NOT NULL CHECK (status IN ('OPEN', 'CLOSED')),
  changed_at bigint NOT NULL,
  PRIMARY KEY (venue_no, day)
);
CREATE TABLE instrument_days (
  venue_no      int NOT NULL,
  instrument_no int NOT NULL,
  day           date NOT NULL,
  open          bigint NOT NULL,
  high          bigint NOT NULL,
  low           bigint NOT NULL,
  last          bigint NOT NULL,
  close         bigint NOT NULL,
  volume        bigint NOT NULL,
  value         bigint NOT NULL,
  trades        bigint NOT NULL,
  PRIMARY KEY (venue_no, instrument_no, day)
);
GRANT SELECT, INSERT, UPDATE ON orders, trading_days TO airshed_app;
GRANT SELECT, INSERT ON trades, instrument_days TO airshed_app;
`;

export class Market1700000000140 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
