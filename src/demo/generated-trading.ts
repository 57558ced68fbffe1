import type { VenueMachine } from '../machine.js';
import { log } from '../platform/logger.js';
import { RejectionError } from '../kernel/rejection.js';
import type { Engine } from '../sequencer/index.js';
import { Dice } from './dice.js';
import { lookAt } from './generated-market.js';
import { nextWishes, type Wish } from './next-wishes.js';
import { nextPrice } from './price-walk.js';
import { GENERATED_BY, type GeneratedFloor, type GeneratedSeed } from './seed-generated.js';

/** Milliseconds between two looks at the market: a few orders a minute. */
const TURN_MS = { least: 5_000, most: 9_000 } as const;
/** The first turns come quickly, so that whoever opens the page finds a book. */
const FIRST_TURNS = 14;
const FIRST_TURN_MS = 300;
/** How long a market that is closed or halted is left alone. */
const SHUT_MS = 15_000;
/** After a refusal, doubled by every further one. */
const BACK_OFF_MS = { first: 10_000, most: 600_000 } as const;
/** An answer that takes this long comes from a venue that has other things to do. */
const SLOW_MS = 1_000;
const STOP_MS = 2_000;
/** The order was filled while it was being cancelled. */
const GONE = 'market.order_not_open';

class VenueBusy extends Error {}

/** A market maker and three plants trade gently by themselves, as members do, so that the demo's charts live. */
export class GeneratedTrading {
  private floor: GeneratedFloor | undefined;
  private price: number | undefined;
  /** Another start is another walk: what the venue has decided until then is its seed, and names the run. */
  private dice: Dice | undefined;
  private run = '';
  private sent = 0;
  private turns = 0;
  /** Refusals since something last went well. */
  private refused = 0;
  private timer: NodeJS.Timeout | undefined;
  private turning: Promise<void> | undefined;
  private isStopped = false;

  constructor(
    private readonly engine: Engine<VenueMachine>,
    private readonly slug: string,
    private readonly seed: GeneratedSeed,
  ) {}

  start(): void {
    this.after(0);
  }

  /** Nothing is sent any more; what is on its way is waited for, but not for a venue that has lost its database. */
  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    let patience: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (patience = setTimeout(resolve, STOP_MS)));
    await Promise.race([this.turning, late]);
    clearTimeout(patience);
  }

  private after(ms: number): void {
    if (this.isStopped) return;
    this.timer = setTimeout(() => {
      this.turning = this.turn().then((next) => this.after(next));
    }, ms);
  }

  /** One look and what follows from it; how long to wait until the next. */
  private async turn(): Promise<number> {
    try {
      this.floor ??= await this.seed.sow();
      const { floor } = this;
      const seen = await this.engine.ask(this.slug, (machine) => lookAt(machine, floor));
      if (seen === undefined) return SHUT_MS;
      this.dice ??= new Dice(seen.seq);
      if (this.run === '') this.run = `demo-trading-${seen.seq}`;
      this.price = nextPrice(this.price ?? seen.lastPrice, seen, this.dice);
      for (const wish of nextWishes(seen, this.price, this.dice)) {
        if (this.isStopped) return 0;
        await this.send(wish, floor.instrumentNo);
      }
      this.refused = 0;
      this.turns += 1;
      return this.turns < FIRST_TURNS ? FIRST_TURN_MS : this.dice.between(TURN_MS.least, TURN_MS.most);
    } catch (error) {
      return this.backOff(error);
    }
  }

  private async send(wish: Wish, instrumentNo: number): Promise<void> {
    const { org, accountNo } = wish.seat;
    const command =
      wish.kind === 'cancel'
        ? { kind: 'cancel-order', org, orderNo: wish.orderNo }
        : {
            ...{ kind: 'place-order', org, accountNo, instrumentNo, type: 'limit', timeInForce: 'DAY' },
            ...{ side: wish.side, price: wish.price, quantity: wish.quantity },
          };
    const began = performance.now();
    const receipt = await this.engine.submit(this.slug, {
      by: GENERATED_BY,
      org,
      key: `${this.run}-${++this.sent}`,
      command,
    });
    if (!receipt.ok && receipt.rejection.code !== GONE) throw new RejectionError(receipt.rejection);
    if (performance.now() - began > SLOW_MS) throw new VenueBusy('the venue answers slowly');
  }

  /** Refused, or the venue is busy: people come first. Told once until it goes well again, and never as an error. */
  private backOff(error: unknown): number {
    const why = error instanceof RejectionError ? error.rejection.code : String(error);
    if (this.refused === 0) log.info({ venue: this.slug, why }, 'generated trading waits');
    this.refused += 1;
    return Math.min(BACK_OFF_MS.most, BACK_OFF_MS.first * 2 ** Math.min(this.refused - 1, 10));
  }
}
