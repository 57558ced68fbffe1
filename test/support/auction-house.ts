import { createHash } from 'node:crypto';
import { SIGNING_POWERS } from '../../src/approvals/index.js';
import { type Auction, bidCommitment, noticeHash, publicKeyOf, sealBid } from '../../src/auctions/index.js';
import { stateInvariants } from '../../src/checker/state-invariants.js';
import { startOfDay } from '../../src/kernel/instant.js';
import type { Json } from '../../src/kernel/json.js';
import { VenueMachine } from '../../src/machine.js';
import { type PackFile, shippedPack } from '../../src/rules/index.js';
import type { DecidedRecord } from '../../src/sequencer/index.js';

const POWERS = [...SIGNING_POWERS];
export const MINUTE = 60_000_000;
export const DAY = 86_400_000_000;
/** Bytes that are as good as random for a test, and the same in every run. */
const bytes = (word: string): Buffer => createHash('sha256').update(word).digest();
export const KEYS = {
  first: bytes('first key').toString('hex'),
  second: bytes('second key').toString('hex'),
};
export const SEEDS = {
  first: bytes('first seed').toString('hex'),
  second: bytes('second seed').toString('hex'),
};
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

export interface BidOf {
  readonly account: number;
  readonly price?: number;
  readonly quantity: number;
}

/** A whole venue spoken to as the engine does, with a government account that has allowances to sell. */
export class AuctionHouse {
  machine = new VenueMachine();
  readonly records: DecidedRecord[] = [];
  at: number;
  seller: number;
  private nonces = 0;

  constructor(pack: PackFile = auctionPack({}), issued = 1_000_000) {
    this.at = startOfDay('2026-11-24', 480) + 600 * MINUTE;
    this.ok('load-rule-pack', { pack: pack as unknown as Json });
    this.agreed('create-instrument', { ...ALLOWANCE, packName: pack.pack });
    this.seller = this.account('bureau', 'government', 0);
    this.agreed('set-cap', { instrumentNo: 1, year: 2026, quantity: issued });
    const lines = [{ accountNo: this.seller, quantity: issued }];
    const file = { instrumentNo: 1, year: 2026, fileHash: 'a'.repeat(64) };
    const { batchNo } = this.ok('draft-batch', { ...file, lines }, 'issuer');
    this.ok('submit-batch', { batchNo }, 'issuer');
    this.ok('approve-batch', { batchNo, fileHash: file.fileHash }, 'approver');
    this.ok('create-batch', { batchNo }, 'registrar');
    this.ok('distribute-batch', { batchNo }, 'registrar');
  }

  /** An opened account of an organisation, with money in it. */
  account(org: string, kind = 'compliance', cash = 0, ownerGroup = org): number {
    const facts = { org, ownerGroup, title: org, accountKind: kind, prohibited: false };
    const { accountNo } = this.ok('apply-account', facts, org);
    this.ok('review-account', { accountNo }, 'issuer');
    this.ok('approve-account', { accountNo }, 'approver');
    if (cash > 0) this.deposit(accountNo as number, cash);
    return accountNo as number;
  }

  deposit(accountNo: number, amountFen: number): void {
    this.agreed('deposit-cash', { accountNo, amountFen, bankReference: 'B' });
  }

  /** Drafted, with both openers' promises; its window is the next hour but one. */
  drafted(draft: object = {}): number {
    const window = { opensAt: this.at + 60 * MINUTE, closesAt: this.at + 120 * MINUTE };
    const facts = {
      title: 'auction',
      instrumentNo: 1,
      sellerAccount: this.seller,
      supply: 1_000,
      reservePrice: 1_000,
    };
    const { auctionNo } = this.ok('draft-auction', { draft: { ...facts, ...window, ...draft } }, 'issuer');
    for (const part of ['first', 'second'] as const)
      this.ok('register-opener', { auctionNo, part, ...promiseOf(part) }, `opener-${part}`);
    return auctionNo as number;
  }

  announced(draft: object = {}): number {
    const auctionNo = this.drafted(draft);
    this.agreed('announce-auction', { auctionNo, noticeHash: this.noticeHashOf(auctionNo) });
    return auctionNo;
  }

  /** Announced and in its window. */
  open(draft: object = {}): number {
    const auctionNo = this.announced(draft);
    this.at = this.auction(auctionNo).notice.opensAt;
    return auctionNo;
  }

  guarantee(auctionNo: number, account: number, amountFen: number): Json {
    return this.ok('place-guarantee', { auctionNo, accountNo: account, amountFen }, this.orgOf(account));
  }

  bid(auctionNo: number, bid: BidOf): number {
    const facts = { auctionNo, accountNo: bid.account, ...this.seal(auctionNo, bid) };
    return this.ok('place-bid', facts, this.orgOf(bid.account)).bidNo as number;
  }

  seal(auctionNo: number, { account, price, quantity }: BidOf): { sealed: string; commitment: string } {
    const bidderNo = this.auction(auctionNo).bidders.get(account)!.bidderNo;
    const place = { publicKeys: [publicKeyOf(KEYS.first), publicKeyOf(KEYS.second)] as const, bidderNo };
    const nonce = bytes(`nonce ${(this.nonces += 1)}`).toString('hex');
    const secret = { price, quantity, nonce };
    const iv = bytes(`iv ${this.nonces}`).subarray(0, 12);
    const sealed = sealBid(place, secret, bytes(`ephemeral ${this.nonces}`), iv);
    return { sealed, commitment: bidCommitment(place, secret) };
  }

  reveal(auctionNo: number, part: 'first' | 'second', change: object = {}): DecidedRecord {
    const facts = { auctionNo, part, privateKey: KEYS[part], seed: SEEDS[part], ...change };
    return this.tell('reveal-opener', facts, `opener-${part}`);
  }

  /** Closed, both halves revealed, every bid unsealed. */
  opened(auctionNo: number): void {
    this.at = this.auction(auctionNo).notice.closesAt;
    for (const part of ['first', 'second'] as const) this.reveal(auctionNo, part);
    while (this.ok('unseal-bids', { auctionNo }, 'exchange').left !== 0);
  }

  cleared(auctionNo: number): Record<string, Json> {
    this.opened(auctionNo);
    return this.ok('clear-auction', { auctionNo }, 'exchange');
  }

  auction(auctionNo: number): Auction {
    return this.machine.auctions.get(auctionNo)!;
  }

  noticeHashOf(auctionNo: number): string {
    return noticeHash(this.auction(auctionNo));
  }

  /** The answer; throws with the code of a refusal. */
  ok(kind: string, facts: object, org = 'system'): Record<string, Json> {
    const record = this.tell(kind, facts, org);
    if (!record.ok) throw new Error(`${kind}: ${JSON.stringify(record.rej)}`);
    return record.ans as Record<string, Json>;
  }

  /** The code of the refusal, or 'ok'. */
  code(kind: string, facts: object, org = 'system'): string {
    const record = this.tell(kind, facts, org);
    return record.ok ? 'ok' : record.rej!.code;
  }

  tell(kind: string, facts: object, org: string): DecidedRecord {
    const seq = this.machine.seq + 1;
    const cmd = JSON.parse(JSON.stringify({ kind, ...facts })) as DecidedRecord['cmd'];
    const record = this.machine.decide({ seq, at: this.at, by: `usr_${org}`, org, cmd });
    this.records.push(record);
    return record;
  }

  agreed(action: string, payload: object, maker = 'maker', checker = 'checker'): Record<string, Json> {
    const { proposalNo, payloadHash } = this.ok('propose', { action, payload, powers: POWERS }, maker);
    return this.ok('approve', { proposalNo, payloadHash, powers: POWERS }, checker);
  }

  refusedProposal(action: string, payload: object): string {
    return this.code('propose', { action, payload, powers: POWERS }, 'maker');
  }

  cash(account: number): { posted: number; held: number } {
    const { posted, held } = this.machine.ledger.balance(account, 0);
    return { posted, held };
  }

  units(account: number): number {
    return this.machine.ledger.balance(account, 1).posted;
  }

  broken(): string[] {
    return stateInvariants(this.machine).flatMap(({ ok, id, broken }) =>
      ok ? [] : [`${id}: ${broken.join('; ')}`],
    );
  }

  /** The same venue from its own dump, as after a restart. */
  reborn(): void {
    const state = JSON.parse(JSON.stringify(this.machine.dump())) as Json;
    this.machine = new VenueMachine();
    this.machine.restore(state);
  }

  private orgOf(account: number): string {
    return this.machine.registry.account(account)!.org;
  }
}

export function promiseOf(part: 'first' | 'second'): { publicKey: string; seedCommitment: string } {
  return { publicKey: publicKeyOf(KEYS[part]), seedCommitment: hashOf(SEEDS[part]) };
}

/** A shipped pack with some of its keys set, or taken out. */
export function auctionPack(values: Record<string, Json | undefined>): PackFile {
  const file = structuredClone(shippedPack('cn-beijing-2026')) as unknown as { keys: Record<string, object> };
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined) delete file.keys[key];
    else file.keys[key] = { value, unit: 'test', legalBasis: 'test', status: 'design' };
  }
  return file as unknown as PackFile;
}

const ALLOWANCE = {
  ...{ symbol: 'BEA-2026', kind: 'carbon', pollutant: 'CO2', zone: 'BJ', sector: 'power', vintage: 2026 },
  ...{ expiry: null, unitName: 't', unitScale: 0, tickFen: 1, lotUnits: 1, referencePriceFen: 10_000 },
};
