import { POLICIES } from '../../src/approvals/index.js';
import type { Json } from '../../src/kernel/json.js';
import type { TransferMethod, TransferState } from '../../src/permits/domain/transfer.js';
import { answerOf } from '../../src/sequencer/index.js';
import type { TestApp } from './app.js';

type Facts = Record<string, Json>;
const EVERY_POWER = Object.values(POLICIES).flatMap(({ maker, stages }) =>
  [maker, ...stages].map(({ power }) => power),
);
const HOUR = 3_600_000_000;
const FILE = 'c'.repeat(64);
const PRICE_FEN = 26_000_00;

/** The demo's two plants with rights in SO2, and transfers of them in any state: what tests begin with. */
export class PermitStory {
  districtNo = 0;
  instrumentNo = 0;
  /** By login. */
  readonly plantNos = new Map<string, number>();
  readonly rightNos = new Map<string, number>();
  private stockNo = 0;

  private constructor(private readonly app: TestApp) {}

  static async begin(app: TestApp): Promise<PermitStory> {
    const story = new PermitStory(app);
    const district = { name: 'Demo district', city: 'Demo city', basin: 'Demo river' };
    story.districtNo = (await story.agreed('register-district', district)).districtNo as number;
    story.instrumentNo = await app.engine.ask(
      'demo',
      ({ registry }) => registry.instrumentBySymbol('SO2-DEMO-2026')!.instrumentNo,
    );
    const { districtNo, instrumentNo } = story;
    await story.agreed('set-district-cap', { districtNo, instrumentNo, quantity: 1_000_000 });
    await story.agreed('set-cap', { instrumentNo, year: 2026, quantity: 1_000_000 });
    for (const login of ['plant-a', 'plant-b']) await story.plant(login);
    return story;
  }

  orgOf(login: string): string {
    return this.app.demo.people.find((person) => person.login === login)!.orgId;
  }

  /** A transfer of a kilogram in a state. Up to ELIGIBLE the plant sells; later it buys from the reserve. */
  async transferIn(state: TransferState, login: string, by?: TransferMethod): Promise<number> {
    const org = this.orgOf(login);
    if (state === 'DRAFT') {
      const facts = { rightNo: this.rightNos.get(login)!, quantity: 1, namedBuyer: 0, acrossRegions: false };
      const draft = await this.act(
        'draft-permit-transfer',
        { ...facts, ground: 'closure' },
        `${login}-x`,
        org,
      );
      return draft.transferNo as number;
    }
    const { instrumentNo } = this;
    const release = { rightNo: this.stockNo, instrumentNo, quantity: 1, namedBuyer: 0, acrossRegions: false };
    const released = await this.agreed('release-reserve', { ...release, ground: 'growth' });
    const transferNo = released.transferNo as number;
    const plantNo = this.plantNos.get(login)!;
    const opensAt = await this.now();
    const method = by ?? (state === 'LISTED' ? 'BIDDING' : 'FIXED_PRICE');
    const listing = { transferNo, method, priceFen: PRICE_FEN, opensAt, closesAt: opensAt + HOUR };
    const own = (kind: string) => () => this.act(kind, { transferNo, plantNo }, `${login}-x`, org);
    const road: [TransferState, () => Promise<unknown>][] = [
      ['LISTED', () => this.act('list-permit-transfer', listing)],
      ['LISTED', own('register-permit-bidder')],
      ['TRADED', own('take-permit-listing')],
      ['CONTRACTED', own('sign-permit-contract')],
      ['PAID', own('pay-permit-contract')],
      ['CERTIFIED', () => this.agreed('certify-permit-transfer', { transferNo })],
      ['PERMIT_CHANGING', () => this.act('start-permit-change', { transferNo })],
      ['COMPLETED', () => this.act('complete-permit-transfer', { transferNo }, 'another')],
    ];
    const last = road.map(([reached]) => reached).lastIndexOf(state);
    for (const [, step] of road.slice(0, last + 1)) await step();
    return transferNo;
  }

  async register(transferNo: number, login: string): Promise<void> {
    const plantNo = this.plantNos.get(login)!;
    await this.act('register-permit-bidder', { transferNo, plantNo }, `${login}-x`, this.orgOf(login));
  }

  async pledge(login: string): Promise<void> {
    const of = { rightNo: this.rightNos.get(login)!, instrumentNo: this.instrumentNo, quantity: 1 };
    await this.agreed('pledge-right', { ...of, creditor: 'Bank', lastDay: '2028-12-31' }, this.orgOf(login));
  }

  async act(kind: string, facts: Facts, by = 'usr_story', org = ''): Promise<Record<string, Json>> {
    const receipt = await this.app.engine.submit('demo', { by, org, command: { kind, ...facts } });
    return answerOf(receipt).answer as Record<string, Json>;
  }

  async agreed(action: string, payload: Facts, org = ''): Promise<Record<string, Json>> {
    const powers = EVERY_POWER;
    const { proposalNo, payloadHash } = await this.act(
      'propose',
      { action, payload, powers },
      'usr_maker',
      org,
    );
    let answer: Record<string, Json> = {};
    for (const stage of POLICIES[action].stages.keys())
      answer = await this.act('approve', { proposalNo, payloadHash, powers }, `usr_checker${stage}`, org);
    return answer.result as Record<string, Json>;
  }

  private async plant(login: string): Promise<void> {
    const { districtNo, instrumentNo } = this;
    const org = this.orgOf(login);
    const accountNo = await this.app.engine.ask(
      'demo',
      ({ registry }) => [...registry.allAccounts()].find((account) => account.org === org)!.accountNo,
    );
    const facts = { accountNo, districtNo, name: login, sector: 'steel', sourceClass: 'industrial' };
    const none = { captivePower: false, heatPart: false, ultraLow: false, permitUntil: '' };
    const { plantNo } = await this.agreed('register-plant', { ...facts, ...none });
    const lines = [{ accountNo, quantity: 100_000 }];
    const draft = { instrumentNo, year: 2026, fileHash: FILE, lines };
    const { batchNo } = await this.act('draft-batch', draft);
    await this.act('submit-batch', { batchNo });
    await this.act('approve-batch', { batchNo, fileHash: FILE }, 'another');
    await this.act('create-batch', { batchNo });
    await this.act('distribute-batch', { batchNo });
    const term = { origin: 'FREE', paidFen: 0, startDay: '2026-01-01', endDay: '2030-12-31' };
    const right = { plantNo: plantNo as number, instrumentNo, quantity: 100_000, ...term };
    const { rightNo } = await this.agreed('register-right', right);
    const standing = { plantNo: plantNo as number, instrumentNo };
    await this.agreed('set-standing', { ...standing, permitted: 100_000, need: 0 });
    await this.act('record-discharge', { ...standing, discharge: 0, asOf: '2026-01-01' });
    const take = { rightNo: rightNo as number, instrumentNo, quantity: 50_000, ground: 'TAKEN_BACK' };
    if (login === 'plant-a') this.stockNo = (await this.agreed('take-back-right', take)).rightNo as number;
    this.plantNos.set(login, plantNo as number);
    this.rightNos.set(login, rightNo as number);
  }

  private async now(): Promise<number> {
    const { at } = await this.app.engine.submit('demo', {
      by: 'usr_story',
      org: '',
      command: { kind: 'end-permit-terms' },
    });
    return at;
  }
}
