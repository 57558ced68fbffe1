import { log } from './logger.js';

/** Does the same again and again, never twice at a time. A round that fails is logged, and the next one comes. */
export class Rounds {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly everyMs: number,
    private readonly round: () => Promise<void>,
    private readonly failure: string,
  ) {}

  begin(): void {
    this.timer = setInterval(() => {
      this.running ??= this.round()
        .catch((error: unknown) => log.warn({ err: error }, this.failure))
        .finally(() => (this.running = undefined));
    }, this.everyMs);
  }

  /** Resolves when the round under way is over. */
  async end(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }
}

/** One venue after the other; what fails at one is logged and keeps none of the others waiting. */
export async function atEachVenue(
  venues: readonly { readonly slug: string }[],
  look: (slug: string) => Promise<void>,
  failure: string,
): Promise<void> {
  for (const { slug } of venues) {
    try {
      await look(slug);
    } catch (error) {
      log.warn({ venue: slug, err: error }, failure);
    }
  }
}
