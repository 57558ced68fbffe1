import { useEffect, useSyncExternalStore } from 'react';

export interface Shortcut {
  /** As `KeyboardEvent.key` names it; letters without modifiers. */
  readonly key: string;
  /** What it does, in the reader's language. */
  readonly what: string;
  readonly run: () => void;
}

let registered: readonly Shortcut[] = [];
const listeners = new Set<() => void>();

function change(next: readonly Shortcut[]): void {
  registered = next;
  for (const listener of listeners) listener();
}

/** Keys of a screen while it is shown; they stand in the help. Memoise the list. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  useEffect(() => {
    change([...registered, ...shortcuts]);
    return () => change(registered.filter((shortcut) => !shortcuts.includes(shortcut)));
  }, [shortcuts]);
}

export function useRegisteredShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => registered,
  );
}

/** Whoever types into a field, or asks the browser for something, means no shortcut of ours. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null;
  return (
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    event.defaultPrevented ||
    (target !== null &&
      (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)))
  );
}
