/** What this browser keeps of a log: the key it met first, and the last checkpoint it has verified. */
export interface KeptLog {
  readonly vkey: string;
  readonly since: string;
  readonly checkpoint?: string;
}

const keyOf = (log: string): string => `airshed.log.${log}`;

export function keptLog(log: string): KeptLog | undefined {
  try {
    return (JSON.parse(localStorage.getItem(keyOf(log)) ?? 'null') as KeptLog | null) ?? undefined;
  } catch {
    return undefined;
  }
}

export function keepLog(log: string, kept: KeptLog): void {
  localStorage.setItem(keyOf(log), JSON.stringify(kept));
}
