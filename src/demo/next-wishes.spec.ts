import { describe, expect, it } from '@jest/globals';
import { packWith, TestMarket } from '../../test/support/market-world.js';
import { Dice } from './dice.js';
import { lookAt } from './generated-market.js';
import { GENERATED_INSTRUMENT, GENERATED_MEMBERS } from './generated-members.js';
import { MOST_PLANT_ORDERS, MOST_QUOTES, nextWishes } from './next-wishes.js';
import { nextPrice } from './price-walk.js';

const HOUR = 3_600_000_000;
const TURN = 8_000_000;
/** Of each day; four whole weeks end no other way. */
const HOURS = 6;
const FLOOR = {
  instrumentNo: 1,
  accounts: GENERATED_MEMBERS.map((member, place) => ({
    ...member,
    org: `org${100 + place}`,
    accountNo: 100 + place,
  })),
};

/** The demo's market as its own machine decides it, with the generated members and a person beside them. */
class GeneratedDays extends TestMarket {
  readonly dice: Dice;
  price: number = GENERATED_INSTRUMENT.referencePriceFen;
  readonly refusals: string[] = [];
  turns = 0;

  constructor(seed: number) {
    super(packWith({}, 'demo'));
    this.dice = new Dice(seed);
    this.instrument(1, GENERATED_INSTRUMENT);
    for (const { accountNo, cashFen, units } of FLOOR.accounts)
      this.account(accountNo, { cash: cashFen, units });
    this.account(200, { cash: 1_000_000_000, units: 5_000 });
  }

  look() {
    return lookAt({ ...this.world, seq: this.seq }, FLOOR);
  }

  turn(): void {
    const seen = this.look()!;
    this.price = nextPrice(this.price, seen, this.dice);
    for (const wish of nextWishes(seen, this.price, this.dice)) {
      const { org, accountNo } = wish.seat;
      const { code } =
        wish.kind === 'cancel'
          ? this.do('cancel-order', { org, orderNo: wish.orderNo })
          : this.place(accountNo, wish.side, wish.quantity, wish.price);
      if (code !== 'ok') this.refusals.push(code);
    }
    this.settleAll();
    this.turns += 1;
    this.at += TURN;
  }
}

describe('what the generated members want', () => {
  it('is the same from the same seed', () => {
    const [one, other] = [new GeneratedDays(5), new GeneratedDays(5)];
    for (const days of [one, other]) {
      days.do('open-day', { day: days.day });
      for (let turn = 0; turn < 300; turn++) days.turn();
    }
    expect(other.events).toEqual(one.events);
    expect(one.events.some(({ type }) => type === 'TradeExecuted')).toBe(true);
  });

  it('is never refused; orders stay few, stocks near what they were, trades come every minute, day after day', () => {
    const days = new GeneratedDays(11);
    const mostOpen = { maker: 0, plant: 0 };
    let trades = 0;
    for (const day of ['2026-11-24', '2026-11-25']) {
      days.clock(day, 0);
      expect(days.do('open-day', { day }).code).toBe('ok');
      for (const before = days.turns; days.turns < before + (HOURS * HOUR) / TURN;) {
        days.turn();
        for (const { role, orders } of days.look()!.seats)
          mostOpen[role] = Math.max(mostOpen[role], orders.length);
      }
      expect(days.market.tradeCount - trades).toBeGreaterThan(HOURS * 60);
      trades = days.market.tradeCount;
      expect(days.do('close-day', { day }).code).toBe('ok');
    }
    expect(days.refusals).toEqual([]);
    expect(mostOpen.maker).toBeLessThanOrEqual(2 * MOST_QUOTES);
    expect(mostOpen.plant).toBeLessThanOrEqual(MOST_PLANT_ORDERS);
    for (const { accountNo, units, cashFen } of FLOOR.accounts) {
      const held = days.ledger.balance(accountNo, 1).posted;
      expect(Math.abs(held - units)).toBeLessThan(units / 2);
      expect(days.ledger.balance(accountNo, 0).posted).toBeGreaterThan((cashFen * 3) / 4);
    }
  });

  it('ends where there is nothing to give, and leaves a price that is far off alone', () => {
    const days = new GeneratedDays(3);
    days.do('open-day', { day: days.day });
    // A person's slip of the pen: nobody has to pay it.
    days.place(200, 'sell', 100, 6_798);
    days.place(200, 'buy', 100, 5_562);
    const poor = {
      ...days.look()!,
      seats: days.look()!.seats.map((seat) => ({ ...seat, freeUnits: 0, freeFen: 0 })),
    };
    expect(nextWishes(poor, days.price, new Dice(1))).toEqual([]);
    for (let turn = 0; turn < 200; turn++) days.turn();
    expect(days.market.ordersOf(200)).toHaveLength(2);
  });

  it('is not asked for while the day is closed, the instrument halted or a member barred', () => {
    const days = new GeneratedDays(3);
    expect(days.look()).toBeUndefined();
    days.do('open-day', { day: days.day });
    expect(days.look()!.seats).toHaveLength(4);
    days.halt(1, true);
    expect(days.look()).toBeUndefined();
    days.halt(1, false);
    days.account(FLOOR.accounts[0]!.accountNo, { state: 'RESTRICTED' });
    expect(days.look()!.seats.map(({ role }) => role)).toEqual(['plant', 'plant', 'plant']);
  });
});
