import { isCount } from './bytes.js';
import { Broken } from './broken.js';

/** Accounts that belong to no enterprise; the page on verifying names them. */
const [MONEY, ISSUANCE, CANCELLED, SURRENDERED] = [1, 2, 3, 4];
/** What went out unexplained, and the venue's bank accounts. */
const [FIRST_BANK, FIRST_USER] = [14, 100];
const SINKS = [CANCELLED, SURRENDERED];
export const CASH = 0;

/** @typedef {{ tradeNo: number, instrumentNo: number, buyer: number, seller: number, quantity: number, value: number, buyerFee: number, sellerFee: number }} Legs */
/** @typedef {{ issued: number, retired: number, total: number }} Supply */

const LEGS = /** @type {const} */ ([
  ...['tradeNo', 'instrumentNo', 'buyer', 'seller'],
  ...['quantity', 'value', 'buyerFee', 'sellerFee'],
]);
/** Where fees go. */
const FEES = 5;

/** Who has title to what, told by a journal's events alone: `TitleMoved`, and trades when they settle. */
export class Titles {
  constructor() {
    /** By asset, then by account. @type {Map<number, Map<number, number>>} */
    this.balances = new Map();
    /** Trades that wait for settlement. @type {Map<number, Legs>} */
    this.waiting = new Map();
    this.seq = 0;
    this.moves = 0;
    /** Accounts and assets that the record moves. @type {[number, number][]} */
    this.touched = [];
  }

  /**
   * Titles and waiting trades at a place that was passed before.
   * @param {readonly (readonly number[])[]} titles account, asset, amount
   * @param {readonly Legs[]} waiting
   */
  open(titles, waiting) {
    for (const [account, asset, amount] of titles) {
      this.assert(isCount(account) && isCount(asset) && Number.isSafeInteger(amount), 'opening_amount');
      this.assert(this.of(account, asset) === 0, 'opens_twice', { account });
      this.add(account, asset, amount);
    }
    for (const legs of waiting) this.trade(legs);
    for (const asset of this.balances.keys()) {
      let sum = 0n;
      for (const amount of this.ofAsset(asset).values()) sum += BigInt(amount);
      this.assert(sum === 0n, 'opening_sum', { asset });
    }
  }

  /**
   * @param {number} seq
   * @param {readonly Record<string, unknown>[]} events
   */
  take(seq, events) {
    this.seq = seq;
    this.touched = [];
    const failed = new Set();
    for (const event of events) {
      switch (event.type) {
        case 'TitleMoved':
          this.post(
            /** @type {readonly (readonly number[])[]} */ (event.entries),
            `${event.cause} ${event.no}`,
          );
          break;
        case 'TradeExecuted':
          this.trade(/** @type {Legs} */ (/** @type {unknown} */ (event)));
          break;
        case 'TradesSettled':
          this.settle(/** @type {number} */ (event.from), /** @type {number} */ (event.to), failed);
          break;
        case 'DeliveryFailed':
          // Whatever moves of it later is told entry by entry.
          this.assert(this.waiting.delete(/** @type {number} */ (event.tradeNo)), 'fails_unknown', {
            trade: event.tradeNo,
          });
          failed.add(event.tradeNo);
          break;
        case 'TradeAnnulled':
          this.post(mirrored(delivery(this.legs(event))), `annulment ${event.tradeNo}`);
          break;
      }
    }
    // Between the entries of one command anybody may owe for a moment.
    for (const [account, asset] of this.touched) {
      const isCovered = isSource(account) || this.of(account, asset) >= 0;
      this.assert(isCovered, 'overdrawn', { seq, account, asset });
    }
  }

  /**
   * @param {number} account
   * @param {number} asset
   */
  of(account, asset) {
    return this.balances.get(asset)?.get(account) ?? 0;
  }

  /**
   * What an asset's sources gave, what its sinks took, what everybody else has.
   * @param {number} asset
   * @returns {Supply}
   */
  supply(asset) {
    let [issued, retired, total] = [0n, 0n, 0n];
    for (const [account, amount] of this.balances.get(asset) ?? []) {
      if (isSource(account)) issued -= BigInt(amount);
      else if (SINKS.includes(account)) retired += BigInt(amount);
      else total += BigInt(amount);
    }
    return { issued: Number(issued), retired: Number(retired), total: Number(total) };
  }

  /**
   * What a statement of holdings has leaves for.
   * @param {number} asset
   * @returns {Iterable<readonly [number, number]>}
   */
  *holders(asset) {
    for (const [account, amount] of this.balances.get(asset) ?? [])
      if (amount !== 0 && !isSource(account) && !SINKS.includes(account)) yield [account, amount];
  }

  /** Assets that anything was ever issued of, in order. */
  assets() {
    return [...this.balances.keys()].filter((asset) => this.supply(asset).issued !== 0).sort((a, b) => a - b);
  }

  /** Issued − retired = what everybody has, asset by asset. */
  assertConserved() {
    for (const asset of this.balances.keys()) {
      const { issued, retired, total } = this.supply(asset);
      this.assert(issued - retired === total, 'not_conserved', { asset, issued, retired, total });
    }
  }

  /** @param {Legs} legs */
  trade(legs) {
    const { tradeNo, buyer, seller } = this.legs(/** @type {any} */ (legs));
    this.assert(!this.waiting.has(tradeNo) && buyer !== seller, 'trade_twice', { trade: tradeNo });
    this.waiting.set(tradeNo, legs);
  }

  /**
   * @param {number} from
   * @param {number} to
   * @param {Set<unknown>} failed
   */
  settle(from, to, failed) {
    this.assert(isCount(from) && isCount(to) && from <= to, 'settles_range', { from, to });
    for (let tradeNo = from; tradeNo <= to; tradeNo++) {
      if (failed.has(tradeNo)) continue;
      const legs = this.waiting.get(tradeNo);
      if (legs === undefined) throw new Broken('conserved', this.seq, 'settles_unknown', { trade: tradeNo });
      this.waiting.delete(tradeNo);
      this.post(delivery(legs), `trade ${tradeNo}`);
    }
  }

  /**
   * Double entry: entries of one asset cancel out, nothing leaves a sink, nobody owes but the sources.
   * @param {readonly (readonly number[])[]} entries account, asset, amount
   * @param {string} cause
   */
  post(entries, cause) {
    this.assert(Array.isArray(entries) && entries.length > 0, 'no_entries', { cause });
    const sums = new Map();
    for (const [account, asset, amount, ...more] of entries) {
      const isEntry = isCount(account) && isCount(asset) && Number.isSafeInteger(amount) && more.length === 0;
      this.assert(isEntry, 'bad_entry', { cause });
      this.assert(amount >= 0 || !SINKS.includes(account), 'out_of_sink', { cause });
      sums.set(asset, (sums.get(asset) ?? 0n) + BigInt(amount));
      this.add(account, asset, amount);
      this.touched.push([account, asset]);
    }
    for (const [asset, sum] of sums) this.assert(sum === 0n, 'unbalanced', { cause, asset });
    this.moves += 1;
  }

  /**
   * @param {Record<string, unknown>} event
   * @returns {Legs}
   */
  legs(event) {
    const legs = Object.fromEntries(LEGS.map((name) => [name, event[name]]));
    this.assert(
      LEGS.every((name) => isCount(legs[name])),
      'bad_leg',
      { trade: event.tradeNo },
    );
    return /** @type {Legs} */ (legs);
  }

  /**
   * @param {number} account
   * @param {number} asset
   * @param {number} amount
   */
  add(account, asset, amount) {
    const after = this.of(account, asset) + amount;
    this.assert(Number.isSafeInteger(after), 'too_much', { account, asset });
    this.ofAsset(asset).set(account, after);
  }

  /** @param {number} asset */
  ofAsset(asset) {
    let accounts = this.balances.get(asset);
    if (accounts === undefined) this.balances.set(asset, (accounts = new Map()));
    return accounts;
  }

  /**
   * @param {boolean} holds
   * @param {import('./faults.js').Fault} fault
   * @param {Record<string, unknown>} [facts]
   */
  assert(holds, fault, facts) {
    if (!holds) throw new Broken('conserved', this.seq, fault, facts);
  }
}

/** Their debt is what the world was given. @param {number} account */
function isSource(account) {
  return account === MONEY || account === ISSUANCE || (account >= FIRST_BANK && account < FIRST_USER);
}

/** @param {Legs} legs */
function delivery({ instrumentNo, buyer, seller, quantity, value, buyerFee, sellerFee }) {
  return [
    [seller, instrumentNo, -quantity],
    [buyer, instrumentNo, quantity],
    [buyer, CASH, -(value + buyerFee)],
    [seller, CASH, value - sellerFee],
    [FEES, CASH, buyerFee + sellerFee],
  ];
}

/** @param {readonly (readonly number[])[]} entries */
function mirrored(entries) {
  return entries.map(([account, asset, amount]) => [account, asset, 0 - amount]);
}
