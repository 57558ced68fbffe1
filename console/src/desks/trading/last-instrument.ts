const keyOf = (venue: string): string => `airshed.instrument.${venue}`;

/** What this browser looked at last in a venue. */
export function lastInstrument(venue: string): string | undefined {
  return localStorage.getItem(keyOf(venue)) ?? undefined;
}

export function keepInstrument(venue: string, symbol: string): void {
  localStorage.setItem(keyOf(venue), symbol);
}
