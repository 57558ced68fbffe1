/** Answers from memory while fresh; asks `load` again after that. Revocation here is at once, elsewhere within the freshness. */
export class CredentialCache<T extends object> {
  private readonly entries = new Map<string, { readonly value: T; readonly freshUntilMs: number }>();
  /** Counts revocations, so that a load that began before one cannot bring the dead back. */
  private generation = 0;

  constructor(
    private readonly freshMs: number,
    private readonly max: number,
  ) {}

  peek(name: string, nowMs: number): T | undefined {
    const entry = this.entries.get(name);
    return entry !== undefined && entry.freshUntilMs > nowMs ? entry.value : undefined;
  }

  /** `load` is told what memory last knew: it may hold facts that are newer than their row. */
  async load(
    name: string,
    nowMs: number,
    load: (stale: T | undefined) => Promise<T | undefined>,
  ): Promise<T | undefined> {
    const generation = this.generation;
    const stale = this.entries.get(name)?.value;
    const value = await load(stale);
    if (generation !== this.generation) return value === undefined ? undefined : load(undefined);
    if (value === undefined) this.entries.delete(name);
    else {
      // The oldest goes: a Map keeps the order of insertion.
      if (this.entries.size >= this.max) this.entries.delete(this.entries.keys().next().value!);
      this.entries.set(name, { value, freshUntilMs: nowMs + this.freshMs });
    }
    return value;
  }

  forget(matches: (value: T) => boolean): void {
    this.generation++;
    for (const [name, { value }] of this.entries) if (matches(value)) this.entries.delete(name);
  }
}
