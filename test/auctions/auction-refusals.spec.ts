import { beforeEach, describe, expect, it } from '@jest/globals';
import { AUCTION_BIDS_OF_ACCOUNT_MAX } from '../../src/kernel/limits.js';
import { atTheLimit } from '../support/at-the-limit.js';
import { auctionPack, AuctionHouse, DAY, MINUTE, promiseOf } from '../support/auction-house.js';

let house: AuctionHouse;
let a: number;
beforeEach(() => {
  house = new AuctionHouse();
  a = house.account('a', 'compliance', 5_000_000);
});

const SEAL = { sealed: 'x', commitment: 'a'.repeat(64) };

describe('a draft is refused', () => {
  const draft = (change: object): string => {
    const window = { opensAt: house.at + MINUTE, closesAt: house.at + 2 * MINUTE };
    const facts = {
      title: 't',
      instrumentNo: 1,
      sellerAccount: house.seller,
      supply: 1_000,
      reservePrice: 1_000,
    };
    return house.code('draft-auction', { draft: { ...facts, ...window, ...change } });
  };

  it.each([
    ['of an instrument that is not there', { instrumentNo: 9 }, 'auctions.unknown_instrument'],
    ['from an account that is not there', { sellerAccount: 999 }, 'auctions.seller_not_government'],
    ['without a reserve price, where the rules have none', { reservePrice: 0 }, 'auctions.bad_notice'],
    ['of nothing', { supply: 0 }, 'auctions.bad_notice'],
    ['with a window that ends before it begins', { closesAt: 0 }, 'auctions.bad_notice'],
    ['of more than can be counted', { supply: 2 ** 52, reservePrice: 1 }, 'auctions.bad_notice'],
  ])('%s', (_, change, code) => {
    expect(draft({})).toBe('ok');
    expect(draft(change)).toBe(code);
  });

  it('from an enterprise’s account', () => {
    expect(draft({ sellerAccount: a })).toBe('auctions.seller_not_government');
  });

  it('of a retired instrument', () => {
    house.agreed('retire-instrument', { instrumentNo: 1, reason: 'old' });
    expect(draft({})).toBe('auctions.instrument_retired');
  });
});

describe('an opener’s promise is refused', () => {
  const register = (auctionNo: number, part: string, change: object, org = `opener-${part}`): string =>
    house.code('register-opener', { auctionNo, part, ...promiseOf(part as 'first'), ...change }, org);

  it('with a key that agrees with nobody, that of the other one, or by the person who has the other half', () => {
    const auctionNo = house.drafted();
    expect(register(auctionNo, 'first', {})).toBe('ok');
    expect(register(auctionNo, 'first', { publicKey: '0'.repeat(64) })).toBe('auctions.bad_key');
    expect(register(auctionNo, 'first', { seedCommitment: 'no hash' })).toBe('auctions.bad_key');
    expect(register(auctionNo, 'second', { publicKey: promiseOf('first').publicKey })).toBe(
      'auctions.bad_key',
    );
    expect(register(auctionNo, 'second', {}, 'opener-first')).toBe('auctions.four_eyes');
    expect(register(99, 'first', {})).toBe('auctions.unknown_auction');
    expect(register(house.announced(), 'first', {})).toBe('auctions.illegal_state');
  });
});

describe('an announcement is refused', () => {
  const announce = (auctionNo: number, noticeHash = house.noticeHashOf(auctionNo)): string =>
    house.refusedProposal('announce-auction', { auctionNo, noticeHash });

  it('without both openers, of another notice, too late, or of units that are not there', () => {
    const window = { opensAt: house.at + MINUTE, closesAt: house.at + 2 * MINUTE };
    const facts = {
      title: 't',
      instrumentNo: 1,
      sellerAccount: house.seller,
      supply: 1_000,
      reservePrice: 1_000,
    };
    const { auctionNo } = house.ok('draft-auction', { draft: { ...facts, ...window } });
    expect(announce(auctionNo as number)).toBe('auctions.openers_missing');
    const drafted = house.drafted();
    expect(announce(drafted, 'f'.repeat(64))).toBe('auctions.notice_changed');
    expect(announce(house.drafted({ supply: 1_000_001 }))).toBe('auctions.insufficient_units');
    house.at += 60 * MINUTE;
    expect(announce(drafted)).toBe('auctions.window_passed');
  });

  it('while the seller’s account is barred', () => {
    const auctionNo = house.drafted();
    house.agreed('restrict-account', { accountNo: house.seller, reason: 'barred' });
    expect(announce(auctionNo)).toBe('auctions.seller_not_government');
  });

  it('sooner before the window than the rules allow', () => {
    house = new AuctionHouse(auctionPack({ 'auction.noticeDays': 10 }));
    const days = (n: number): object => ({
      opensAt: house.at + n * DAY,
      closesAt: house.at + n * DAY + MINUTE,
    });
    expect(announce(house.drafted({ ...days(10), opensAt: house.at + 10 * DAY - 1 }))).toBe(
      'auctions.notice_too_short',
    );
    expect(announce(house.drafted(days(10)))).toBe('ok');
  });
});

describe('a guarantee is refused', () => {
  const guarantee = (auctionNo: number, account: number, amountFen = 1_000, org = 'a'): string =>
    house.code('place-guarantee', { auctionNo, accountNo: account, amountFen }, org);

  it('before the announcement, of a foreign or barred account, of no money, of too much, after the close', () => {
    expect(guarantee(house.drafted(), a)).toBe('auctions.illegal_state');
    const auctionNo = house.announced();
    expect(guarantee(auctionNo, a, 1_000, 'b')).toBe('auctions.unknown_account');
    expect(guarantee(auctionNo, a, 0)).toBe('auctions.bad_amount');
    expect(guarantee(auctionNo, a, 5_000_001)).toBe('auctions.insufficient_cash');
    expect(guarantee(auctionNo, a, 5_000_000)).toBe('ok');
    // Less is held from now on, or nothing.
    expect(guarantee(auctionNo, a, 0)).toBe('ok');
    expect(house.cash(a).held).toBe(0);
    house.agreed('restrict-account', { accountNo: a, reason: 'barred' });
    expect(guarantee(auctionNo, a)).toBe('auctions.account_not_active');
    house.at = house.auction(auctionNo).notice.closesAt;
    expect(guarantee(auctionNo, a)).toBe('auctions.closed');
    expect(house.broken()).toEqual([]);
  });

  it('of money that a trade has promised and not delivered', () => {
    const auctionNo = house.announced();
    house.machine.ledger.balance(a, 0).incoming = 1;
    expect(guarantee(auctionNo, a, 5_000_001)).toBe('auctions.insufficient_cash');
    house.machine.ledger.balance(a, 0).incoming = 0;
  });

  it('of the seller’s group, and of who is not qualified where the notice asks for it', () => {
    const sister = house.account('sister', 'compliance', 5_000, 'bureau');
    const auctionNo = house.announced({ qualification: true });
    const qualify = (account: number): string =>
      house.code('qualify-bidder', { auctionNo, accountNo: account });
    expect(guarantee(auctionNo, a)).toBe('auctions.not_qualified');
    expect(qualify(sister)).toBe('auctions.seller_may_not_bid');
    expect(qualify(999)).toBe('auctions.unknown_account');
    expect(qualify(a)).toBe('ok');
    expect(guarantee(auctionNo, a)).toBe('ok');
    const open = house.announced();
    expect(guarantee(open, sister, 1_000, 'sister')).toBe('auctions.seller_may_not_bid');
    house.at = house.auction(auctionNo).notice.closesAt;
    expect(qualify(a)).toBe('auctions.closed');
  });
});

describe('a bid is refused', () => {
  const bid = (auctionNo: number, org = 'a'): string =>
    house.code('place-bid', { auctionNo, accountNo: a, ...SEAL }, org);

  it('before and after its window, by a stranger, without money behind it, with no seal', () => {
    const auctionNo = house.announced();
    const { opensAt, closesAt } = house.auction(auctionNo).notice;
    house.at = opensAt - 1;
    expect(bid(auctionNo)).toBe('auctions.not_open');
    house.at = opensAt;
    expect(bid(auctionNo, 'b')).toBe('auctions.unknown_account');
    expect(bid(auctionNo)).toBe('auctions.no_guarantee');
    house.guarantee(auctionNo, a, 1_000);
    expect(house.code('place-bid', { auctionNo, accountNo: a, ...SEAL, sealed: '' }, 'a')).toBe(
      'auctions.bad_seal',
    );
    expect(house.code('place-bid', { auctionNo, accountNo: a, ...SEAL, commitment: 'x' }, 'a')).toBe(
      'auctions.bad_seal',
    );
    house.at = closesAt - 1;
    expect(bid(auctionNo)).toBe('ok');
    const facts = { auctionNo, bidNo: 1, ...SEAL };
    expect(house.code('replace-bid', facts, 'b')).toBe('auctions.unknown_bid');
    expect(house.code('withdraw-bid', facts, 'b')).toBe('auctions.unknown_bid');
    expect(house.code('withdraw-bid', { ...facts, bidNo: 2 }, 'a')).toBe('auctions.unknown_bid');
    house.at = closesAt;
    for (const kind of ['replace-bid', 'withdraw-bid'])
      expect(house.code(kind, facts, 'a')).toBe('auctions.not_open');
    expect(bid(auctionNo)).toBe('auctions.not_open');
  });

  it('of a barred account, and of one that is not qualified', () => {
    const auctionNo = house.open({ qualification: true });
    expect(bid(auctionNo)).toBe('auctions.not_qualified');
    house.agreed('restrict-account', { accountNo: a, reason: 'barred' });
    expect(bid(auctionNo)).toBe('auctions.account_not_active');
  });

  it('beyond what the notice allows one account', () => {
    const auctionNo = house.open({ maxBids: 2 });
    house.guarantee(auctionNo, a, 1_000);
    expect([bid(auctionNo), bid(auctionNo), bid(auctionNo)]).toEqual(['ok', 'ok', 'auctions.too_many_bids']);
    house.ok('withdraw-bid', { auctionNo, bidNo: 1 }, 'a');
    expect(bid(auctionNo)).toBe('ok');
  });
});

describe('an auction has room for', () => {
  let auctionNo: number;
  beforeEach(() => {
    auctionNo = house.open({ depositBps: 0 });
  });
  const enter = (n: number): string => {
    // Straight into the register: opening thousands of accounts is not what is tried here.
    const facts = {
      org: `o${n}`,
      ownerGroup: `o${n}`,
      title: 't',
      kind: 'compliance',
      appliedBy: 'x',
      appliedAt: 1,
    };
    const account = house.machine.registry.addAccount({ ...facts, prohibited: false } as never);
    for (const state of ['UNDER_REVIEW', 'ACTIVE'] as const)
      house.machine.registry.moveAccount(account, state, 1);
    return house.code('place-guarantee', { auctionNo, accountNo: account.accountNo, amountFen: 0 }, `o${n}`);
  };
  const entered = (bidders: number): string => {
    let code = '';
    for (let n = 1; n <= bidders; n++) code = enter(n);
    return code;
  };
  atTheLimit('AUCTION_BIDDERS_MAX', {
    at: (most) => expect(entered(most)).toBe('ok'),
    past: (onePast) => expect(entered(onePast)).toBe('auctions.too_many_bidders'),
  });

  const bidden = (bids: number): string => {
    // As many of each account as it may have.
    const auction = house.auction(auctionNo);
    let code = '';
    for (let n = 0; n < bids; n++) {
      if (n % AUCTION_BIDS_OF_ACCOUNT_MAX === 0) enter(n);
      const accountNo = [...auction.bidders.keys()].at(-1)!;
      const org = house.machine.registry.account(accountNo)!.org;
      code = house.code('place-bid', { auctionNo, accountNo, ...SEAL }, org);
    }
    return code;
  };
  atTheLimit('AUCTION_BIDS_MAX', {
    at: (most) => expect(bidden(most)).toBe('ok'),
    past: (onePast) => expect(bidden(onePast)).toBe('auctions.auction_full'),
  });

  const ofOne = (bids: number): string => {
    enter(1);
    const [accountNo] = house.auction(auctionNo).bidders.keys();
    let code = '';
    for (let n = 0; n < bids; n++) code = house.code('place-bid', { auctionNo, accountNo, ...SEAL }, 'o1');
    return code;
  };
  atTheLimit('AUCTION_BIDS_OF_ACCOUNT_MAX', {
    at: (most) => expect(ofOne(most)).toBe('ok'),
    past: (onePast) => expect(ofOne(onePast)).toBe('auctions.too_many_bids'),
  });

  const sealed = (characters: number): string => {
    enter(1);
    const [accountNo] = house.auction(auctionNo).bidders.keys();
    return house.code('place-bid', { auctionNo, accountNo, ...SEAL, sealed: 'x'.repeat(characters) }, 'o1');
  };
  atTheLimit('SEALED_BID_CHARACTERS_MAX', {
    at: (most) => expect(sealed(most)).toBe('ok'),
    past: (onePast) => expect(sealed(onePast)).toBe('auctions.bad_seal'),
  });

  const leftOf = (bids: number): unknown => {
    bidden(bids);
    house.at = house.auction(auctionNo).notice.closesAt;
    for (const part of ['first', 'second'] as const) house.reveal(auctionNo, part);
    return house.ok('unseal-bids', { auctionNo }).left;
  };
  atTheLimit('UNSEALED_BIDS_MAX', {
    at: (most) => expect(leftOf(most)).toBe(0),
    past: (onePast) => expect(leftOf(onePast)).toBe(1),
  });

  const tiered = (tiers: number): string => {
    const all = Array.from({ length: tiers }, (_, i) => ({ price: 2_000 + i, quantity: 1 }));
    const window = { opensAt: house.at + MINUTE, closesAt: house.at + 2 * MINUTE };
    const facts = {
      title: 't',
      instrumentNo: 1,
      sellerAccount: house.seller,
      supply: 1_000,
      reservePrice: 1_000,
    };
    return house.code('draft-auction', { draft: { ...facts, ...window, tiers: all } });
  };
  atTheLimit('AUCTION_TIERS_MAX', {
    at: (most) => expect(tiered(most)).toBe('ok'),
    past: (onePast) => expect(tiered(onePast)).toBe('auctions.bad_notice'),
  });

  const drafts = (auctions: number): string => {
    let code = '';
    // One is there already.
    for (let n = 1; n < auctions; n++) code = tiered(0);
    return code;
  };
  atTheLimit('AUCTIONS_LIVE_MAX', {
    at: (most) => expect(drafts(most)).toBe('ok'),
    past: (onePast) => expect(drafts(onePast)).toBe('auctions.too_many_auctions'),
  });
});
