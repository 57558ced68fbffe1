/** Rows to columns, as `unnest` wants them. */
export function columns<T>(rows: readonly T[], cells: readonly ((row: T) => unknown)[]): unknown[][] {
  return cells.map((cell) => rows.map(cell));
}
