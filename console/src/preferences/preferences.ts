import { useSyncExternalStore } from 'react';

export interface Preferences {
  readonly theme: 'system' | 'light' | 'dark';
  readonly density: 'comfortable' | 'compact';
  /** Which colour means up: by language, or as the reader is used to. */
  readonly rise: 'language' | 'red' | 'green';
}

const KEPT = 'airshed.preferences';
const FIRST: Preferences = { theme: 'system', density: 'comfortable', rise: 'language' };
const listeners = new Set<() => void>();
let current: Preferences = read();

function read(): Preferences {
  try {
    return { ...FIRST, ...(JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Partial<Preferences>) };
  } catch {
    // What another version or a person wrote there is no reason not to start.
    return FIRST;
  }
}

export function prefer(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  localStorage.setItem(KEPT, JSON.stringify(current));
  for (const listener of listeners) listener();
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}

const dark = matchMedia('(prefers-color-scheme: dark)');
const calm = matchMedia('(prefers-reduced-motion: reduce)');

function useMedia(media: MediaQueryList): boolean {
  return useSyncExternalStore(
    (listener) => {
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => media.matches,
  );
}

export function useIsDark(): boolean {
  const { theme } = usePreferences();
  const systemIsDark = useMedia(dark);
  return theme === 'system' ? systemIsDark : theme === 'dark';
}

/** Whoever asked their system for less motion gets none. */
export function useWantsCalm(): boolean {
  return useMedia(calm);
}
