import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DemoCredentials } from '../../src/demo/seed-demo.js';

const MEGABYTE = 1_048_576;
const SECONDS_PER_HOUR = 3_600;
const READY_TIMEOUT_MS = 60_000;
/** Of the time, each with its least heap. */
const PARTS = 30;
/** Who works at once; enough to keep the service busy when nothing else limits them. */
const WORKERS = 32;

export interface Point {
  readonly atSeconds: number;
  readonly heapBytes: number;
}

export interface Sample extends Point {
  /** Of the heap, what V8 has compiled, with all that belongs to it. */
  readonly codeBytes: number;
}

export interface Soak {
  readonly samples: readonly Sample[];
  /** Placed and cancelled again, both acknowledged. */
  readonly orders: number;
  /** How often an order or its cancel was answered by what else: status and code. */
  readonly refused: ReadonlyMap<string, number>;
  /** Orders a second, at full speed and as asked for. */
  readonly capacity: number;
  readonly rate: number;
}

export interface SoakPlan {
  /** To find out what full speed is. */
  readonly capacitySeconds: number;
  /** Until caches and windows have the size they keep. */
  readonly warmSeconds: number;
  readonly seconds: number;
  readonly sampleSeconds: number;
  /** Planted: bytes that the service keeps of each command. */
  readonly leakBytes?: number;
}

/** The least-squares slope of the heap over time. */
export function megabytesPerHour(samples: readonly Point[]): number {
  const mean = (of: (sample: Point) => number): number =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
  const [atMean, heapMean] = [mean(({ atSeconds }) => atSeconds), mean(({ heapBytes }) => heapBytes)];
  const covariance = mean(({ atSeconds, heapBytes }) => (atSeconds - atMean) * (heapBytes - heapMean));
  const variance = mean(({ atSeconds }) => (atSeconds - atMean) ** 2);
  return ((covariance / variance) * SECONDS_PER_HOUR) / MEGABYTE;
}

/**
 * The least of each thirtieth of the time: what is kept. Requests in flight and a snapshot that is being written stand on
 * top of it, by tens of megabytes after a stall of the machine, and say nothing about what grows.
 */
export function floorOf<P extends Point>(samples: readonly P[]): P[] {
  const [first, last] = [samples[0].atSeconds, samples.at(-1)!.atSeconds];
  const least = new Map<number, P>();
  for (const sample of samples) {
    const part = Math.min(PARTS - 1, Math.floor(((sample.atSeconds - first) / (last - first)) * PARTS));
    const known = least.get(part);
    if (known === undefined || sample.heapBytes < known.heapBytes) least.set(part, sample);
  }
  return [...least.values()];
}

/**
 * Half of what the service can do, in an open loop, for so long; now and then the load pauses until every order is
 * answered, and the heap is looked at: what is in flight is not what is kept.
 */
export async function soak({
  capacitySeconds,
  warmSeconds,
  seconds,
  sampleSeconds,
  leakBytes = 0,
}: SoakPlan): Promise<Soak> {
  const service = new SoakService(leakBytes);
  try {
    await service.start();
    const trader = await Trader.signIn(service);
    const capacity = await trader.atFullSpeed(capacitySeconds);
    const rate = capacity / 2;
    await trader.atRate(rate, warmSeconds);
    const samples: Sample[] = [];
    const begun = performance.now();
    const passed = (): number => (performance.now() - begun) / 1_000;
    while (passed() < seconds) {
      samples.push({ ...(await service.heap()), atSeconds: passed() });
      await trader.atRate(rate, sampleSeconds);
    }
    return { samples, orders: trader.orders, refused: trader.refused, capacity, rate };
  } finally {
    await service.stop();
  }
}

class SoakService {
  url = '';
  private readonly dataDir = mkdtempSync(join(tmpdir(), 'airshed-soak-'));
  private child: ChildProcess | undefined;

  constructor(private readonly leakBytes: number) {
    // The embedded server's own user must be able to walk through.
    chmodSync(this.dataDir, 0o711);
  }

  get credentials(): DemoCredentials {
    return JSON.parse(readFileSync(join(this.dataDir, 'demo-credentials.json'), 'utf8')) as DemoCredentials;
  }

  async start(): Promise<void> {
    const port = await freePort();
    this.url = `http://127.0.0.1:${port}`;
    const env = {
      ...process.env,
      NODE_OPTIONS: '',
      PORT: String(port),
      DATA_DIR: this.dataDir,
      LOG_LEVEL: 'error',
      SOAK_LEAK_BYTES: String(this.leakBytes),
    };
    this.child = fork('test/soak/heap-service.mjs', { env, execArgv: ['--expose-gc'], stdio: 'ignore' });
    const begun = performance.now();
    while (!(await this.isReady())) {
      if (this.child.exitCode !== null || performance.now() - begun > READY_TIMEOUT_MS)
        throw new Error('the service did not come up');
      await sleep(50);
    }
  }

  async heap(): Promise<Omit<Sample, 'atSeconds'>> {
    const told = once(this.child!, 'message');
    this.child!.send('heap');
    const [heap] = (await told) as [Omit<Sample, 'atSeconds'>];
    return heap;
  }

  async stop(): Promise<void> {
    if (this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null) {
      const gone = once(this.child, 'exit');
      this.child.kill('SIGINT');
      await gone;
    }
    const postmaster = join(this.dataDir, 'postgres', 'pgdata', 'postmaster.pid');
    // A service that did not come up leaves its PostgreSQL running.
    if (existsSync(postmaster))
      process.kill(Number(readFileSync(postmaster, 'utf8').split('\n')[0]), 'SIGINT');
    rmSync(this.dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  private isReady(): Promise<boolean> {
    return fetch(`${this.url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  }
}

/** Places orders that rest and cancels each: the book is as long after an hour as after a minute. */
class Trader {
  orders = 0;
  readonly refused = new Map<string, number>();

  private constructor(
    private readonly url: string,
    private readonly token: string,
    private readonly accountId: string,
  ) {}

  static async signIn({ url, credentials }: SoakService): Promise<Trader> {
    const { login, password } = credentials.people.find((person) => person.login === 'plant-b')!;
    const session = await fetch(`${url}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login, password }),
    });
    const { token } = (await session.json()) as { token: string };
    const accounts = await fetch(`${url}/api/v1/venues/demo/accounts`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { items } = (await accounts.json()) as { items: { accountId: string }[] };
    return new Trader(url, token, items[0].accountId);
  }

  /** Orders a second when everybody sends the next one as soon as the last is done. */
  async atFullSpeed(seconds: number): Promise<number> {
    const [before, begun] = [this.orders, performance.now()];
    const end = begun + seconds * 1_000;
    const work = async (): Promise<void> => {
      while (performance.now() < end) await this.order();
    };
    await Promise.all(Array.from({ length: WORKERS }, work));
    return ((this.orders - before) * 1_000) / (performance.now() - begun);
  }

  /** Orders that fall due at a rate, whether the earlier ones are done or not. */
  async atRate(rate: number, seconds: number): Promise<void> {
    const begun = performance.now();
    const open = new Set<Promise<void>>();
    for (let due = 0, passed = 0; passed < seconds; passed = (performance.now() - begun) / 1_000) {
      for (; due < passed * rate; due++) {
        const order = this.order().finally(() => open.delete(order));
        open.add(order);
      }
      await sleep(2);
    }
    await Promise.all(open);
  }

  private async order(): Promise<void> {
    const price = `70.${String(10 + (this.orders % 80))}`;
    const order = { accountId: this.accountId, symbol: 'CEA-2026', side: 'buy', price, quantity: '1' };
    const placed = await this.send('POST', 'orders', JSON.stringify(order));
    const answer = (await placed.json()) as { orderId?: string; code?: string };
    if (placed.status !== 201) return this.refuse(placed, answer);
    const cancelled = await this.send('DELETE', `orders/${answer.orderId!}`);
    if (cancelled.ok) this.orders += 1;
    const text = await cancelled.text();
    if (!cancelled.ok) this.refuse(cancelled, JSON.parse(text) as { code?: string });
  }

  private refuse({ status }: Response, { code }: { code?: string }): void {
    const answer = `${status} ${code}`;
    this.refused.set(answer, (this.refused.get(answer) ?? 0) + 1);
  }

  private send(method: string, path: string, body?: string): Promise<Response> {
    const headers: Record<string, string> = { authorization: `Bearer ${this.token}` };
    if (body !== undefined) {
      headers['content-type'] = 'application/json';
      headers['idempotency-key'] = randomUUID();
    }
    return fetch(`${this.url}/api/v1/venues/demo/${path}`, { method, headers, body });
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
