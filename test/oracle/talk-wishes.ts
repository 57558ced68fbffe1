import type { Json } from '../../src/kernel/json.js';
import type { Facts } from './reference-facts.js';
import type { ReferenceMarket } from './reference-market.js';

/** Rules under which small members can meet in blocks and biddings. */
export const TALKED_TERMS: Record<string, Json> = { 'qtyMin.block': 100, 'oneWay.depositMin': 500 };

const HOUR = 3_600_000_000;
type Pick = (n: number) => number;

export interface Wish {
  readonly kind: string;
  readonly facts: Facts;
  /** A proposal that was signed, not a command. */
  readonly isSigned?: boolean;
}

/** Mostly one that goes on; now and then one that is over, or was never there. */
function oneOf<T extends { readonly no: number }>(pick: Pick, live: readonly T[], count: number): T | number {
  return live.length === 0 || pick(15) === 0 ? pick(count + 2) : live[pick(live.length)]!;
}

function someone(pick: Pick): { org: string; accountNo: number } {
  const accountNo = 100 + pick(8);
  return { org: pick(100) === 0 ? 'org0' : `org${accountNo}`, accountNo };
}

export function blockWish(pick: Pick, { things, blocks }: ReferenceMarket): Wish {
  const instrumentNo = pick(100) === 0 ? 9 : 1 + pick(2);
  const { previousClose, tick, lot } = things[Math.min(1, instrumentNo - 1)]!;
  const price = Math.round(previousClose / tick) * tick + (pick(5) - 2) * tick * (pick(20) === 0 ? 1_000 : 1);
  const quantity = pick(30) === 0 ? [0, 99, 100_000, 101][pick(4)]! : 100 + pick(40) * lot;
  const draw = pick(100);
  const live = blocks.wishes.filter((one) => one.isOpen);
  if (draw < 2) return { kind: 'expire-block-intents', facts: {} };
  if (draw < 25) {
    const side = ['buy', 'sell'][pick(2)];
    const only = pick(4) === 0 ? { counterparty: pick(30) === 0 ? 999 : 100 + pick(8) } : {};
    return {
      kind: 'post-block-intent',
      facts: { ...someone(pick), instrumentNo, side, price, quantity, ...only },
    };
  }
  if (draw < 50) {
    const wish = oneOf(pick, live, blocks.wishCount);
    const intentNo = typeof wish === 'number' ? wish : wish.no;
    const own = pick(2) === 0 ? { price, quantity } : {};
    return { kind: 'answer-block-intent', facts: { ...someone(pick), intentNo, ...own } };
  }
  const found = oneOf(
    pick,
    blocks.talks.filter((one) => one.state === 'NEGOTIATING'),
    blocks.talkCount,
  );
  const [negotiationNo, talk] = typeof found === 'number' ? [found, undefined] : [found.no, found];
  const party = pick(2) === 0 ? talk?.party : talk?.wish.party;
  const org = pick(30) === 0 ? 'org0' : (party?.org ?? 'org100');
  if (draw < 60) return { kind: 'offer-block-terms', facts: { org, negotiationNo, price, quantity } };
  if (draw < 95) {
    const version = (talk?.version ?? 1) - (pick(20) === 0 ? 1 : 0);
    return { kind: 'confirm-block-terms', facts: { org, negotiationNo, version } };
  }
  if (draw < 98) return { kind: 'withdraw-block-negotiation', facts: { org, negotiationNo } };
  const wish = oneOf(pick, live, blocks.wishCount);
  const intentNo = typeof wish === 'number' ? wish : wish.no;
  return { kind: 'withdraw-block-intent', facts: { org: `org${100 + pick(8)}`, intentNo } };
}

/** `at`: now; windows begin and end around it. */
export function biddingWish(pick: Pick, { things, biddings }: ReferenceMarket, at: number): Wish {
  const open = biddings.biddings.filter((one) => one.isOpen);
  const found = oneOf(pick, open, biddings.count);
  const bidding = typeof found === 'number' ? undefined : found;
  const thing = bidding?.thing ?? things[pick(2)]!;
  const { previousClose, tick, lot } = thing;
  const near = Math.round(previousClose / tick) * tick + (pick(7) - 3) * tick;
  const draw = pick(100);
  if (draw < 10 || open.length === 0) {
    const side = ['buy', 'sell'][pick(2)]!;
    const [floor, ceiling] = [near - 5 * tick, pick(3) === 0 || side === 'buy' ? near + 5 * tick : 0];
    const bounds = { floorFen: pick(3) > 0 || side === 'sell' ? floor : 0, ceilingFen: ceiling };
    const opens = at - pick(5) * HOUR;
    const closes = at + (1 + pick(3)) * HOUR;
    const facts = {
      ...{
        accountNo: pick(50) === 0 ? 999 : 100 + pick(8),
        instrumentNo: pick(50) === 0 ? 9 : thing.no,
        side,
      },
      ...{ quantity: pick(20) === 0 ? pick(3) : (1 + pick(30)) * 10, ...bounds },
      ...{ reserveFen: pick(3) === 0 ? near : 0, depositBps: pick(20) === 0 ? 499 : 500 + pick(1_500) },
      ...{ rule: ['WHOLE', 'PARTS'][pick(2)], registrationOpensAt: opens, registrationClosesAt: closes },
      ...{ biddingOpensAt: opens + (pick(5) === 0 ? HOUR : 0), biddingClosesAt: closes + pick(2) * HOUR },
    };
    return { kind: 'open-one-way-bidding', facts, isSigned: true };
  }
  if (bidding === undefined) {
    const facts = { ...someone(pick), biddingNo: found as number, quantity: 10, price: near };
    return { kind: ['register-one-way', 'bid-one-way', 'close-one-way-bidding'][pick(3)]!, facts };
  }
  const all = bidding.terms.quantity as number;
  const size = bidding.terms.rule === 'WHOLE' && pick(10) > 0 ? all : (1 + pick(all / 10 + 1)) * lot;
  const who = { ...someone(pick), biddingNo: bidding.no };
  if (draw < 45) return { kind: 'register-one-way', facts: { ...who, quantity: pick(2) === 0 ? all : size } };
  const own = bidding.bidders[pick(bidding.bidders.length + 1)]?.party ?? { org: who.org, no: who.accountNo };
  const bidder = { ...who, org: own.org, accountNo: own.no };
  if (draw < 85) return { kind: 'bid-one-way', facts: { ...bidder, price: near, quantity: size } };
  return { kind: 'close-one-way-bidding', facts: { biddingNo: bidding.no } };
}
