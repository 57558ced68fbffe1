import { useSyncExternalStore } from 'react';
import type { RuleBehind } from '../api/refusal';

let shown: RuleBehind | undefined;
const listeners = new Set<() => void>();

/** Shows a rule beside whatever is on the screen; the layout has the place for it. */
export function openRule(rule: RuleBehind | undefined): void {
  shown = rule;
  for (const listener of listeners) listener();
}

export function useOpenRule(): RuleBehind | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
  );
}
