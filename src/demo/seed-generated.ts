import { createHash } from 'node:crypto';
import { CASH } from '../ledger/index.js';
import type { VenueMachine } from '../machine.js';
import type { Engine } from '../sequencer/index.js';
import { type Actor, Desk } from './desk.js';
import { GENERATED_INSTRUMENT, GENERATED_MEMBERS, type GeneratedMember } from './generated-members.js';
import type { Cast } from './seed-demo.js';

/** Whoever acts here is no person, and the trail says so. */
export const GENERATED_BY = 'system:demo-trading';
const CAP_UNITS = 1_000_000;

/** What the generated trading needs of identity. */
export interface GeneratedIdentity {
  organisationTitled(title: string): Promise<string | undefined>;
  createOrganisation(organisation: { title: string; kind: 'enterprise' }, by?: string): Promise<string>;
}

export interface GeneratedAccount extends GeneratedMember {
  readonly org: string;
  readonly accountNo: number;
}

export interface GeneratedFloor {
  readonly instrumentNo: number;
  readonly accounts: readonly GeneratedAccount[];
}

/**
 * Members, an instrument, allowances and money for those who trade by themselves: by the same commands and four eyes
 * as for everybody. Each step is asked of the venue first, so a kill in between is made good and twice is once.
 */
export class GeneratedSeed {
  constructor(
    private readonly engine: Engine<VenueMachine>,
    private readonly slug: string,
    private readonly identity: GeneratedIdentity,
    private readonly cast: Cast,
  ) {}

  async sow(): Promise<GeneratedFloor> {
    const instrumentNo = await this.instrument();
    const accounts: GeneratedAccount[] = [];
    for (const member of GENERATED_MEMBERS) {
      const { title } = member;
      const org =
        (await this.identity.organisationTitled(title)) ??
        (await this.identity.createOrganisation({ title, kind: 'enterprise' }, GENERATED_BY));
      accounts.push({ ...member, org, accountNo: await this.account(org, member) });
    }
    await this.allowances(instrumentNo, accounts);
    for (const account of accounts) await this.money(account);
    return { instrumentNo, accounts };
  }

  private async instrument(): Promise<number> {
    const { issuer, approver } = this.cast;
    const { symbol, vintage: year } = GENERATED_INSTRUMENT;
    const find = () => this.engine.ask(this.slug, ({ registry }) => registry.instrumentBySymbol(symbol));
    if ((await find()) === undefined)
      await this.desk('instrument').fourEyes(issuer, [approver], 'create-instrument', GENERATED_INSTRUMENT);
    const { instrumentNo } = (await find())!;
    const cap = await this.engine.ask(this.slug, ({ registry }) => registry.cap(instrumentNo, year));
    const wanted = { instrumentNo, year, quantity: CAP_UNITS };
    if (cap === undefined) await this.desk('cap').fourEyes(issuer, [approver], 'set-cap', wanted);
    return instrumentNo;
  }

  private async account(org: string, { title, accountKind }: GeneratedMember): Promise<number> {
    const find = () => this.engine.ask(this.slug, ({ registry }) => registry.accountsOf(org)[0]);
    const facts = { org, ownerGroup: org, title, accountKind, prohibited: false };
    if ((await find()) === undefined)
      await this.desk(`apply-${org}`).act(member(org), 'apply-account', facts);
    const { accountNo } = (await find())!;
    const named = { accountNo };
    if ((await find())!.state === 'APPLIED')
      await this.desk(`review-${org}`).act(this.cast.issuer, 'review-account', named);
    if ((await find())!.state === 'UNDER_REVIEW')
      await this.desk(`open-${org}`).act(this.cast.approver, 'approve-account', named);
    return accountNo;
  }

  private async allowances(instrumentNo: number, accounts: readonly GeneratedAccount[]): Promise<void> {
    const { issuer, approver, clearing1 } = this.cast;
    const find = () =>
      this.engine.ask(this.slug, ({ registry }) =>
        [...registry.allBatches()].find((batch) => batch.instrumentNo === instrumentNo),
      );
    const lines = accounts.map(({ accountNo, units }) => ({ accountNo, quantity: units }));
    const fileHash = createHash('sha256').update(JSON.stringify(lines)).digest('hex');
    const year = GENERATED_INSTRUMENT.vintage;
    if ((await find()) === undefined)
      await this.desk('draft').act(issuer, 'draft-batch', { instrumentNo, year, fileHash, lines });
    const { batchNo } = (await find())!;
    const stateIs = async (state: string): Promise<boolean> => (await find())!.state === state;
    if (await stateIs('DRAFT')) await this.desk('submit').act(issuer, 'submit-batch', { batchNo });
    if (await stateIs('SUBMITTED'))
      await this.desk('approve').act(approver, 'approve-batch', { batchNo, fileHash });
    if (await stateIs('APPROVED')) await this.desk('create').act(clearing1, 'create-batch', { batchNo });
    if (await stateIs('CREDITED_TO_PROVINCE'))
      await this.desk('distribute').act(clearing1, 'distribute-batch', { batchNo });
  }

  private async money({ accountNo, cashFen, org }: GeneratedAccount): Promise<void> {
    const { clearing1, clearing2 } = this.cast;
    const free = await this.engine.ask(this.slug, ({ ledger }) => ledger.available(accountNo, CASH));
    const cash = { accountNo, amountFen: cashFen, bankReference: 'demo-trading-opening-balance' };
    if (free === 0) await this.desk(`cash-${org}`).fourEyes(clearing1, [clearing2], 'deposit-cash', cash);
  }

  /** A desk a step: its keys stay the same however many steps before it are done already. */
  private desk(step: string): Desk {
    return new Desk(this.engine, this.slug, `demo-trading-${step}`);
  }
}

function member(org: string): Actor {
  return { by: GENERATED_BY, org, powers: [] };
}
