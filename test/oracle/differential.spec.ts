import { describe, expect, it } from '@jest/globals';
import { nextDay } from '../../src/kernel/instant.js';
import { marketInvariants } from '../../src/market/index.js';
import { packWith, TestMarket } from '../support/market-world.js';
import { seeded } from '../support/random.js';
import { biddingWish, blockWish, TALKED_TERMS } from './talk-wishes.js';
import type { Facts } from './reference-facts.js';
import { ReferenceMarket } from './reference-market.js';

const COMMANDS = Number(process.env.DIFF_COMMANDS ?? 1_000_000);
const SEEDS = 6;
/** The slow twin of blocks and biddings is slower still: so many times fewer commands, but two days of them, in which some are agreed on. */
const TALKED_LESS = 10;
const COMMANDS_A_DAY = 1_500;
const WINDOWS = [
  [9.5, 11.5],
  [13, 15],
] as const;
const FIRST_DAY = '2026-09-01';

interface Setting {
  readonly buyBps: number;
  readonly sellBps: number;
  readonly feeMin: number;
  readonly t1: boolean;
  readonly pickLevels?: number;
  readonly volatilityBps?: number;
  /** Blocks, one-way biddings and kill switches too. */
  readonly talks?: boolean;
}
const SETTINGS: Setting[] = [
  { buyBps: 0, sellBps: 0, feeMin: 0, t1: true },
  { buyBps: 5, sellBps: 5, feeMin: 0, t1: false },
  { buyBps: 37, sellBps: 13, feeMin: 0, t1: true },
  { buyBps: 8, sellBps: 3, feeMin: 500, t1: false },
  { buyBps: 5, sellBps: 5, feeMin: 0, t1: true, volatilityBps: 10 },
  { buyBps: 5, sellBps: 0, feeMin: 0, t1: true, pickLevels: 3 },
  { buyBps: 37, sellBps: 13, feeMin: 500, t1: true, talks: true },
  { buyBps: 5, sellBps: 0, feeMin: 0, t1: false, talks: true },
];

/** The product and the reference side by side; every command goes to both. */
class Pair {
  readonly product: TestMarket;
  readonly reference: ReferenceMarket;
  private readonly random: () => number;
  private day = FIRST_DAY;
  private hours = 10;
  private readonly seen: [number, string][] = [];
  halted = 0;
  readonly outcomes = new Map<string, number>();

  constructor(
    seed: number,
    readonly setting: Setting,
  ) {
    const { buyBps, sellBps, feeMin, t1, pickLevels, volatilityBps } = setting;
    this.random = seeded(seed);
    const everyDay = {
      weekdays: [1, 2, 3, 4, 5, 6, 7],
      holidays: [],
      makeUpDays: [],
      makeUpDaysTrade: false,
      coversFrom: '2000-01-01',
      coversTo: null,
      source: 'test',
    };
    const file = packWith({
      'session.calendar': everyDay,
      'fee.listed.buy': buyBps,
      'fee.listed.sell': sellBps,
      'fee.min': feeMin,
      't1.goods': t1,
      'order.valueMax': 40_000_000,
      ...TALKED_TERMS,
      ...(pickLevels === undefined ? {} : { matcher: 'PICK_LISTING', 'pick.levels': pickLevels }),
      ...(volatilityBps === undefined
        ? {}
        : { 'volatility.pct': volatilityBps, 'volatility.callSeconds': 60 }),
    });
    this.product = new TestMarket({ ...file, effectiveTo: null } as typeof file);
    this.reference = new ReferenceMarket({
      windows: WINDOWS,
      quantityMax: 99_999,
      bandBps: 1000,
      protectionBps: 200,
      valueMax: 40_000_000,
      feeBps: { buy: buyBps, sell: sellBps },
      feeMin,
      t1,
      pickLevels,
      block: { windows: [WINDOWS[1]], min: 100, bandBps: 3_000 },
      oneWayDepositMinBps: 500,
      ...(volatilityBps === undefined ? {} : { volatility: { bps: volatilityBps, hours: 1 / 60 } }),
    });
    for (const [no, tick, lot, close] of [
      [1, 1, 1, 7463],
      [2, 5, 10, 300],
    ]) {
      this.product.instrument(no, { tickFen: tick, lotUnits: lot, referencePriceFen: close });
      this.reference.thing(no, tick, lot, close);
    }
    for (let no = 100; no < 108; no++) {
      const state = no === 107 ? 'RESTRICTED' : 'ACTIVE';
      const ownerGroup = `group${no % 6}`;
      const [cash, units] = [no % 2 === 0 ? 20_000_000 : 3_000_000, 3_000];
      this.product.account(no, { ownerGroup, cash, units, state });
      this.reference.party(no, `org${no}`, ownerGroup, state, cash, units);
    }
    this.both('open-day', { day: this.day });
  }

  both(kind: string, facts: Facts, isSigned = false): void {
    this.product.clock(this.day, this.hours);
    const made = isSigned ? this.product.sign(kind, facts) : this.product.do(kind, facts);
    const { seq, at } = this.product;
    const expected = this.reference.do(kind, facts, seq, this.day, this.hours, at);
    const { packNo: _, ...answer } = made.answer as Facts;
    if (JSON.stringify([made.code, answer]) !== JSON.stringify([expected.code, expected.answer])) {
      throw new Error(
        `command ${this.product.seq} ${kind} ${JSON.stringify(facts)}\n made ${JSON.stringify(made)}\n expected ${JSON.stringify(expected)}`,
      );
    }
    this.outcomes.set(made.code, (this.outcomes.get(made.code) ?? 0) + 1);
    if (kind === 'place-order' && made.code === 'ok')
      this.seen.push([this.product.seq, `org${facts.accountNo}`]);
  }

  step(i: number): void {
    if (i % COMMANDS_A_DAY === COMMANDS_A_DAY - 1) return this.nextDay();
    this.hours = this.chance(0.01) ? 12 : this.chance(0.5) ? 10.5 : 14;
    if (this.chance(0.002) || (this.halted > 0 && this.chance(0.1))) this.toggleHalt();
    if (this.chance(this.reference.rules.volatility === undefined ? 0.01 : 0.1))
      return this.both('uncross', { instrumentNo: 1 + this.pick(3) });
    if (this.chance(this.reference.rules.pickLevels === undefined ? 0.01 : 0.3))
      return this.both('pick-listing', this.aPick());
    if (this.setting.talks && this.chance(0.6)) return this.talk();
    const draw = this.random();
    if (draw < 0.7) this.both('place-order', this.anOrder());
    else if (draw < 0.84) this.both('cancel-order', { ...this.anOldOrder() });
    else if (draw < 0.85)
      this.both('cancel-order', { org: 'org102', accountNo: 102, clientOrderId: `c${this.pick(40)}` });
    else if (draw < 0.86)
      this.both('cancel-all-orders', {
        org: this.chance(0.9) ? 'org103' : 'org0',
        accountNo: 103,
        ...(this.chance(0.5) ? { instrumentNo: 1 } : {}),
      });
    else
      this.both('amend-order', {
        ...this.anOldOrder(),
        ...(this.chance(0.6) ? { quantity: this.quantity(1) } : {}),
        ...(this.chance(0.4) ? { price: this.price(1) } : {}),
      });
  }

  compare(): void {
    expect(marketInvariants(this.product.world)).toEqual([]);
    for (const { no } of this.reference.parties) {
      for (const asset of [0, 1, 2]) {
        const { available, held } = this.product.ledger.balance(no, asset);
        expect([no, asset, available, held]).toEqual([
          no,
          asset,
          this.reference.free(no, asset),
          this.reference.held(no, asset),
        ]);
      }
    }
    const { newTrades } = this.product.market;
    const made = newTrades
      .splice(0)
      .map((t) => [
        t.tradeNo,
        t.instrumentNo,
        t.price,
        t.quantity,
        t.buyOrder,
        t.sellOrder,
        t.buyer,
        t.seller,
        t.buyerFee,
        t.sellerFee,
      ]);
    expect(made).toEqual(this.reference.trades.slice(this.reference.trades.length - made.length));
  }

  private nextDay(): void {
    this.both('close-day', { day: this.day });
    this.product.settleAll();
    this.product.reborn();
    this.day = nextDay(this.day);
    this.both('open-day', { day: this.day });
  }

  private toggleHalt(): void {
    const halted = this.halted === 0;
    if (halted) this.halted = 1 + this.pick(3);
    const target = this.halted;
    this.product.clock(this.day, this.hours);
    this.product.halt(target === 3 ? null : target, halted);
    if (target === 3) this.reference.venueHalted = halted;
    else this.reference.things[target - 1].halted = halted;
    if (!halted) this.halted = 0;
  }

  /** A word about a block or a bidding; now and then a kill switch, and soon its release. */
  private talk(): void {
    const pick = (n: number): number => this.pick(n);
    const { engaged } = this.reference.switches;
    if (engaged.length > 0 && this.chance(0.2)) return this.release();
    if (this.chance(0.005)) {
      const [party, org] = this.chance(0.6) ? ['member', `org${100 + pick(8)}`] : ['operator', ''];
      const instrumentNo = party === 'member' || this.chance(0.5) ? null : 1 + pick(3);
      return this.both('engage-kill-switch', { party, org, instrumentNo, reason: 'a fault' });
    }
    this.product.clock(this.day, this.hours);
    const { kind, facts, isSigned } = this.chance(0.5)
      ? blockWish(pick, this.reference)
      : biddingWish(pick, this.reference, this.product.at);
    this.both(kind, facts, isSigned);
  }

  private release(): void {
    const [{ no, party, org }] = this.reference.switches.engaged;
    if (party === 'member') return this.both('release-own-kill-switch', { org });
    this.product.sign('release-kill-switch', { switchNo: no, reason: 'over' });
    this.reference.switches.release(no);
  }

  private anOrder(): Facts {
    const accountNo = 100 + this.pick(8);
    const instrumentNo = this.chance(0.01) ? 9 : 1 + this.pick(2);
    const type = this.chance(0.1) ? 'market' : 'limit';
    const order: Facts = {
      org: this.chance(0.01) ? 'org0' : `org${accountNo}`,
      accountNo,
      instrumentNo,
      type,
      side: this.chance(0.5) ? 'buy' : 'sell',
    };
    order.quantity = this.quantity(instrumentNo);
    if (type === 'limit') {
      order.price = this.price(instrumentNo);
      order.timeInForce = this.chance(0.7) ? 'DAY' : this.chance(0.5) ? 'IOC' : 'FOK';
      if (this.chance(0.1)) order.postOnly = true;
    }
    if (this.chance(0.2)) order.clientOrderId = `c${this.pick(200)}`;
    if (this.chance(0.3)) order.selfTrade = ['CANCEL_NEWEST', 'CANCEL_OLDEST', 'CANCEL_BOTH'][this.pick(3)];
    return order;
  }

  private aPick(): Facts {
    const accountNo = 100 + this.pick(8);
    const open = this.reference.openOrders();
    const listing = this.chance(0.9) && open.length > 0 ? open[this.pick(open.length)] : undefined;
    const orderNo = listing?.no ?? this.anOldOrder().orderNo;
    const instrumentNo = listing?.thing.no ?? 1 + this.pick(2);
    return {
      org: `org${accountNo}`,
      accountNo,
      instrumentNo,
      orderNo,
      quantity: this.quantity(instrumentNo),
    };
  }

  private anOldOrder(): Facts {
    const recent = Math.max(0, this.seen.length - 60);
    const [orderNo, org] = this.seen[recent + this.pick(Math.min(60, this.seen.length))] ?? [1, 'org100'];
    return { org: this.chance(0.97) ? org : 'org0', orderNo };
  }

  private quantity(instrumentNo: number): number {
    if (this.chance(0.02)) return [0, 100_000, 7, 99_990][this.pick(4)];
    return (1 + this.pick(this.chance(0.1) ? 600 : 60)) * (instrumentNo === 2 ? 10 : 1);
  }

  private price(instrumentNo: number): number {
    const { previousClose, tick } = this.reference.things[Math.min(1, instrumentNo - 1)];
    if (this.chance(0.03)) return previousClose + this.pick(2 * previousClose) - previousClose;
    const middle = Math.round(previousClose / tick) * tick;
    return middle + (this.pick(17) - 8) * tick;
  }

  private chance(probability: number): boolean {
    return this.random() < probability;
  }

  private pick(n: number): number {
    return Math.floor(this.random() * n);
  }
}

describe('the market agrees with its slow twin', () => {
  for (const [i, setting] of SETTINGS.entries()) {
    const seed = i + 1;
    const share = Math.floor(COMMANDS / SEEDS);
    const commands = setting.talks ? Math.max(Math.floor(share / TALKED_LESS), 2 * COMMANDS_A_DAY) : share;
    it(`seed ${seed}: outcomes, trades, fees and balances of ${commands} commands`, () => {
      const pair = new Pair(seed, setting);
      for (let i = 0; i < commands; i++) {
        pair.step(i);
        if (i % 100 === 0) pair.compare();
        // From its own dump it must go on as if nothing had happened.
        if (i % 997 === 0) {
          pair.compare();
          pair.product.reborn();
        }
      }
      pair.compare();
      // Where orders gather, or takers pick, most commands find nobody.
      const few = pair.reference.rules.pickLevels ?? pair.reference.rules.volatility ?? setting.talks;
      expect(pair.reference.trades.length).toBeGreaterThan(commands / (few === undefined ? 10 : 50));
      if (pair.setting.talks) {
        expect(pair.reference.blocks.filled).toBeGreaterThan(commands / 500);
        expect(pair.reference.biddings.awarded).toBeGreaterThan(commands / 800);
      }
      // A generator that only meets one rung of the ladder would prove little.
      expect(pair.outcomes.size).toBeGreaterThanOrEqual(15);
    }, 3_600_000);
  }
});
