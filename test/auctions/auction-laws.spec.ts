import { describe, expect, it } from '@jest/globals';
import { isFinished } from '../../src/auctions/index.js';
import { AuctionHouse } from '../support/auction-house.js';
import { seeded } from '../support/random.js';

/** Lives of random auctions in one venue; what must hold is looked at after every step. */
const AUCTIONS = Number(process.env.AUCTION_LIVES ?? 60);
const CASH = 3_000_000;

describe('the life of an auction', () => {
  it(`keeps every promise in ${AUCTIONS} random lives, restarts among them`, () => {
    const ends = new Map<string, number>();
    const house = new AuctionHouse();
    const groups = ['g1', 'g1', 'g2', 'g3', 'g3', 'g4'];
    const accounts = groups.map((group, i) => house.account(`plant-${i}`, 'compliance', CASH, group));
    for (let n = 0; n < AUCTIONS; n++) {
      const random = seeded(20_261_125 + n);
      const upTo = (most: number): number => Math.floor(random() * most);
      const one = <T>(list: readonly T[]): T => list[upTo(list.length)];
      const sound = (): void => {
        if (upTo(4) === 0) house.reborn();
        if (house.broken().length > 0) expect([n, house.broken()]).toEqual([n, []]);
      };
      const before = accounts.map((account) => ({ ...house.cash(account), units: house.units(account) }));
      const auctionNo = house.announced({
        ...{ supply: 100 + upTo(300), lot: one([1, 10]), reservePrice: 1_000 },
        ...{ tie: one(['RANDOM', 'PRORATA', 'TIME']), shortage: one(['STEP', 'CANCEL', 'LOWEST']) },
        ...{ depositBps: one([10_000, 10_000, 5_000, 0]), paymentDays: upTo(2) },
        ...(upTo(2) === 0 ? { purchaseLimitBps: 2_000 + upTo(5_000) } : {}),
        ...(upTo(3) === 0 ? { tiers: [{ price: 1_200, quantity: 50 }] } : {}),
        ...(upTo(3) === 0 ? { unsold: { kind: 'NEXT' } } : {}),
      });
      sound();
      for (const account of accounts) {
        const free = house.cash(account).posted;
        if (upTo(5) > 0 && free > 0) house.guarantee(auctionNo, account, 1 + upTo(free));
      }
      sound();
      house.at = house.auction(auctionNo).notice.opensAt;
      for (let i = upTo(14); i > 0; i--) {
        const account = one(accounts);
        if ((house.auction(auctionNo).bidders.get(account)?.heldFen ?? 0) === 0) continue;
        const wish = { price: 980 + 20 * upTo(16), quantity: 10 * (1 + upTo(15)) };
        const bidNo = house.bid(auctionNo, { account, ...wish });
        const org = house.machine.registry.account(account)!.org;
        if (upTo(6) === 0) house.ok('withdraw-bid', { auctionNo, bidNo }, org);
        else if (upTo(6) === 0)
          house.ok(
            'replace-bid',
            { auctionNo, bidNo, ...house.seal(auctionNo, { account, ...wish, quantity: 10 }) },
            org,
          );
      }
      sound();
      if (upTo(12) === 0) house.agreed('cancel-auction', { auctionNo, reason: 'a random end' });
      else {
        house.opened(auctionNo);
        sound();
        house.ok('clear-auction', { auctionNo });
        sound();
      }
      const awards = house.auction(auctionNo)?.awards ?? [];
      const result = house.auction(auctionNo)?.result;
      const notice = house.auction(auctionNo)?.notice;
      for (let times = 0; house.auction(auctionNo) !== undefined; times++) {
        house.ok('settle-auction', { auctionNo });
        sound();
        if (house.auction(auctionNo) !== undefined) house.at = house.auction(auctionNo).result!.payBy + 1;
        expect(times).toBeLessThan(2);
      }
      expect(house.machine.auctions.isFinished(auctionNo)).toBe(true);

      const sold = awards.reduce((sum, { quantity }) => sum + quantity, 0);
      expect(sold).toBe(result?.sold ?? 0);
      expect(sold).toBeLessThanOrEqual(result?.offered ?? 0);
      const limit = Math.floor(((notice?.purchaseLimitBps ?? 10_000) * (notice?.supply ?? 0)) / 10_000);
      if (notice?.purchaseLimitBps !== undefined)
        for (const group of new Set(groups)) {
          const won = awards.filter(({ accountNo }) => groups[accounts.indexOf(accountNo)] === group);
          expect(won.reduce((sum, { quantity }) => sum + quantity, 0)).toBeLessThanOrEqual(limit);
        }
      accounts.forEach((account, i) => {
        expect(house.cash(account).held).toBe(0);
        const award = awards.find(({ accountNo }) => accountNo === account);
        if (award !== undefined) expect(award.paymentFen).toBe(award.quantity * result!.price);
        const got = house.units(account) - before[i].units;
        expect([0, award?.quantity ?? 0]).toContain(got);
      });
      const paid = accounts.reduce(
        (sum, account, i) => sum + before[i].posted - house.cash(account).posted,
        0,
      );
      const owed = awards.reduce((sum, { paymentFen }) => sum + paymentFen, 0);
      expect(paid).toBeLessThanOrEqual(owed);
      const end = result === undefined ? 'other' : awards.length > 0 ? 'sold' : 'failed';
      ends.set(end, (ends.get(end) ?? 0) + 1);
      // Everybody has money again for the next one.
      for (const account of accounts)
        house.deposit(account, CASH - Math.min(CASH, house.cash(account).posted) + 1);
    }
    expect(house.machine.auctions.all().every((auction) => !isFinished(auction))).toBe(true);
    expect(ends.get('sold')).toBeGreaterThan(AUCTIONS / 4);
    expect(house.machine.ledger.balance(house.seller, 1).held).toBe(0);
  });
});
