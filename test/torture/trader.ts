import { randomUUID } from 'node:crypto';
import { sleep } from './processes.js';

const PAUSE_MS = 100;
const ASK_TIMEOUT_MS = 60_000;

/** What a client remembers of one request, outside the service. */
export interface Sent {
  readonly key: string;
  readonly door: Wish['door'];
  readonly body: object;
  /** The whole answer, once one came. */
  acknowledged?: Answer;
  /** An attempt ended without an answer that promises anything. */
  unknown?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export type Told = Answer & { readonly replayed: boolean };

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

/** A client that sends orders one after the other, keeps its own history, and asks again whatever stayed unknown. */
export class Trader {
  readonly history: Sent[] = [];
  private running: Promise<void> | undefined;
  private stopped = false;

  constructor(
    private readonly url: string,
    private readonly token: string,
    readonly wish: (door?: Wish['door']) => Wish,
    /** A new order was taken, by an attempt that left at this instant. */
    private readonly onAccepted: (sentAt: number) => void = () => undefined,
  ) {}

  begin(): void {
    this.stopped = false;
    this.running = this.run();
  }

  async end(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  /** Asks again by key until the service has an answer: the same as before, or the first. */
  async ask(sent: Sent): Promise<Told> {
    const deadline = performance.now() + ASK_TIMEOUT_MS;
    for (;;) {
      const told = await this.send(sent);
      if (told !== undefined) return told;
      if (performance.now() > deadline) throw new Error(`no answer for ${sent.door} with key ${sent.key}`);
      await sleep(PAUSE_MS);
    }
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      const sent: Sent = { key: randomUUID(), ...this.wish() };
      this.history.push(sent);
      while (sent.acknowledged === undefined) {
        const at = performance.now();
        const told = await this.send(sent);
        if (told !== undefined) {
          sent.acknowledged = { status: told.status, body: told.body };
          if (!told.replayed && acceptedOrders(told).length > 0) this.onAccepted(at);
          continue;
        }
        sent.unknown = true;
        if (this.stopped) return;
        await sleep(PAUSE_MS);
      }
    }
  }

  /** undefined: the connection broke, or the answer promises nothing. */
  private async send({ key, door, body }: Sent): Promise<Told | undefined> {
    try {
      const response = await fetch(`${this.url}/api/v1/venues/demo/${door}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': key,
          authorization: `Bearer ${this.token}`,
        },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(10_000),
      });
      const told = (await response.json()) as Record<string, unknown>;
      // Whatever is neither a fault nor "later" is in the journal or was refused before it.
      if (response.status >= 500 || response.status === 429) return undefined;
      return {
        status: response.status,
        body: told,
        replayed: response.headers.get('idempotent-replayed') === 'true',
      };
    } catch {
      return undefined;
    }
  }
}

/** What became of a request whose key was asked again: an answer that was given must be given the same, from the journal. */
export function compare(sent: Sent, again: Told): 'kept' | 'resolved' | 'lost' | 'changed' {
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
