import { POLICIES } from '../../src/approvals/index.js';
import { stateInvariants } from '../../src/checker/state-invariants.js';
import { startOfDay } from '../../src/kernel/instant.js';
import type { Json } from '../../src/kernel/json.js';
import type { Rejection } from '../../src/kernel/rejection.js';
import { VenueMachine } from '../../src/machine.js';
import type { PlantFacts } from '../../src/permits/domain/plant.js';
import { type Bidder, biddersOfRound, type Transfer } from '../../src/permits/domain/transfer.js';
import { type PackFile, shippedPack } from '../../src/rules/index.js';
import type { VenueEvent } from '../../src/sequencer/index.js';

const EVERY_POWER = Object.values(POLICIES).flatMap(({ maker, stages }) =>
  [maker, ...stages].map(({ power }) => power),
);
const MINUTE = 60_000_000;
const HOUR = 60 * MINUTE;
const FILE = 'a'.repeat(64);
const INSTRUMENT = {
  ...{ kind: 'permit', zone: 'LC', sector: '', vintage: 2026, expiry: null, unitName: 't', unitScale: 3 },
  ...{ tickFen: 1, lotUnits: 1, packName: 'city-permit-liaocheng', referencePriceFen: 100 },
};

export interface TestPlant {
  readonly plantNo: number;
  readonly accountNo: number;
  readonly org: string;
}

type Facts = Record<string, Json | undefined>;

/** A city's permit venue, driven by hand: people, days and instants are given, nothing is stored. */
export class PermitVenue {
  machine = new VenueMachine();
  events: VenueEvent[] = [];
  at = 0;
  private seq = 0;
  private readonly instruments = new Map<string, number>();

  constructor(
    pack: PackFile = shippedPack('city-permit-liaocheng') as unknown as PackFile,
    day = '2026-03-20',
  ) {
    this.clock(day, 10);
    this.tell('load-rule-pack', { pack: pack as unknown as Json });
  }

  clock(day: string, hours: number): this {
    this.at = startOfDay(day, 480) + Math.round(hours * HOUR);
    return this;
  }

  /** The answer, or the code of the refusal. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  tell(kind: string, facts: Facts = {}, by = 'usr_office', org = ''): any {
    const decided = this.decide(kind, facts, by, org);
    return decided.ok ? decided.ans : decided.rej!.code;
  }

  refusal(kind: string, facts: Facts, by = 'usr_office', org = ''): Rejection | undefined {
    return this.decide(kind, facts, by, org).rej;
  }

  /** Proposed by one, signed by others in turn: the result, or the code of the refusal. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  agreed(action: string, payload: Facts, org = ''): any {
    const powers = EVERY_POWER;
    const proposal = this.tell('propose', { action, payload: payload as Json, powers }, 'usr_maker', org);
    if (typeof proposal === 'string') return proposal;
    const { proposalNo, payloadHash } = proposal;
    let answer;
    for (const stage of POLICIES[action].stages.keys()) {
      answer = this.tell('approve', { proposalNo, payloadHash, powers }, `usr_checker${stage}`, org);
      if (typeof answer === 'string') return answer;
    }
    return answer.result;
  }

  district(name = 'Dongchang', city = 'Liaocheng', basin = 'Haihe'): number {
    return this.agreed('register-district', { name, city, basin }).districtNo;
  }

  /** The permit of a pollutant, in kilograms. */
  instrument(pollutant: string): number {
    let known = this.instruments.get(pollutant);
    if (known === undefined) {
      const facts = { ...INSTRUMENT, pollutant, symbol: `${pollutant}-LC` };
      known = this.agreed('create-instrument', facts).instrumentNo as number;
      this.agreed('set-cap', { instrumentNo: known, year: 2026, quantity: 1_000_000_000 });
      this.instruments.set(pollutant, known);
    }
    return known;
  }

  plant(org: string, districtNo: number, facts: Partial<PlantFacts> = {}, cashFen = 1_000_000_00): TestPlant {
    const accountNo = this.account(org);
    const none = { captivePower: false, heatPart: false, ultraLow: false, permitUntil: '2029-12-31' };
    const plant = { sector: 'chemical', sourceClass: 'industrial', ...none, ...facts, name: org };
    const { plantNo } = this.agreed('register-plant', { ...plant, accountNo, districtNo });
    if (cashFen > 0) this.agreed('deposit-cash', { accountNo, amountFen: cashFen, bankReference: org });
    return { plantNo, accountNo, org };
  }

  account(org: string): number {
    const facts = { org, ownerGroup: org, title: org, accountKind: 'compliance', prohibited: false };
    const { accountNo } = this.tell('apply-account', facts, 'usr_boss', org);
    this.tell('review-account', { accountNo }, 'usr_clerk');
    this.tell('approve-account', { accountNo }, 'usr_chief');
    return accountNo;
  }

  /** Units from a batch, registered as a right; what the plant needs and discharges is set beside it. */
  right(
    { plantNo, accountNo }: TestPlant,
    pollutant: string,
    quantity: number,
    { need = 0, discharge = 0, origin = 'FREE', paidFen = 0, endDay = '2029-05-01' } = {},
  ): number {
    const instrumentNo = this.instrument(pollutant);
    const { districtNo } = this.machine.permits.territory.plant(plantNo)!;
    const cap = this.machine.permits.territory.cap(districtNo, instrumentNo) ?? 0;
    this.agreed('set-district-cap', { districtNo, instrumentNo, quantity: cap + quantity });
    this.allocate(instrumentNo, accountNo, quantity);
    const term = { startDay: '2026-01-01', endDay };
    const right = { plantNo, instrumentNo, quantity, origin, paidFen, ...term };
    const registered = this.agreed('register-right', right);
    this.agreed('set-standing', { plantNo, instrumentNo, permitted: quantity, need });
    this.tell('record-discharge', { plantNo, instrumentNo, discharge, asOf: '2026-03-01' });
    return registered.rightNo;
  }

  allocate(instrumentNo: number, accountNo: number, quantity: number): void {
    const lines = [{ accountNo, quantity }];
    const { batchNo } = this.tell(
      'draft-batch',
      { instrumentNo, year: 2026, fileHash: FILE, lines },
      'usr_i',
    );
    this.tell('submit-batch', { batchNo }, 'usr_i');
    this.tell('approve-batch', { batchNo, fileHash: FILE }, 'usr_a');
    this.tell('create-batch', { batchNo }, 'usr_c');
    this.tell('distribute-batch', { batchNo }, 'usr_c');
  }

  reading(
    districtNo: number,
    tenths: number,
    targetMet = true,
    indicator = 'PM2.5',
    day = '2026-01-01',
  ): void {
    this.agreed('record-reading', { districtNo, indicator, day, tenths, targetMet });
  }

  draft(seller: TestPlant, rightNo: number, quantity: number, more: Facts = {}): number | string {
    const facts = { rightNo, quantity, namedBuyer: 0, acrossRegions: false, ground: 'cleaner line', ...more };
    const answer = this.tell('draft-permit-transfer', facts, `${seller.org}-trader`, seller.org);
    return typeof answer === 'string' ? answer : answer.transferNo;
  }

  /** The whole application: the number when it is eligible, else why it is not. */
  apply(seller: TestPlant, rightNo: number, quantity: number, more: Facts = {}): number | string {
    const transferNo = this.draft(seller, rightNo, quantity, more);
    if (typeof transferNo === 'string') return transferNo;
    this.tell('submit-permit-transfer', { transferNo }, `${seller.org}-manager`, seller.org);
    this.tell('review-permit-transfer', { transferNo }, 'usr_issuer');
    const decided = this.tell('decide-permit-transfer', { transferNo }, 'usr_approver');
    return decided.state === 'ELIGIBLE' ? transferNo : decided.refusal.code;
  }

  list(transferNo: number, method: string, priceFen: number, more: Facts = {}): unknown {
    const window = { opensAt: this.at, closesAt: this.at + HOUR, ...more };
    return this.tell('list-permit-transfer', { transferNo, method, priceFen, ...window }, 'usr_exchange');
  }

  as(plant: TestPlant, kind: string, transferNo: number, more: Facts = {}): unknown {
    return this.tell(
      kind,
      { transferNo, plantNo: plant.plantNo, ...more },
      `${plant.org}-manager`,
      plant.org,
    );
  }

  transfer(transferNo: number | string): Transfer {
    return this.machine.permits.transfer(transferNo as number)!;
  }

  bidder(transferNo: number | string, plant: TestPlant): Bidder {
    return biddersOfRound(this.transfer(transferNo)).find(({ plantNo }) => plantNo === plant.plantNo)!;
  }

  cash(accountNo: number): number {
    return this.machine.ledger.balance(accountNo, 0).posted;
  }

  /** Promises that do not hold; none is the good news. */
  broken(): string[] {
    return stateInvariants(this.machine)
      .filter(({ ok }) => !ok)
      .flatMap(({ id, broken }) => broken.map((what) => `${id}: ${what}`));
  }

  /** The same venue from its own dump. */
  reborn(): void {
    const twin = new VenueMachine();
    twin.restore(JSON.parse(JSON.stringify(this.machine.dump())) as Json);
    this.machine = twin;
  }

  private decide(kind: string, facts: Facts, by: string, org: string) {
    this.seq += 1;
    this.at += 1;
    const record = { seq: this.seq, at: this.at, by, org, cmd: { kind, ...facts } };
    const decided = this.machine.decide(record);
    this.events.push(...decided.ev);
    return decided;
  }
}
