import type { Desk } from './define-desk';

/** Every folder here that has a `desk.ts`: a desk is added without touching a file of another. */
const found = import.meta.glob<{ readonly default: Desk }>('./*/desk.ts', { eager: true });

export const DESKS: readonly Desk[] = Object.values(found)
  .map((module) => module.default)
  .sort((a, b) => a.order - b.order);
