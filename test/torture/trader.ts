import { randomUUID } from 'node:crypto';

/** What a client remembers of one order, outside the service. */
export interface Sent {
  readonly key: string;
  readonly body: object;
  /** The whole answer, once one came. */
  acknowledged?: { status: number; body: Record<string, unknown> };
}

/** A client that sends orders as fast as they are answered and keeps its own history. */
export class Trader {
  readonly history: Sent[] = [];
  private running: Promise<void> | undefined;
  private stopped = false;

  constructor(
    private readonly url: string,
    private readonly token: string,
    private readonly next: () => object,
  ) {}

  begin(): void {
    this.stopped = false;
    this.running = this.run();
  }

  async end(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  /** Asks again by key: the same answer as before, or for the first time. */
  async ask({ key, body }: Sent): Promise<{ status: number; body: Record<string, unknown>; replayed: boolean }> {
    const response = await this.send(key, body);
    const replayed = response.headers.get('idempotent-replayed') === 'true';
    return { status: response.status, body: (await response.json()) as Record<string, unknown>, replayed };
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      const sent: Sent = { key: randomUUID(), body: this.next() };
      this.history.push(sent);
      try {
        const response = await this.send(sent.key, sent.body);
        const body = (await response.json()) as Record<string, unknown>;
        // 503 promises nothing; everything else is in the journal or was refused before it.
        if (response.status !== 503) sent.acknowledged = { status: response.status, body };
      } catch {
        // The connection broke: unknown, to be asked again.
      }
    }
  }

  private send(key: string, body: object): Promise<Response> {
    return fetch(`${this.url}/api/v1/venues/demo/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key, authorization: `Bearer ${this.token}` },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
  }
}
