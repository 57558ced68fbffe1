import type { SqlStatement } from '../../sequencer/domain/command.js';
import type { Serials } from '../domain/serials.js';

const BLOCKS_GONE = `
DELETE FROM serial_blocks b USING unnest($2::int[], $3::bigint[]) AS u (instrument_no, first_serial)
WHERE b.venue_no = $1 AND b.instrument_no = u.instrument_no AND b.first_serial = u.first_serial`;

const BLOCKS = `
INSERT INTO serial_blocks (venue_no, instrument_no, first_serial, last_serial, account_no)
SELECT $1, u.* FROM unnest($2::int[], $3::bigint[], $4::bigint[], $5::bigint[]) AS u`;

const MOVES = `
INSERT INTO serial_moves (venue_no, move_no, instrument_no, first_serial, last_serial, from_account, to_account, cause, cause_no)
SELECT $1, u.* FROM unnest($2::bigint[], $3::int[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::text[],
  $9::bigint[]) AS u`;

/** Old blocks go before new ones come, in separate statements: the exclusion constraint is checked row by row. */
export function projectSerials(venueNo: number, serials: Serials): SqlStatement[] {
  const statements: SqlStatement[] = [];
  const removed = [...serials.removed.values()];
  const added = [...serials.added.values()];
  const moves = serials.moves.splice(0);
  serials.removed.clear();
  serials.added.clear();
  if (removed.length > 0) {
    const values = [venueNo, removed.map((b) => b.instrumentNo), removed.map((b) => b.first)];
    statements.push({ name: 'registry.blocks_gone', text: BLOCKS_GONE, values });
  }
  if (added.length > 0) {
    const values = [
      venueNo,
      added.map((b) => b.instrumentNo),
      added.map((b) => b.first),
      added.map((b) => b.last),
      added.map((b) => b.accountNo),
    ];
    statements.push({ name: 'registry.blocks', text: BLOCKS, values });
  }
  if (moves.length > 0) {
    const values = [
      venueNo,
      moves.map((m) => m.moveNo),
      moves.map((m) => m.instrumentNo),
      moves.map((m) => m.first),
      moves.map((m) => m.last),
      moves.map((m) => m.from),
      moves.map((m) => m.to),
      moves.map((m) => m.cause.kind),
      moves.map((m) => m.cause.no),
    ];
    statements.push({ name: 'registry.moves', text: MOVES, values });
  }
  return statements;
}
