/** Our own bug, never a user's mistake: the venue that meets one halts closed. */
export class InvariantBroken extends Error {
  constructor(fact: string) {
    super(`invariant broken: ${fact}`);
    this.name = 'InvariantBroken';
  }
}

/** States a positive fact that must hold; `fact` is the sentence that turned out false. */
export function invariant(condition: boolean, fact: string): asserts condition {
  if (!condition) throw new InvariantBroken(fact);
}

export function unreachable(value: never): never {
  throw new InvariantBroken(`no case for ${JSON.stringify(value)}`);
}
