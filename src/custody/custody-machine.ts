import type { Machine } from '../sequencer/index.js';
import type { CustodyWorld } from './domain/index.js';

/** A venue's machine as far as custody looks into it. */
export type CustodyMachine = Machine & CustodyWorld;
