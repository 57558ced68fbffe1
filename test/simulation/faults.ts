import type { Dice } from './dice.js';

/** Every way in which the world is unkind. */
export const FAULTS = [
  'crash before commit',
  'crash after commit, before answer',
  'crash while loading',
  'crash while saving a snapshot',
  'crash elsewhere in the engine',
  'crash of a worker between steps',
  'commit applied, answer lost',
  'commit applied, error',
  'commit not applied, error',
  'disk full',
  'second engine while the first lives',
  'zombie write refused',
  'load fails',
  'snapshot not saved',
  'snapshot saved, error',
  'record not readable',
  'clean stop',
  'job lost',
  'job twice',
  'job late',
  'job of a dead worker again',
  'queue wiped',
  'run row not written',
  'clock jumps back',
  'clock jumps forward',
  'request lost',
  'answer to client lost',
  'client sends twice',
  'client asks again after its answer',
  'key used for another body',
  'engine chosen by an old address',
] as const;
export type Fault = (typeof FAULTS)[number];

/** Which faults a schedule knows, how often they strike, and how often they did. */
export class Faults {
  readonly struck = new Map<Fault, number>();
  /** After this nothing strikes any more: what was promised must now come true. */
  over = false;
  private readonly known: ReadonlySet<Fault>;
  private readonly boldness: number;

  constructor(private readonly dice: Dice) {
    // Not every schedule knows every fault: rare meetings need quiet around them.
    this.known = new Set(FAULTS.filter(() => dice.chance(0.5)));
    this.boldness = dice.one([0.2, 0.6, 1, 1.5]);
  }

  strikes(fault: Fault, probability: number): boolean {
    if (this.over || !this.known.has(fault) || !this.dice.chance(probability * this.boldness)) return false;
    this.count(fault);
    return true;
  }

  knows(fault: Fault): boolean {
    return !this.over && this.known.has(fault);
  }

  count(fault: Fault): void {
    this.struck.set(fault, (this.struck.get(fault) ?? 0) + 1);
  }
}
