import { beforeEach, describe, expect, it } from '@jest/globals';
import { POLICIES } from './approvals/index.js';
import type { Json } from './kernel/json.js';
import { startOfDay } from './kernel/instant.js';
import { VenueMachine } from './machine.js';
import { shippedPack } from './rules/index.js';
import type { DecidedRecord } from './sequencer/index.js';

const DAY = '2026-11-24';
const EVERYTHING = Object.values(POLICIES).flatMap(({ maker, stages }) =>
  [maker, ...stages].map(({ power }) => power),
);

/** A venue driven by hand: instants and sequence numbers are given, nothing is stored. */
class HandDriven {
  machine = new VenueMachine();
  records: DecidedRecord[] = [];
  at = startOfDay(DAY, 480) + 10 * 3600 * 1_000_000;

  do(kind: string, facts: Record<string, Json>, by = 'usr_sys', org = ''): DecidedRecord {
    const record = { seq: this.records.length + 1, at: ++this.at, by, org, cmd: { kind, ...facts } };
    const decided = this.machine.decide(record);
    this.records.push(decided);
    return decided;
  }

  ok(kind: string, facts: Record<string, Json>, by?: string, org?: string): Record<string, Json> {
    const decided = this.do(kind, facts, by, org);
    if (!decided.ok) throw new Error(`${kind}: ${JSON.stringify(decided.rej)}`);
    return decided.ans as Record<string, Json>;
  }

  fourEyes(action: string, payload: Record<string, Json>): Record<string, Json> {
    const { proposalNo, payloadHash } = this.ok(
      'propose',
      { action, payload, powers: EVERYTHING },
      'usr_maker',
    );
    return this.ok('approve', { proposalNo, payloadHash, powers: EVERYTHING }, 'usr_checker')
      .result as Record<string, Json>;
  }

  account(org: string): number {
    const { accountNo } = this.ok(
      'apply-account',
      { org, ownerGroup: org, title: org, accountKind: 'emitter', prohibited: false },
      'usr_m',
      org,
    );
    this.ok('review-account', { accountNo }, 'usr_issuer');
    this.ok('approve-account', { accountNo }, 'usr_approver');
    return accountNo as number;
  }
}

describe('one venue, all contexts together', () => {
  let venue: HandDriven;
  let instrumentNo: number;
  let a: number;
  let b: number;

  beforeEach(() => {
    venue = new HandDriven();
    venue.ok('load-rule-pack', { pack: shippedPack('demo') });
    ({ instrumentNo } = venue.fourEyes('create-instrument', {
      symbol: 'CEA-2026', kind: 'carbon', pollutant: 'CO2', zone: '', sector: '', vintage: 2026, expiry: null, unitName: 't',
      unitScale: 0, tickFen: 1, lotUnits: 1, packName: 'demo', referencePriceFen: 7463,
    }) as { instrumentNo: number }); // prettier-ignore
    venue.fourEyes('set-cap', { instrumentNo, year: 2026, quantity: 10_000 });
    a = venue.account('org_a');
    b = venue.account('org_b');
    venue.fourEyes('deposit-cash', { accountNo: b, amountFen: 100_000_000, bankReference: 'x' });
    const { batchNo } = venue.ok(
      'draft-batch',
      { instrumentNo, year: 2026, fileHash: 'f'.repeat(64), lines: [{ accountNo: a, quantity: 1000 }] },
      'usr_issuer',
    );
    venue.ok('submit-batch', { batchNo }, 'usr_issuer');
    venue.ok('approve-batch', { batchNo, fileHash: 'f'.repeat(64) }, 'usr_approver');
    venue.ok('create-batch', { batchNo }, 'usr_clearing');
    venue.ok('distribute-batch', { batchNo }, 'usr_clearing');
    venue.ok('open-day', { day: DAY });
  });

  const sell = (quantity: number, price: number) => ({
    org: 'org_a',
    accountNo: a,
    instrumentNo,
    side: 'sell',
    type: 'limit',
    price,
    quantity,
  });
  const buy = (quantity: number, price: number) => ({
    org: 'org_b',
    accountNo: b,
    instrumentNo,
    side: 'buy',
    type: 'limit',
    price,
    quantity,
  });

  it('issues, trades, settles; money and allowances are conserved and the serial numbers arrive', () => {
    venue.ok('place-order', sell(400, 7400));
    const bought = venue.ok('place-order', buy(150, 7500));
    expect(bought).toMatchObject({ status: 'FILLED', filled: 150, fills: [{ price: 7400, quantity: 150 }] });
    expect(venue.ok('settle-trades', { fromTrade: 1, toTrade: 1 })).toEqual({ settled: 1, lastSettled: 1 });
    // The same doorbell again moves nothing.
    expect(venue.ok('settle-trades', { fromTrade: 1, toTrade: 1 })).toEqual({ settled: 0, lastSettled: 1 });
    const { ledger } = venue.machine;
    expect(ledger.balance(b, instrumentNo)).toMatchObject({ posted: 150, incoming: 0, held: 0 });
    expect(ledger.balance(a, instrumentNo)).toMatchObject({ posted: 850, held: 250, outgoing: 0 });
    const sums = new Map<number, number>();
    for (const balance of ledger.all())
      sums.set(balance.asset, (sums.get(balance.asset) ?? 0) + balance.posted);
    expect([...sums.values()]).toEqual([0, 0]);
  });

  it('refuses to sell what it has not got and to buy what it cannot pay, and changes nothing', () => {
    const state = (): string => JSON.stringify({ ...(venue.machine.dump() as object), seq: 0 });
    const before = state();
    expect(venue.do('place-order', sell(1001, 7400)).rej?.code).toBe('market.insufficient_units');
    expect(venue.do('place-order', buy(20_000, 7400)).rej?.code).toBe('market.insufficient_cash');
    expect(venue.do('place-order', { ...sell(1, 7400), org: 'org_b' }).rej?.code).toBe(
      'market.account_unknown',
    );
    // Only the count of commands moves: a refusal is journalled too.
    expect(state() === before).toBe(true);
  });

  it('is the same machine after dump and restore, with orders in the book and trades waiting', () => {
    venue.ok('place-order', sell(400, 7400));
    venue.ok('place-order', buy(150, 7500));
    const twin = new VenueMachine();
    twin.restore(JSON.parse(JSON.stringify(venue.machine.dump())) as Json);
    expect(twin.dump()).toEqual(venue.machine.dump());
    for (const next of [buy(300, 7500), sell(10, 7300)]) {
      const { seq, at, by, org, cmd } = venue.do('place-order', next);
      expect(twin.decide({ seq, at, by, org, cmd })).toEqual(venue.records.at(-1));
    }
    expect(twin.dump()).toEqual(venue.machine.dump());
  });

  it('an own-group counterpart is never met: the newer order ends', () => {
    venue.ok('place-order', sell(100, 7400));
    venue.fourEyes('deposit-cash', { accountNo: a, amountFen: 10_000_000, bankReference: 'y' });
    const own = venue.ok('place-order', { ...sell(50, 7400), side: 'buy' });
    expect(own).toMatchObject({ status: 'CANCELLED', filled: 0, cancelled: 50 });
    expect(venue.machine.ledger.balance(a, 0).held).toBe(0);
  });

  it('a reduced order keeps its place; an enlarged one goes to the back', () => {
    const first = venue.ok('place-order', sell(100, 7400)).orderNo;
    const second = venue.ok('place-order', sell(100, 7400)).orderNo;
    const queue = () => [...venue.machine.market.find(instrumentNo)!.restingOrders()].map((o) => o.orderNo);
    venue.ok('amend-order', { org: 'org_a', orderNo: first, quantity: 60 });
    expect(queue()).toEqual([first, second]);
    venue.ok('amend-order', { org: 'org_a', orderNo: first, quantity: 80 });
    expect(queue()).toEqual([second, first]);
    expect(venue.machine.ledger.balance(a, instrumentNo).held).toBe(180);
  });

  it('the day ends with a close, lapsed orders and released holds; the next opens only when all is settled', () => {
    venue.ok('place-order', sell(400, 7400));
    venue.ok('place-order', buy(150, 7500));
    expect(venue.ok('close-day', { day: DAY })).toMatchObject({ ordersExpired: 1 });
    expect(venue.machine.market.find(instrumentNo)!.previousClose).toBe(7400);
    expect(venue.machine.ledger.balance(a, instrumentNo).held).toBe(0);
    expect(venue.do('open-day', { day: '2026-11-25' }).rej?.code).toBe('market.unsettled_trades');
    venue.ok('settle-trades', { fromTrade: 1, toTrade: 1 });
    venue.ok('open-day', { day: '2026-11-25' });
  });
});
