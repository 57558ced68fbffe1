import { randomUUID } from 'node:crypto';

/** What a client remembers of one request, outside the service. */
export interface Sent {
  readonly key: string;
  readonly door: Wish['door'];
  readonly body: object;
  /** The whole answer, once one came. */
  acknowledged?: Answer;
}

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

interface Item {
  readonly ok: boolean;
  readonly order?: { readonly orderId: string };
  readonly problem?: { readonly status: number };
}

/** One order, many of them in one request, or all open ones cancelled. */
export interface Wish {
  readonly door: 'orders' | 'orders:batch' | 'orders/cancel-all';
  readonly body: object;
}

/** A client that sends orders as fast as they are answered and keeps its own history. */
export class Trader {
  readonly history: Sent[] = [];
  private running: Promise<void> | undefined;
  private stopped = false;

  constructor(
    private readonly url: string,
    private readonly token: string,
    readonly wish: (door?: Wish['door']) => Wish,
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
  async ask(sent: Sent): Promise<Answer & { readonly replayed: boolean }> {
    const response = await this.send(sent);
    const replayed = response.headers.get('idempotent-replayed') === 'true';
    return { status: response.status, body: (await response.json()) as Record<string, unknown>, replayed };
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      const sent: Sent = { key: randomUUID(), ...this.wish() };
      this.history.push(sent);
      try {
        const response = await this.send(sent);
        const body = (await response.json()) as Record<string, unknown>;
        // 503 promises nothing; everything else is in the journal or was refused before it.
        if (response.status !== 503) sent.acknowledged = { status: response.status, body };
      } catch {
        // The connection broke: unknown, to be asked again.
      }
    }
  }

  private send({ key, door, body }: Sent): Promise<Response> {
    return fetch(`${this.url}/api/v1/venues/demo/${door}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': key,
        authorization: `Bearer ${this.token}`,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
  }
}

/** What became of a request whose key was asked again: an answer that was given must be given the same, from the journal. */
export function compare(
  sent: Sent,
  again: Answer & { readonly replayed: boolean },
): 'kept' | 'resolved' | 'lost' | 'changed' {
  const before = sent.acknowledged;
  if (before === undefined) return 'resolved';
  if (before.status !== again.status) return 'lost';
  if (again.status === 201 && !again.replayed) return 'lost';
  // An item that found the venue away promises nothing, like a 503 of its own.
  const [was, is] = [itemsOf(before), itemsOf(again)];
  const promised = was.map((item, i) => [item, is[i]]).filter(([item]) => item?.problem?.status !== 503);
  const isSame =
    promised.every(([item, other]) => JSON.stringify(said(item)) === JSON.stringify(said(other))) &&
    was.length === is.length;
  return isSame ? 'kept' : 'changed';
}

/** What an item answers; that it is a repetition is no part of it. */
function said(item: Item | undefined): object {
  const { replayed: _, ...answer } = { replayed: undefined, ...item };
  return answer;
}

export function acceptedOrders(answer: Answer): string[] {
  return itemsOf(answer).flatMap(
    ({ order, ...single }) => order?.orderId ?? (single as { orderId?: string }).orderId ?? [],
  );
}

/** The items of a batch; any other answer is one item. */
function itemsOf({ body }: Answer): Item[] {
  return Array.isArray(body.items) ? (body.items as Item[]) : [body as unknown as Item];
}
