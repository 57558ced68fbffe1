import { POLICIES } from '../../src/approvals/index.js';
import { encodeRecord, GENESIS_HASH, type JournalBatch, sealBatch } from '../../src/audit/index.js';
import { startOfDay } from '../../src/kernel/instant.js';
import type { Json } from '../../src/kernel/json.js';
import { VenueMachine } from '../../src/machine.js';
import { type PackFile, shippedPack } from '../../src/rules/index.js';
import type { DecidedRecord } from '../../src/sequencer/index.js';

const EVERY_POWER = Object.values(POLICIES).flatMap(({ maker, stages }) =>
  [maker, ...stages].map(({ power }) => power),
);
const HOUR = 3_600_000_000;
const FILE = 'f'.repeat(64);
const MONEY = 100_000_000_000;
const UNITS = 100_000;

/** A whole venue driven by hand, with its journal: two plants, A with allowances and B with money. */
export class LivingVenue {
  readonly machine = new VenueMachine();
  readonly records: DecidedRecord[] = [];
  readonly instrumentNo: number;
  readonly a: number;
  readonly b: number;
  at = startOfDay('2026-11-02', 480);

  constructor(...packs: PackFile[]) {
    for (const pack of packs.length === 0 ? [shippedPack('demo')] : packs)
      this.ok('load-rule-pack', { pack: pack as Json }, 'system:setup');
    const packName = this.machine.rules.all()[0].name;
    ({ instrumentNo: this.instrumentNo } = this.fourEyes('create-instrument', {
      ...{
        symbol: 'CEA-2026',
        kind: 'carbon',
        pollutant: 'CO2',
        zone: '',
        sector: '',
        vintage: 2026,
        expiry: null,
      },
      ...{ unitName: 't', unitScale: 0, tickFen: 1, lotUnits: 1, packName, referencePriceFen: 7463 },
    }) as { instrumentNo: number });
    this.fourEyes('set-cap', { instrumentNo: this.instrumentNo, year: 2026, quantity: UNITS });
    this.a = this.account('org_a');
    this.b = this.account('org_b');
    this.fourEyes('deposit-cash', { accountNo: this.b, amountFen: MONEY, bankReference: 'x' });
    const lines = [{ accountNo: this.a, quantity: UNITS }];
    const { instrumentNo } = this;
    const { batchNo } = this.ok(
      'draft-batch',
      { instrumentNo, year: 2026, fileHash: FILE, lines },
      'usr_issuer',
    );
    this.ok('submit-batch', { batchNo }, 'usr_issuer');
    this.ok('approve-batch', { batchNo, fileHash: FILE }, 'usr_approver');
    this.ok('create-batch', { batchNo }, 'usr_clearing');
    this.ok('distribute-batch', { batchNo }, 'usr_clearing');
  }

  do(kind: string, facts: Record<string, Json | undefined>, by = 'usr_sys', org = ''): DecidedRecord {
    const record = { seq: this.records.length + 1, at: ++this.at, by, org, cmd: { kind, ...facts } };
    const decided = this.machine.decide(record);
    this.records.push(decided);
    return decided;
  }

  /** The answer; a refusal is thrown. */
  ok(kind: string, facts: Record<string, Json | undefined>, by?: string, org?: string): Record<string, Json> {
    const decided = this.do(kind, facts, by, org);
    if (!decided.ok) throw new Error(`${kind}: ${JSON.stringify(decided.rej)}`);
    return decided.ans as Record<string, Json>;
  }

  propose(action: string, payload: Record<string, Json>): DecidedRecord {
    return this.do('propose', { action, payload, powers: EVERY_POWER }, 'usr_maker');
  }

  sign({ proposalNo, payloadHash }: Record<string, Json>): Record<string, Json> {
    const { result } = this.ok('approve', { proposalNo, payloadHash, powers: EVERY_POWER }, 'usr_checker');
    return result as Record<string, Json>;
  }

  fourEyes(action: string, payload: Record<string, Json>): Record<string, Json> {
    const { ok, ans, rej } = this.propose(action, payload);
    if (!ok) throw new Error(`${action}: ${JSON.stringify(rej)}`);
    return this.sign(ans as Record<string, Json>);
  }

  openDay(day: string): void {
    this.at = startOfDay(day, 480) + 10 * HOUR;
    this.ok('open-day', { day });
  }

  closeDay(): void {
    this.ok('close-day', { day: this.machine.market.tradingDay });
    this.settle();
  }

  settle(): void {
    const { firstPending, lastPending } = this.machine.clearing;
    if (firstPending === undefined) return;
    const facts = { fromTrade: firstPending, toTrade: lastPending! };
    this.ok('settle-trades', facts, 'system:settlement');
  }

  sell(quantity: number, price: number, more: Record<string, Json> = {}): DecidedRecord {
    return this.order('org_a', this.a, 'sell', quantity, price, more);
  }

  buy(quantity: number, price: number, more: Record<string, Json> = {}): DecidedRecord {
    return this.order('org_b', this.b, 'buy', quantity, price, more);
  }

  /** The journal as it would be stored. */
  *batches(commands = 7): Generator<JournalBatch> {
    let head: Buffer = GENESIS_HASH;
    for (let from = 0; from < this.records.length; from += commands) {
      const lines = this.records.slice(from, from + commands).map((record) => encodeRecord(record));
      const batch = sealBatch(1, from + 1, head, lines);
      head = batch.hash;
      yield batch;
    }
  }

  private order(
    org: string,
    accountNo: number,
    side: string,
    quantity: number,
    price: number,
    more: Record<string, Json>,
  ): DecidedRecord {
    const { instrumentNo } = this;
    const facts = { org, accountNo, instrumentNo, side, type: 'limit', price, quantity, ...more };
    return this.do('place-order', facts, `usr_${org}`, org);
  }

  private account(org: string): number {
    const facts = { org, ownerGroup: org, title: org, accountKind: 'emitter', prohibited: false };
    const { accountNo } = this.ok('apply-account', facts, 'usr_m', org);
    this.ok('review-account', { accountNo }, 'usr_issuer');
    this.ok('approve-account', { accountNo }, 'usr_approver');
    return accountNo as number;
  }
}
