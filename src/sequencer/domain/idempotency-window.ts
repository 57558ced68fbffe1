import type { Json } from '../../kernel/json.js';

/** Keys remembered per venue; the oldest gives way. One entry is about 120 bytes of memory. */
export const IDEMPOTENCY_KEYS_MAX = 200_000;

interface Seen {
  readonly seq: number;
  readonly body: string;
}

/** Which idempotency keys this venue has answered, and for which body. Part of the state: a replay rebuilds it. */
export class IdempotencyWindow {
  private readonly seen = new Map<string, Seen>();

  find(caller: string, key: string): Seen | undefined {
    return this.seen.get(`${caller} ${key}`);
  }

  remember(caller: string, key: string, body: string, seq: number): void {
    this.seen.set(`${caller} ${key}`, { seq, body });
    if (this.seen.size > IDEMPOTENCY_KEYS_MAX) this.seen.delete(this.seen.keys().next().value!);
  }

  dump(): Json {
    return [...this.seen].map(([name, { seq, body }]) => [name, seq, body]);
  }

  static restore(state: Json): IdempotencyWindow {
    const window = new IdempotencyWindow();
    for (const [name, seq, body] of state as [string, number, string][]) window.seen.set(name, { seq, body });
    return window;
  }
}
