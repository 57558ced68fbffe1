import type { SqlStatement } from '../../sequencer/domain/command.js';
import { bigints, ints } from '../../sequencer/store/integer-column.js';
import { forkOf } from '../domain/serial-run.js';
import type { SerialMove, Serials } from '../domain/serials.js';

const BLOCKS_GONE = `
DELETE FROM serial_blocks b USING unnest($2::int[], $3::bigint[]) AS u (instrument_no, first_serial)
WHERE b.venue_no = $1 AND b.instrument_no = u.instrument_no AND b.first_serial = u.first_serial`;

const BLOCKS = `
INSERT INTO serial_blocks (venue_no, instrument_no, first_serial, last_serial, account_no)
SELECT $1, u.* FROM unnest($2::int[], $3::bigint[], $4::bigint[], $5::bigint[]) AS u`;

/** `$9` names each cause's kind once. */
const MOVES = `
INSERT INTO serial_moves (venue_no, move_no, instrument_no, first_serial, last_serial, fork_serial, from_account, to_account, cause, cause_no)
SELECT $1, u.move_no, u.instrument_no, u.first, u.last, u.fork, u.giver, u.taker, ($9::text[])[u.kind], u.cause_no
FROM unnest($2::bigint[], $3::int[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $10::int[], $11::bigint[])
  AS u (move_no, instrument_no, first, last, fork, giver, taker, kind, cause_no)`;

/** Old blocks go before new ones come, in separate statements: the wall looks at what each statement leaves. */
export function projectSerials(venueNo: number, serials: Serials): SqlStatement[] {
  const statements: SqlStatement[] = [];
  const removed = [...serials.removed.values()];
  // In the order of their key: neighbours meet the same page.
  const added = [...serials.added.values()].sort(
    (a, b) => a.instrumentNo - b.instrumentNo || a.first - b.first,
  );
  const moves = serials.moves.splice(0);
  serials.removed.clear();
  serials.added.clear();
  if (removed.length > 0) {
    const values = [venueNo, ints(removed.map((b) => b.instrumentNo)), bigints(removed.map((b) => b.first))];
    statements.push({ name: 'registry.blocks_gone', text: BLOCKS_GONE, values });
  }
  if (added.length > 0) {
    const values = [
      venueNo,
      ints(added.map((b) => b.instrumentNo)),
      bigints(added.map((b) => b.first)),
      bigints(added.map((b) => b.last)),
      bigints(added.map((b) => b.accountNo)),
    ];
    statements.push({ name: 'registry.blocks', text: BLOCKS, values });
  }
  if (moves.length > 0) statements.push(written(venueNo, moves));
  return statements;
}

function written(venueNo: number, moves: readonly SerialMove[]): SqlStatement {
  const kinds = [...new Set(moves.map(({ cause }) => cause.kind))];
  const kindNo = new Map(kinds.map((kind, i) => [kind, i + 1]));
  const values = [
    venueNo,
    bigints(moves.map((m) => m.moveNo)),
    ints(moves.map((m) => m.instrumentNo)),
    bigints(moves.map((m) => m.first)),
    bigints(moves.map((m) => m.last)),
    bigints(moves.map(forkOf)),
    bigints(moves.map((m) => m.from)),
    bigints(moves.map((m) => m.to)),
    kinds,
    ints(moves.map((m) => kindNo.get(m.cause.kind)!)),
    bigints(moves.map((m) => m.cause.no)),
  ];
  return { name: 'registry.moves', text: MOVES, values };
}
