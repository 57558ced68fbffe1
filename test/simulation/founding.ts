import { encodeRecord, GENESIS_HASH, type JournalBatch, sealBatch } from '../../src/audit/index.js';
import { POLICIES } from '../../src/approvals/index.js';
import type { Json } from '../../src/kernel/json.js';
import { startOfDay } from '../../src/kernel/instant.js';
import type { ReplayStart } from '../../src/checker/journal-replay.js';
import type { DecidedRecord, Snapshot } from '../../src/sequencer/index.js';
import { IdempotencyWindow } from '../../src/sequencer/domain/idempotency-window.js';
import { packState } from '../../src/sequencer/saved-state.js';
import { VenueMachine } from '../../src/machine.js';
import { packWith } from '../support/market-world.js';

export const VENUE = { venueNo: 1, slug: 'sim', title: 'Simulated', currency: 'CNY' };
export const DAY = '2026-11-24';
export const BANK_NUMBER = 'SIM-1';
export const MIDNIGHT = startOfDay(DAY, 480);
const NINE = MIDNIGHT + 9 * 3_600_000_000;
const RECORDS_A_BATCH = 8;

export const EVERY_POWER = Object.values(POLICIES).flatMap(({ maker, stages }) =>
  [maker, ...stages].map(({ power }) => power),
);

export interface Trader {
  readonly org: string;
  readonly accountNo: number;
}

export interface Thing {
  readonly instrumentNo: number;
  readonly price: number;
  readonly tick: number;
  readonly lot: number;
}

/** A venue as it is before the first order: what a founding wrote in the journal. */
export interface Founding {
  readonly batches: readonly JournalBatch[];
  /** What those batches say. */
  readonly records: readonly DecidedRecord[];
  /** Where those batches lead, as a snapshot and as a place to begin a replay from. */
  readonly snapshot: Snapshot;
  readonly start: () => ReplayStart;
  readonly traders: readonly Trader[];
  readonly things: readonly Thing[];
  /** A discharge right of the first trader, which it may want to sell. */
  readonly rightNo: number;
  /** How its orders meet. */
  readonly meeting: 'continuous' | 'called' | 'picked';
}

/** Transfers leave at the next midnight, and may be called off until then. */
const LATE: Record<string, Json> = {
  'transfer.delay': { cutoff: '12:00', workingDays: 1, workingDaysLate: 1, at: '00:00' },
  'transfer.approvals': [{ fromUnits: 0, ownerApprovers: 1, officeApprovers: 0 }],
};

/** Whoever is frozen delivers nothing, and is asked again soon. */
const HELD: Record<string, Json> = { 'settlement.frozen': 'HOLD', 'settlement.retryMinutes': [1, 2] };

/** Odd fees, rules and selfTrade ways, so that roundings, locks and preventions all happen. */
const RULES: readonly Record<string, Json>[] = [
  {
    ...{ ...LATE, ...HELD },
    ...{ 'fee.listed.buy': 37, 'fee.listed.sell': 13, 't1.goods': true },
  },
  { 'fee.listed.buy': 0, 'fee.listed.sell': 0, 't1.goods': false, 'selfTrade.default': 'CANCEL_OLDEST' },
  {
    'fee.listed.buy': 8,
    'fee.listed.sell': 3,
    'fee.min': 500,
    't1.goods': true,
    'selfTrade.default': 'CANCEL_BOTH',
  },
  // Two fen up or down and orders gather for a second.
  {
    ...HELD,
    'fee.listed.buy': 5,
    'volatility.pct': 3,
    'volatility.callSeconds': 1,
    'selfTrade.default': 'CANCEL_OLDEST',
  },
  { ...LATE, ...HELD, 'fee.listed.sell': 7, matcher: 'PICK_LISTING', 'pick.levels': 2 },
];
export const FOUNDINGS = RULES.length;

// c and d are under one control.
const ORGS: readonly (readonly [org: string, ownerGroup: string])[] = [
  ['org_a', 'group_a'],
  ['org_b', 'group_b'],
  ['org_c', 'group_c'],
  ['org_d', 'group_c'],
];
const THINGS = [
  { price: 7_463, tick: 1, lot: 1 },
  { price: 300, tick: 5, lot: 10 },
];
const CASH_FEN = 2_000_000;
const UNITS = 400;

const found = new Map<number, Promise<Founding>>();

/** The same founding for the same number, made once. */
export function foundingOf(no: number): Promise<Founding> {
  let founding = found.get(no);
  if (founding === undefined) found.set(no, (founding = new Founder(RULES[no]).found()));
  return founding;
}

class Founder {
  private readonly machine = new VenueMachine();
  private readonly lines: string[] = [];

  constructor(private readonly rules: Record<string, Json>) {}

  async found(): Promise<Founding> {
    this.do('load-rule-pack', { pack: packWith(this.rules, 'demo') as unknown as Json });
    const things = THINGS.map((thing, i) => ({ ...thing, instrumentNo: this.instrument(i, thing) }));
    const traders = ORGS.map(([org, ownerGroup]) => ({ org, accountNo: this.account(org, ownerGroup) }));
    for (const { instrumentNo } of things) this.allocate(instrumentNo, traders);
    this.bank(traders);
    const rightNo = this.permit(traders[0]);
    this.do('open-day', { day: DAY });
    this.negotiate(things[0], traders);
    this.invite(things[0], traders);
    const batches = this.seal();
    const { lastSeq: seq, hash: head } = batches.at(-1)!;
    const state = this.machine.dump();
    const text = JSON.stringify(state);
    const memory = { machine: state, window: new IdempotencyWindow().dump(), at: NINE + seq };
    const { bytes, machineHash: stateHash } = (await packState(memory, () => Promise.resolve(true)))!;
    const snapshot = { seq, headHash: head, stateHash, state: bytes };
    return {
      batches,
      records: this.lines.map((line) => JSON.parse(line) as DecidedRecord),
      snapshot,
      start: () => ({ seq, head, state: JSON.parse(text) as Json }),
      traders,
      things,
      meeting: this.meeting(),
      rightNo,
    };
  }

  private meeting(): Founding['meeting'] {
    if (this.rules.matcher === 'PICK_LISTING') return 'picked';
    return this.rules['volatility.pct'] === undefined ? 'continuous' : 'called';
  }

  private do(kind: string, facts: Record<string, Json>, by = 'usr_sys', org = ''): Record<string, Json> {
    const seq = this.lines.length + 1;
    const decided = this.machine.decide({ seq, at: NINE + seq, by, org, cmd: { kind, ...facts } });
    if (!decided.ok) throw new Error(`${kind}: ${JSON.stringify(decided.rej)}`);
    this.lines.push(encodeRecord(decided));
    return decided.ans as Record<string, Json>;
  }

  /** Their money lies at a bank, whose statements book it from now on. */
  private bank(traders: readonly Trader[]): void {
    const address = { name: 'bank', bank: '102100099996', number: BANK_NUMBER };
    const opening = { openingFen: traders.length * CASH_FEN, openingDay: DAY, currency: 'CNY' };
    this.fourEyes('open-bank-account', { accountKind: 'CLIENT', ...address, ...opening });
    for (const { org, accountNo } of traders)
      this.fourEyes('set-payee', { accountNo, ...address, number: org }, org);
  }

  private fourEyes(action: string, payload: Record<string, Json>, org = ''): Record<string, Json> {
    const powers = EVERY_POWER;
    const { proposalNo, payloadHash } = this.do('propose', { action, payload, powers }, 'usr_maker', org);
    const signed = POLICIES[action].stages.map((_, stage) =>
      this.do('approve', { proposalNo, payloadHash, powers }, `usr_checker${stage}`),
    );
    return signed.at(-1)!.result as Record<string, Json>;
  }

  private permit(owner: Trader): number {
    const { districtNo } = this.fourEyes('register-district', { name: 'here', city: 'here', basin: 'here' });
    const instrumentNo = this.instrument(2, { price: 100, tick: 1, lot: 1 }, 'permit', 'NOx');
    const { plantNo } = this.fourEyes('register-plant', {
      ...{ name: owner.org, accountNo: owner.accountNo, districtNo: districtNo, sector: 'chemical' },
      ...{ sourceClass: 'industrial', captivePower: false, heatPart: false, ultraLow: false },
      permitUntil: '2029-12-31',
    });
    this.allocate(instrumentNo, [owner]);
    this.fourEyes('set-district-cap', { districtNo, instrumentNo, quantity: UNITS });
    const { rightNo } = this.fourEyes('register-right', {
      ...{ plantNo, instrumentNo, quantity: UNITS, origin: 'FREE', paidFen: 0 },
      ...{ startDay: '2026-01-01', endDay: '2029-05-01' },
    });
    return rightNo as number;
  }

  private instrument(
    i: number,
    { price, tick, lot }: Omit<Thing, 'instrumentNo'>,
    kind = 'carbon',
    pollutant = 'CO2',
  ): number {
    const { instrumentNo } = this.fourEyes('create-instrument', {
      ...{
        symbol: `SIM-${i}`,
        kind,
        pollutant,
        zone: '',
        sector: '',
        vintage: 2026,
        expiry: null,
      },
      ...{
        unitName: 't',
        unitScale: 0,
        tickFen: tick,
        lotUnits: lot,
        packName: 'demo',
        referencePriceFen: price,
      },
    });
    this.fourEyes('set-cap', { instrumentNo, year: 2026, quantity: 1_000_000 });
    return instrumentNo as number;
  }

  private account(org: string, ownerGroup: string): number {
    const facts = { org, ownerGroup, title: org, accountKind: 'emitter', prohibited: false };
    const { accountNo } = this.do('apply-account', facts, 'usr_m', org);
    this.do('review-account', { accountNo }, 'usr_issuer');
    this.do('approve-account', { accountNo }, 'usr_approver');
    this.fourEyes('deposit-cash', { accountNo, amountFen: CASH_FEN, bankReference: org });
    return accountNo as number;
  }

  /** Two blocks are talked about already: few members would find each other in so short a life. */
  private negotiate({ instrumentNo, price }: Thing, [a, b, c]: readonly Trader[]): void {
    const block = { instrumentNo, price, quantity: 100 };
    for (const [poster, side, responder] of [
      [a, 'sell', b],
      [b, 'buy', c],
    ] as const) {
      const { intentNo } = this.do('post-block-intent', { ...poster, ...block, side });
      this.do('answer-block-intent', { ...responder, intentNo });
    }
  }

  /** Two biddings go on already: one is over before anybody trades and waits for its award, the other takes bids all day. */
  private invite({ instrumentNo, price }: Thing, [a, b, c, d]: readonly Trader[]): void {
    const opens = NINE + this.lines.length;
    const window = { registrationOpensAt: opens, biddingOpensAt: opens };
    const terms = { instrumentNo, quantity: 60, reserveFen: 0, depositBps: 1_000, rule: 'PARTS', ...window };
    const register = (bidder: Trader, biddingNo: number, bid: number): void => {
      this.do('register-one-way', { ...bidder, biddingNo, quantity: 60 });
      this.do('bid-one-way', { ...bidder, biddingNo, price: bid, quantity: 40 });
    };
    // A command of the founding takes a microsecond.
    const [soon, late] = [opens + 12, MIDNIGHT + 24 * 3_600_000_000];
    this.fourEyes(
      'open-one-way-bidding',
      {
        ...{ ...terms, accountNo: a.accountNo, side: 'sell', floorFen: price - 2, ceilingFen: 0 },
        ...{ registrationClosesAt: soon, biddingClosesAt: soon },
      },
      a.org,
    );
    register(b, 1, price);
    register(c, 1, price + 1);
    this.fourEyes(
      'open-one-way-bidding',
      {
        ...{ ...terms, accountNo: b.accountNo, side: 'buy', floorFen: 0, ceilingFen: price + 2 },
        ...{ registrationClosesAt: late, biddingClosesAt: late },
      },
      b.org,
    );
    register(d, 2, price);
  }

  private allocate(instrumentNo: number, traders: readonly Trader[]): void {
    const lines = traders.map(({ accountNo }) => ({ accountNo, quantity: UNITS }));
    const fileHash = String(instrumentNo).repeat(64);
    const { batchNo } = this.do('draft-batch', { instrumentNo, year: 2026, fileHash, lines }, 'usr_issuer');
    this.do('submit-batch', { batchNo }, 'usr_issuer');
    this.do('approve-batch', { batchNo, fileHash }, 'usr_approver');
    this.do('create-batch', { batchNo }, 'usr_clearing');
    this.do('distribute-batch', { batchNo }, 'usr_clearing');
  }

  private seal(): JournalBatch[] {
    const batches: JournalBatch[] = [];
    for (let i = 0; i < this.lines.length; i += RECORDS_A_BATCH) {
      const head = batches.at(-1)?.hash ?? GENESIS_HASH;
      batches.push(sealBatch(VENUE.venueNo, i + 1, head, this.lines.slice(i, i + RECORDS_A_BATCH)));
    }
    return batches;
  }
}
