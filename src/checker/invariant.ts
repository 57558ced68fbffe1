/** One named promise and whether it holds. */
export interface Verdict {
  readonly id: string;
  readonly promise: string;
  readonly ok: boolean;
  /** How many things were looked at. */
  readonly checked: number;
  /** What was found wrong, first cases only. */
  readonly broken: readonly string[];
}

export const BROKEN_SHOWN_MAX = 5;

export function verdict(id: string, promise: string, checked: number, broken: readonly string[]): Verdict {
  return { id, promise, ok: broken.length === 0, checked, broken: broken.slice(0, BROKEN_SHOWN_MAX) };
}
