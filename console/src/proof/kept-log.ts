/** What this browser has seen of a log: later ones must be this one with more added, signed by a key of then. */
export interface KeptLog {
  readonly note: string;
  readonly size: number;
  readonly keys: readonly string[];
  /** When, for the eye. */
  readonly at: string;
}

const nameOf = (log: string): string => `airshed.log.${log}`;

export function keptLog(log: string): KeptLog | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(nameOf(log)) ?? 'null') as KeptLog | null;
    return typeof kept?.note === 'string' && Array.isArray(kept.keys) ? kept : undefined;
  } catch {
    return undefined;
  }
}

export function keepLog(log: string, kept: KeptLog): void {
  localStorage.setItem(nameOf(log), JSON.stringify(kept));
}

export function forgetLog(log: string): void {
  localStorage.removeItem(nameOf(log));
}
