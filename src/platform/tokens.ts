/** Nest injection tokens of what the platform gives every context. */
export const DATABASE_POOL = Symbol('DATABASE_POOL');
export const CLOCK = Symbol('CLOCK');
export const SETTINGS = Symbol('SETTINGS');
export const QUEUES = Symbol('QUEUES');
