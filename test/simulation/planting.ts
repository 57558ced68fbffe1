import { VenueMachine } from '../../src/machine.js';
import type { DecidedRecord } from '../../src/sequencer/index.js';
import type { Interest } from './interests.js';

export interface PlantedBug {
  readonly name: string;
  /** Promises that must notice it; one of them is enough. */
  readonly noticedBy: readonly string[];
  /** What the schedules are about in any case: where nobody wants it, nobody meets the bug. */
  readonly about?: readonly Interest[];
  /** Plants it; what it returns takes it out again. */
  readonly plant: () => () => void;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Method = (this: any, ...args: any[]) => any;

/** Puts another method in the place of a class's own. */
export function instead(owner: object, method: string, make: (original: Method) => Method): () => () => void {
  return () => {
    const methods = owner as Record<string, Method>;
    const original = methods[method];
    if (original === undefined) throw new Error(`there is no ${method} to plant a bug in`);
    methods[method] = make(original);
    return () => void (methods[method] = original);
  };
}

export const nothing: () => Method = () => () => undefined;

/** The decided record with its events changed before anybody sees it. */
export const told = (change: (record: DecidedRecord) => DecidedRecord) =>
  instead(VenueMachine.prototype, 'decide', (original) => {
    return function (record) {
      return change(original.call(this, record));
    };
  });
