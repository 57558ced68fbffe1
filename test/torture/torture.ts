import { done, VenueClient } from '../api/venue-client.js';
import { seeded } from '../support/random.js';
import { type Known, lookAtTheRecord, type OnRecord } from './judge.js';
import { sleep } from './processes.js';
import type { Layout } from './service.js';
import { Trader, type Wish } from './trader.js';

const CLIENTS = 8;
const BATCH_ORDERS = 20;
/** A service that has recovered lives so long at most before the next kill. */
const LIFE_MS_MAX = 500;
/** Of the kills, how many do not wait until all that was struck before has come back. */
const HASTE = 1 / 3;
/** A recovery that is struck has had so long at most. */
const RECOVERY_MS_MAX = 1_500;
const COME_BACK_TIMEOUT_MS = 90_000;
const LANES = 8;

interface Kill {
  readonly target: string;
  /** It struck while a kill before it had not been recovered from. */
  readonly inRecovery: boolean;
  readonly at: number;
  /** The process was gone. */
  gone: number;
  /** Milliseconds from the kill to the next order that was sent after it and taken. */
  recovery?: number;
}

export interface Struck {
  readonly kills: readonly Kill[];
  readonly known: Known;
  readonly record: OnRecord;
  readonly traders: readonly Trader[];
}

/** Kills parts of a started service at random instants under load; then asks every client's history again. */
export async function torture(layout: Layout, times: number, seed: number): Promise<Struck> {
  const dice = seeded(seed);
  const kills: Kill[] = [];
  const waiting = new Set<Kill>();
  const onAccepted = (sentAt: number): void => {
    for (const kill of waiting) {
      if (sentAt < kill.gone) continue;
      kill.recovery = performance.now() - kill.at;
      waiting.delete(kill);
    }
  };
  const traders = await prepareTraders(layout, seed, onAccepted);
  for (const trader of traders) trader.begin();
  try {
    while (kills.length < times) {
      const [patience, instant, choice] = [dice(), dice(), dice()];
      if (patience < HASTE) await sleep(instant * RECOVERY_MS_MAX);
      else {
        await untilTaken(waiting, layout);
        await sleep(50 + instant * LIFE_MS_MAX);
      }
      const target = choose(layout, choice);
      const kill = {
        target: target.name,
        inRecovery: waiting.size > 0,
        at: performance.now(),
        gone: Infinity,
      };
      waiting.add(kill);
      if (await target.kill()) {
        kill.gone = performance.now();
        kills.push(kill);
      } else waiting.delete(kill);
    }
    await untilTaken(waiting, layout);
  } finally {
    await Promise.all(traders.map((trader) => trader.end()));
  }
  const known = await askAll(traders);
  return { kills, known, record: await lookAtTheRecord(layout.ownerUrl(), layout.idSecret), traders };
}

async function untilTaken(waiting: ReadonlySet<Kill>, layout: Layout): Promise<void> {
  const deadline = performance.now() + COME_BACK_TIMEOUT_MS;
  while (waiting.size > 0) {
    if (performance.now() > deadline)
      throw new Error(`no order was taken after ${[...waiting].at(-1)!.target} was killed\n${layout.said()}`);
    await sleep(5);
  }
}

function choose({ targets }: Layout, choice: number): Layout['targets'][number] {
  let left = choice * targets.reduce((sum, { weight }) => sum + weight, 0);
  return targets.find(({ weight }) => (left -= weight) < 0)!;
}

async function askAll(traders: readonly Trader[]): Promise<Known> {
  const open = traders.flatMap((trader) => trader.history.map((sent) => ({ trader, sent })));
  const known: Known[number][] = [];
  const lane = async (): Promise<void> => {
    for (let next = open.pop(); next !== undefined; next = open.pop())
      known.push({ sent: next.sent, again: await next.trader.ask(next.sent) });
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return known;
}

async function prepareTraders(
  layout: Layout,
  seed: number,
  onAccepted: (sentAt: number) => void,
): Promise<Trader[]> {
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = (login: string): Promise<string> => {
    if (!tokens.has(login)) tokens.set(login, signIn(layout, login));
    return tokens.get(login)!;
  };
  const venue = new VenueClient({ address: layout.url, tokenOf });
  const accountOf = async (login: string): Promise<string> =>
    done(await venue.get(login, 'accounts')).body.items[0].accountId as string;
  const accounts = [await accountOf('plant-a'), await accountOf('plant-b')];
  const lines = accounts.map((accountId) => ({ accountId, quantity: '500000' }));
  await venue.allocate('CEA-2026', lines, '1000000');
  return Promise.all(
    Array.from({ length: CLIENTS }, async (_, i) => {
      const token = await tokenOf(['plant-a', 'plant-b'][i % 2]);
      return new Trader(layout.url, token, wishes(accounts[i % 2], seeded(seed + i + 1)), onAccepted);
    }),
  );
}

/** Mostly single orders, now and then many in one request, seldom all open ones cancelled. */
function wishes(accountId: string, dice: () => number): (door?: Wish['door']) => Wish {
  const symbol = 'CEA-2026';
  const order = (): object => ({
    accountId,
    symbol,
    side: dice() < 0.5 ? 'buy' : 'sell',
    price: `74.${String(30 + Math.floor(dice() * 60))}`,
    quantity: String(1 + Math.floor(dice() * 20)),
    timeInForce: dice() < 0.2 ? 'IOC' : 'DAY',
  });
  const batch = (): object => ({
    items: Array.from({ length: BATCH_ORDERS }, () => ({ action: 'place', order: order() })),
  });
  const any = (): Wish['door'] =>
    dice() < 0.02 ? 'orders/cancel-all' : dice() < 0.1 ? 'orders:batch' : 'orders';
  return (door = any()) => ({
    door,
    body: door === 'orders' ? order() : door === 'orders:batch' ? batch() : { accountId, symbol },
  });
}

async function signIn(layout: Layout, login: string): Promise<string> {
  const person = layout.credentials().people.find((one) => one.login === login)!;
  const response = await fetch(`${layout.url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password: person.password }),
  });
  return ((await response.json()) as { token: string }).token;
}
