import type { SqlStatement } from '../domain/command.js';

type Column<Row> = readonly [name: string, type: string, value: (row: Row) => unknown];
type Changed<Row> = Iterable<Row> & { readonly size: number; clear(): void };

/** A table that is written row for row from what changed in memory. */
export class ProjectedTable<Row> {
  private readonly text: string;
  private readonly values: readonly ((row: Row) => unknown)[];

  constructor(
    private readonly name: string,
    keys: readonly Column<Row>[],
    columns: readonly Column<Row>[],
    /** Rows of an append-only table never change once they are written. */
    kind: 'current' | 'append-only' = 'current',
  ) {
    const all = [...keys, ...columns];
    const named = (list: readonly Column<Row>[]): string => list.map(([column]) => column).join(', ');
    const arrays = all.map(([, type], i) => `$${i + 2}::${type}[]`).join(', ');
    const updates = columns.map(([column]) => `${column} = EXCLUDED.${column}`).join(', ');
    const onConflict = `\nON CONFLICT (venue_no, ${named(keys)}) DO UPDATE SET ${updates}`;
    this.text = `INSERT INTO ${name} (venue_no, ${named(all)})
SELECT $1, u.* FROM unnest(${arrays}) AS u${kind === 'current' ? onConflict : ''}`;
    this.values = all.map(([, , value]) => value);
  }

  /** One multi-row statement for all that changed since the last drain, or none. */
  drain(venueNo: number, changed: Changed<Row>): SqlStatement[] {
    if (changed.size === 0) return [];
    const rows = [...changed];
    changed.clear();
    const values = [venueNo, ...this.values.map((value) => rows.map(value))];
    return [{ name: `table.${this.name}`, text: this.text, values }];
  }
}
