import type { ClientHistory } from '../../src/checker/client-history.js';
import type { Json } from '../../src/kernel/json.js';
import { RejectionError } from '../../src/kernel/rejection.js';
import type { Command, CommandRequest, Receipt } from '../../src/sequencer/index.js';
import { biddingWish } from './bidding-wish.js';
import { blockWish } from './block-wish.js';
import { custodyWish } from './custody-wish.js';
import { type Deliveries, deliveryWish } from './delivery-wish.js';
import type { Dice } from './dice.js';
import type { Faults } from './faults.js';
import { EVERY_POWER, type Founding, type Trader, DAY } from './founding.js';
import type { Interests } from './interests.js';
import type { Process, Scheduler } from './scheduler.js';

/** What a client needs of the world. */
export interface Reach {
  readonly dice: Dice;
  readonly scheduler: Scheduler;
  readonly faults: Faults;
  readonly history: ClientHistory;
  readonly founding: Founding;
  readonly interests: Interests;
  /** Submits to an engine; throws where nobody listens. */
  submit(request: CommandRequest): Promise<Receipt>;
  durableSeq(): number;
  /** What became of deliveries; undefined while no engine lives. */
  deliveries(): Deliveries | undefined;
  /** What an annulment of some settled trade would say; undefined while none is settled. */
  annulment(): Record<string, Json> | undefined;
  /** What the bank would send next; undefined while no engine lives. */
  statement(): Record<string, Json> | undefined;
}

const ASKS_AGAIN_MS = 700;

/** A member at the API: sends each command with a key until it has heard an answer, and remembers what it heard. */
export class Client implements Process {
  readonly name: string;
  alive = true;
  isDone = false;
  private orderNos: number[] = [];
  private keys = 0;

  constructor(
    no: number,
    private readonly trader: Trader,
    private readonly reach: Reach,
  ) {
    this.name = `client${no}`;
  }

  async trade(commands: number): Promise<void> {
    const { dice, scheduler } = this.reach;
    for (let i = 0; i < commands; i++) {
      await scheduler.sleep(this, 'thinks', dice.pick(150));
      for (const command of this.wish()) {
        const answer = await this.pursue(this.request(command));
        if (answer.ok && command.kind === 'place-order')
          this.orderNos.push((answer.answer as { orderNo: number }).orderNo);
        if (answer.ok && command.kind === 'propose') await this.sign(answer.answer as Record<string, Json>);
        if (answer.ok) await this.release(command, answer.answer as Record<string, Json>);
      }
    }
    this.isDone = true;
  }

  /** Until it is answered, whatever happens on the way. */
  private async pursue(request: CommandRequest): Promise<Receipt> {
    const { scheduler, faults } = this.reach;
    let answer: Receipt | undefined;
    let wake: () => void = () => undefined;
    const attempt = (): Promise<void> =>
      this.ask(request).then(
        (heard) => {
          answer ??= heard;
          wake();
        },
        () => wake(),
      );
    while (answer === undefined) {
      const heard = new Promise<void>((resolve) => (wake = resolve));
      void attempt();
      if (faults.strikes('client sends twice', 0.15)) void attempt();
      const patience = new Promise<void>((resolve) => {
        const callOff = scheduler.later(this, 'loses patience', ASKS_AGAIN_MS, resolve);
        void heard.then(callOff);
      });
      await Promise.race([heard, patience]);
      if (answer === undefined) await scheduler.sleep(this, 'waits', 50);
    }
    this.provoke(request);
    return answer;
  }

  private async ask(request: CommandRequest): Promise<Receipt | undefined> {
    const { scheduler, faults, history } = this.reach;
    history.sent(request);
    await scheduler.gate(this, 'sends');
    if (faults.strikes('request lost', 0.05)) throw new Error('connection lost');
    const answer = await this.reach.submit(request);
    history.answered(request, answer, this.reach.durableSeq());
    await scheduler.gate(this, 'hears');
    if (faults.strikes('answer to client lost', 0.05)) throw new Error('connection lost');
    return answer;
  }

  /** Asks again for what was answered, or uses the key for something else; nobody waits for it. */
  private provoke(request: CommandRequest): void {
    const { faults } = this.reach;
    if (faults.strikes('client asks again after its answer', 0.15))
      void this.ask(request).catch(() => undefined);
    if (faults.strikes('key used for another body', 0.08)) void this.useKeyAgain(request);
  }

  private async useKeyAgain(request: CommandRequest): Promise<void> {
    const { scheduler, history } = this.reach;
    await scheduler.gate(this, 'sends');
    const other = { ...request, command: { ...request.command, quantity: 9_999 } };
    try {
      await this.reach.submit(other);
      history.triedAnotherBody(other, false);
    } catch (error) {
      const code = error instanceof RejectionError ? error.rejection.code : '';
      if (code === 'sequencer.idempotency_conflict') history.triedAnotherBody(other, true);
    }
  }

  private request(command: Command, by = `usr_${this.trader.org}`): CommandRequest {
    this.keys += 1;
    return { by, org: this.trader.org, key: `${this.name}-${this.keys}`, command };
  }

  /** What others of the clearing desk do with a file or a wish that came in. */
  private async release(command: Command, answer: Record<string, Json>): Promise<void> {
    const propose = async (action: string, payload: Record<string, Json>): Promise<void> => {
      const made = await this.pursue(this.request({ kind: 'propose', action, payload, powers: EVERY_POWER }));
      if (made.ok) await this.sign(made.answer as Record<string, Json>);
    };
    if (command.kind === 'stage-statements')
      await propose('release-statements', { fileNo: answer.fileNo, fileHash: command.fileHash as string });
    if (command.kind !== 'request-withdrawal') return;
    const draft = { kind: 'draft-payment-file', bankNo: 1, transferNos: [answer.withdrawalNo] };
    const drafted = await this.pursue(this.request(draft));
    if (!drafted.ok) return;
    const { paymentFileNo, contentHash, count, totalFen } = drafted.answer as Record<string, Json>;
    await propose('release-payment-file', { paymentFileNo, contentHash, count, totalFen });
  }

  /** Everybody who must sign does, or somebody refuses. */
  private async sign({ proposalNo, payloadHash, stagesLeft }: Record<string, Json>): Promise<void> {
    const command = { kind: 'approve', proposalNo, payloadHash, powers: EVERY_POWER };
    for (let stage = 0; stage < (stagesLeft as number); stage++)
      await this.pursue(this.request(command, `usr_checker${stage || ''}_${this.trader.org}`));
  }

  private wish(): Command[] {
    const { dice, founding, interests, scheduler } = this.reach;
    const { org, accountNo } = this.trader;
    const known = this.orderNos.length > 0;
    if (known && dice.chance(0.12)) return [{ kind: 'cancel-order', org, orderNo: dice.one(this.orderNos) }];
    if (known && dice.chance(0.15)) return [this.amendment()];
    if (dice.chance(0.02)) return [{ kind: 'cancel-all-orders', org, accountNo }];
    if (interests.strike('bank')) return [this.banking()];
    if (interests.strike('annulment')) {
      const payload = this.reach.annulment();
      if (payload !== undefined)
        return [{ kind: 'propose', action: 'annul-trade', payload, powers: EVERY_POWER }];
    }
    if (interests.strike('permits')) {
      const wish = { rightNo: founding.rightNo, quantity: 1 + dice.pick(20), namedBuyer: 0 };
      return [
        { kind: 'draft-permit-transfer', org, ...wish, acrossRegions: false, ground: 'a cleaner line' },
      ];
    }
    if (interests.strike('blocks')) return [blockWish(dice, founding, this.trader)];
    if (interests.strike('biddings')) return [biddingWish(dice, founding, this.trader, scheduler.now)];
    if (interests.strike('kill switch')) return this.panic();
    if (interests.strike('reconciliation')) return [this.reconciled()];
    if (interests.strike('custody')) return [custodyWish(dice, founding, this.trader, scheduler.now)];
    if (interests.strike('deliveries')) {
      const seen = this.reach.deliveries();
      if (seen !== undefined) return deliveryWish(dice, founding, seen);
    }
    if (founding.meeting === 'called' && dice.chance(0.15))
      return [{ kind: 'uncross', instrumentNo: dice.one(founding.things).instrumentNo }];
    if (founding.meeting === 'picked' && dice.chance(0.3)) return [this.picking()];
    return [this.order()];
  }

  /** Some of three figures differ, or somebody explains why one does. */
  private reconciled(): Command {
    const { dice } = this.reach;
    if (dice.chance(0.5)) return { kind: 'explain-break', breakNo: 1 + dice.pick(4), explanation: 'a fault' };
    const findings = ['serials', 'books']
      .filter(() => dice.chance(0.6))
      .map((part) => ({
        total: 'UNITS',
        part,
        accountNo: 100,
        instrumentNo: 1,
        subjectNo: 0,
        one: 1,
        other: 2,
      }));
    const trades = { fromTrade: 1, toTrade: 1, rows: 2, figuresHash: '0'.repeat(64), head: '0'.repeat(64) };
    return {
      ...{ kind: 'record-reconciliation', day: DAY, isClose: false, asOfSeq: 1, ...trades },
      ...{ totals: [], findings, more: 0 },
    };
  }

  private banking(): Command {
    const { dice } = this.reach;
    const statement = dice.chance(0.6) ? this.reach.statement() : undefined;
    if (statement !== undefined) return { kind: 'stage-statements', ...statement };
    const facts = { accountNo: this.trader.accountNo, amountFen: 1 + dice.pick(50_000) };
    return { kind: 'request-withdrawal', ...facts, transferId: `x${dice.pick(1e6)}` };
  }

  /** A member bars itself, and is soon sorry. */
  private panic(): Command[] {
    const { org } = this.trader;
    const scope = { party: 'member', org, instrumentNo: null, reason: 'an algorithm runs wild' };
    return [
      { kind: 'engage-kill-switch', ...scope },
      { kind: 'release-own-kill-switch', org },
    ];
  }

  private order(): Command {
    const { dice, founding } = this.reach;
    const { org, accountNo } = this.trader;
    const { instrumentNo, price, tick, lot } = dice.one(founding.things);
    const quantity = (1 + dice.pick(40)) * lot;
    const order = {
      kind: 'place-order',
      org,
      accountNo,
      instrumentNo,
      quantity,
      side: dice.one(['buy', 'sell']),
    };
    if (dice.chance(0.06)) return { ...order, type: 'market' };
    const timeInForce = dice.chance(0.8) ? 'DAY' : dice.one(['IOC', 'FOK']);
    const limit = Math.round(price / tick) * tick + (dice.pick(9) - 4) * tick;
    return {
      ...order,
      type: 'limit',
      price: limit,
      timeInForce,
      ...(dice.chance(0.05) ? { postOnly: true } : {}),
    };
  }

  /** Of an order that may be there, and may be anybody's. */
  private picking(): Command {
    const { dice, founding } = this.reach;
    const { org, accountNo } = this.trader;
    const { instrumentNo, lot } = dice.one(founding.things);
    const orderNo = Math.max(1, this.reach.durableSeq() - dice.pick(40));
    const quantity = (1 + dice.pick(20)) * lot;
    return { kind: 'pick-listing', org, accountNo, instrumentNo, orderNo, quantity };
  }

  private amendment(): Command {
    const { dice, founding } = this.reach;
    const { price, tick, lot } = dice.one(founding.things);
    const change = dice.chance(0.5)
      ? { quantity: (1 + dice.pick(40)) * lot }
      : { price: Math.round(price / tick) * tick + (dice.pick(9) - 4) * tick };
    return { kind: 'amend-order', org: this.trader.org, orderNo: dice.one(this.orderNos), ...change };
  }
}
