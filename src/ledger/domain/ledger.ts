import { add, subtract } from '../../kernel/amount.js';
import { invariant } from '../../kernel/invariant.js';
import type { Json } from '../../kernel/json.js';
import { Balance } from './balance.js';
import { CASH, isSink, SYSTEM_ACCOUNTS } from './system-accounts.js';

export interface Entry {
  readonly account: number;
  readonly asset: number;
  /** Signed: fen or units. */
  readonly amount: number;
}

/** Why a set of entries was posted: the noun and its number (`trade` 17, `batch` 3, `deposit` 9). */
export interface Cause {
  readonly kind: string;
  readonly no: number;
}

export interface Posting {
  readonly cause: Cause;
  readonly entries: readonly Entry[];
}

/** The money and goods side of a trade; all amounts in fen or units. */
export interface TradeLegs {
  readonly tradeNo: number;
  readonly instrumentNo: number;
  readonly buyer: number;
  readonly seller: number;
  readonly quantity: number;
  readonly value: number;
  readonly buyerFee: number;
  readonly sellerFee: number;
}

/** Double entry over any asset: allowances, permits and money. */
export class Ledger {
  /** By asset, then by account. */
  private readonly balances = new Map<number, Map<number, Balance>>();
  private readonly lockedBalances = new Set<Balance>();
  /** Changes since the last drain; not part of the state. */
  readonly dirty: Balance[] = [];
  readonly postings: Posting[] = [];

  balance(account: number, asset: number): Balance {
    let ofAsset = this.balances.get(asset);
    if (ofAsset === undefined) this.balances.set(asset, (ofAsset = new Map()));
    let balance = ofAsset.get(account);
    if (balance === undefined) ofAsset.set(account, (balance = new Balance(account, asset)));
    return balance;
  }

  available(account: number, asset: number): number {
    return this.balances.get(asset)?.get(account)?.available ?? 0;
  }

  withdrawable(account: number): number {
    return this.balances.get(CASH)?.get(account)?.withdrawable ?? 0;
  }

  *all(): Generator<Balance> {
    for (const ofAsset of this.balances.values()) yield* ofAsset.values();
  }

  /** What an account has, by asset: in the same order whatever was touched first. */
  balancesOf(account: number): Balance[] {
    const assets = [...this.balances.keys()].sort((a, b) => a - b);
    return assets.flatMap((asset) => this.balances.get(asset)!.get(account) ?? []);
  }

  hold(account: number, asset: number, quantity: number): void {
    const balance = this.touch(account, asset);
    balance.held = add(balance.held, quantity);
    balance.assertSound();
  }

  release(account: number, asset: number, quantity: number): void {
    const balance = this.touch(account, asset);
    balance.held = subtract(balance.held, quantity);
    balance.assertSound();
  }

  freeze(account: number, asset: number, quantity: number): void {
    const balance = this.touch(account, asset);
    balance.frozen = add(balance.frozen, quantity);
    balance.assertSound();
  }

  unfreeze(account: number, asset: number, quantity: number): void {
    const balance = this.touch(account, asset);
    balance.frozen = subtract(balance.frozen, quantity);
    balance.assertSound();
  }

  /** Turns both orders' holds into promises to deliver. `buyerHoldRelease` covers value, fee and price improvement. */
  execute(trade: TradeLegs, buyerHoldRelease: number, lockForBuyer: boolean): void {
    invariant(buyerHoldRelease >= trade.value + trade.buyerFee, 'the buyer holds what the trade costs');
    invariant(trade.value >= trade.sellerFee, 'a fee never exceeds the value');
    const goodsOut = this.touch(trade.seller, trade.instrumentNo);
    goodsOut.held = subtract(goodsOut.held, trade.quantity);
    goodsOut.outgoing = add(goodsOut.outgoing, trade.quantity);
    const goodsIn = this.touch(trade.buyer, trade.instrumentNo);
    goodsIn.incoming = add(goodsIn.incoming, trade.quantity);
    if (lockForBuyer) {
      goodsIn.locked = add(goodsIn.locked, trade.quantity);
      this.lockedBalances.add(goodsIn);
    }
    const moneyOut = this.touch(trade.buyer, CASH);
    moneyOut.held = subtract(moneyOut.held, buyerHoldRelease);
    moneyOut.outgoing = add(moneyOut.outgoing, trade.value + trade.buyerFee);
    const moneyIn = this.touch(trade.seller, CASH);
    moneyIn.incoming = add(moneyIn.incoming, trade.value - trade.sellerFee);
    goodsOut.assertSound();
    goodsIn.assertSound();
    moneyOut.assertSound();
    moneyIn.assertSound();
  }

  /**
   * Delivery versus payment of one trade, gross. Trades settle in trade order, so proceeds spent are proceeds paid.
   * Where the reserve is `giver` or `payer`, the promise of whom it stands in for stays: it is owed to the reserve.
   */
  settle(trade: TradeLegs, giver = trade.seller, payer = trade.buyer): void {
    const { seller, buyer, instrumentNo, quantity } = trade;
    const paid = add(trade.value, trade.buyerFee);
    const proceeds = subtract(trade.value, trade.sellerFee);
    if (giver === seller) this.keepPromise(seller, instrumentNo, quantity);
    const goodsIn = this.touch(buyer, instrumentNo);
    goodsIn.incoming = subtract(goodsIn.incoming, quantity);
    if (payer === buyer) this.keepPromise(buyer, CASH, paid);
    const moneyIn = this.touch(seller, CASH);
    moneyIn.incoming = subtract(moneyIn.incoming, proceeds);
    this.post({ kind: 'trade', no: trade.tradeNo }, deliveryOf(trade, giver, payer));
  }

  /** What the reserve gave in an account's place comes back to it. */
  recover(tradeNo: number, debtor: number, reserve: number, asset: number, amount: number): void {
    this.keepPromise(debtor, asset, amount);
    this.post({ kind: 'recovery', no: tradeNo }, [
      { account: debtor, asset, amount: -amount },
      { account: reserve, asset, amount },
    ]);
  }

  /** Gives back what the settlement of a trade moved, by its mirror entries; `unlocked` of it was still under T+1. */
  annul(trade: TradeLegs, unlocked: number): void {
    if (unlocked > 0) {
      const goods = this.touch(trade.buyer, trade.instrumentNo);
      goods.locked = subtract(goods.locked, unlocked);
      if (goods.locked === 0) this.lockedBalances.delete(goods);
    }
    const mirrored = deliveryOf(trade).map((entry) => ({ ...entry, amount: -entry.amount }));
    this.post({ kind: 'annulment', no: trade.tradeNo }, mirrored);
  }

  /** Moves title. Throws InvariantBroken unless the entries cancel out per asset and leave every balance sound. */
  post(cause: Cause, entries: readonly Entry[]): void {
    assertBalanced(entries);
    const touched: Balance[] = [];
    for (const { account, asset, amount } of entries) {
      invariant(!isSink(account) || amount >= 0, 'nothing leaves a sink');
      const balance = this.touch(account, asset);
      balance.posted = add(balance.posted, amount);
      touched.push(balance);
    }
    for (const balance of touched) balance.assertSound();
    this.postings.push({ cause, entries });
  }

  /** The next opening: goods bought yesterday become sellable. */
  unlockDay(): void {
    for (const balance of this.lockedBalances) {
      this.markDirty(balance);
      balance.locked = 0;
    }
    this.lockedBalances.clear();
  }

  /** Forgets which rows changed, without writing them. */
  letGo(): void {
    for (const balance of this.dirty) balance.dirty = false;
    this.dirty.length = this.postings.length = 0;
  }

  dump(): Json {
    return [...this.all()]
      .filter((b) => !b.isEmpty())
      .sort((a, b) => a.account - b.account || a.asset - b.asset)
      .map((b) => [b.account, b.asset, b.posted, b.held, b.outgoing, b.incoming, b.locked, b.frozen]);
  }

  static restore(state: Json): Ledger {
    const ledger = new Ledger();
    for (const [account, asset, posted, held, outgoing, incoming, locked, frozen] of state as number[][]) {
      const balance = Object.assign(ledger.balance(account, asset), {
        posted,
        held,
        outgoing,
        incoming,
        locked,
        frozen,
      });
      if (locked > 0) ledger.lockedBalances.add(balance);
    }
    return ledger;
  }

  private keepPromise(account: number, asset: number, amount: number): void {
    const balance = this.touch(account, asset);
    balance.outgoing = subtract(balance.outgoing, amount);
  }

  private touch(account: number, asset: number): Balance {
    const balance = this.balance(account, asset);
    this.markDirty(balance);
    return balance;
  }

  private markDirty(balance: Balance): void {
    if (balance.dirty) return;
    balance.dirty = true;
    this.dirty.push(balance);
  }
}

/** The entries that deliver and pay one trade. */
function deliveryOf(trade: TradeLegs, giver = trade.seller, payer = trade.buyer): Entry[] {
  const { seller, buyer, instrumentNo, quantity } = trade;
  const paid = add(trade.value, trade.buyerFee);
  const proceeds = subtract(trade.value, trade.sellerFee);
  const entries: Entry[] = [
    { account: giver, asset: instrumentNo, amount: -quantity },
    { account: buyer, asset: instrumentNo, amount: quantity },
    { account: payer, asset: CASH, amount: -paid },
    { account: seller, asset: CASH, amount: proceeds },
  ];
  const fees = paid - proceeds;
  if (fees > 0) entries.push({ account: SYSTEM_ACCOUNTS.FEES, asset: CASH, amount: fees });
  return entries;
}

function assertBalanced(entries: readonly Entry[]): void {
  const sums = new Map<number, number>();
  for (const { asset, amount } of entries) sums.set(asset, add(sums.get(asset) ?? 0, amount));
  for (const [asset, sum] of sums) invariant(sum === 0, `entries of asset ${asset} cancel out`);
}
