/** A promise that SQL alone can check. */
export interface TableInvariant {
  readonly id: string;
  readonly promise: string;
  /** How many things are looked at; $1 is the venue. */
  readonly count: string;
  /** One row for each broken case, as text. */
  readonly broken: string;
}
