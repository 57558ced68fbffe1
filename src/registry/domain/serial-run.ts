/** Serials in a row; both ends belong to it. */
export interface SerialRun {
  readonly first: number;
  readonly last: number;
}
