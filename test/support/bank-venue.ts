import { encodeRecord } from '../../src/audit/index.js';
import { stateInvariants } from '../../src/checker/state-invariants.js';
import type { Json } from '../../src/kernel/json.js';
import { referenceOf } from '../../src/banking/domain/references.js';
import type { Statement, StatementLine } from '../../src/banking/domain/statement.js';
import { CASH, SYSTEM_ACCOUNTS } from '../../src/ledger/index.js';
import { VenueMachine } from '../../src/machine.js';
import type { DecidedRecord } from '../../src/sequencer/index.js';
import { EVERY_POWER } from '../simulation/founding.js';

export const NUMBER = '110060149012345678901';
export const DAY = '2026-11-24';
const NOON = Date.parse('2026-11-24T04:00:00Z') * 1_000;
const BANK = { name: 'Airshed Clearing 清算', bank: 'BKCHCNBJXXX', number: NUMBER };
export const PAYEE = { name: 'Plant <A> & Söhne 钢铁', bank: '102100099996', number: '6222 0210 0101 2345' };

type Facts = Record<string, Json>;

/** A venue in memory with two members, whose money the bank has, and nothing of a database around it. */
export class BankVenue {
  machine = new VenueMachine();
  readonly journal: string[] = [];
  readonly a: number;
  readonly b: number;

  /** `openingFen` of what was entered by hand for the first member is taken into the bank account. */
  constructor(openingFen = 1_000_000) {
    this.a = this.account('org_a');
    this.b = this.account('org_b');
    if (openingFen > 0)
      this.agreed('deposit-cash', { accountNo: this.a, amountFen: openingFen, bankReference: 'by hand' });
    this.openBank({ openingFen });
    this.agreed('set-payee', { accountNo: this.a, ...PAYEE }, 'org_a');
  }

  /** The machine after a journal written by it and a snapshot of it: the same wherever it is asked. */
  restored(): VenueMachine {
    const machine = new VenueMachine();
    machine.restore(JSON.parse(JSON.stringify(this.machine.dump())) as Json);
    return machine;
  }

  tell(kind: string, facts: Facts = {}, by = 'usr_one', org = ''): DecidedRecord {
    const seq = this.journal.length + 1;
    const record = this.machine.decide({ seq, at: NOON + seq, by, org, cmd: { kind, ...facts } });
    this.journal.push(encodeRecord(record));
    return record;
  }

  /** The answer; throws with the refusal. */
  done(kind: string, facts: Facts = {}, by = 'usr_one', org = ''): Facts {
    const { ok, rej, ans } = this.tell(kind, facts, by, org);
    if (!ok) throw new Error(`${kind}: ${JSON.stringify(rej)}`);
    return ans as Facts;
  }

  /** The code of the refusal; '' when there was none. */
  refusal(kind: string, facts: Facts = {}, by = 'usr_one', org = ''): string {
    return this.tell(kind, facts, by, org).rej?.code ?? '';
  }

  refusedProposal(action: string, payload: Facts, org = ''): string {
    return this.refusal('propose', { action, payload, powers: EVERY_POWER }, 'usr_one', org);
  }

  proposed(action: string, payload: Facts, org = '', by = 'usr_one'): Facts {
    const { proposalNo, payloadHash } = this.done(
      'propose',
      { action, payload, powers: EVERY_POWER },
      by,
      org,
    );
    return { proposalNo, payloadHash, powers: EVERY_POWER };
  }

  agreed(action: string, payload: Facts, org = ''): Facts {
    return this.done('approve', this.proposed(action, payload, org), 'usr_two').result as Facts;
  }

  openBank(change: Facts = {}): number {
    const facts = {
      accountKind: 'CLIENT',
      ...BANK,
      currency: 'CNY',
      openingFen: 0,
      openingDay: '2026-11-23',
    };
    return this.agreed('open-bank-account', { ...facts, ...change }).bankNo as number;
  }

  withdraw(amountFen: number, transferId: string): number {
    const facts = { accountNo: this.a, amountFen, transferId };
    return this.done('request-withdrawal', facts, 'usr_a', 'org_a').withdrawalNo as number;
  }

  /** Drafted by one, released by another: the money is on its way. */
  paid(...transferNos: number[]): number {
    const { paymentFileNo, contentHash, count, totalFen } = this.done('draft-payment-file', {
      bankNo: 1,
      transferNos,
    });
    this.agreed('release-payment-file', { paymentFileNo, contentHash, count, totalFen });
    return paymentFileNo as number;
  }

  closing(): number {
    return this.machine.banking.account(1)!.closingFen;
  }

  /** The bank's next statement of these lines. */
  statement(lines: readonly StatementLine[], change: Partial<Statement> = {}): Statement {
    const openingFen = this.closing();
    const closingFen = lines.reduce((sum, { amountFen }) => sum + amountFen, openingFen);
    const days = { openingDay: DAY, closingDay: DAY };
    const statementId = `S${this.journal.length}`;
    return {
      statementId,
      account: NUMBER,
      currency: 'CNY',
      openingFen,
      closingFen,
      ...days,
      lines,
      totals: null,
      ...change,
    };
  }

  stage(statements: readonly Statement[], fileId = `file-${this.journal.length}`): Facts {
    const fileHash = fileId.padEnd(64, '0');
    const facts = { fileId, fileHash, format: 'test', statements: statements as unknown as Json };
    return { ...this.done('stage-statements', facts), fileHash };
  }

  /** Imported by one, released by another. */
  booked(...lines: readonly StatementLine[]): Facts {
    const { fileNo, fileHash, state, difference } = this.stage([this.statement(lines)]);
    if (state !== 'STAGED') throw new Error(JSON.stringify(difference));
    return this.agreed('release-statements', { fileNo, fileHash });
  }

  cash(account: number): [posted: number, frozen: number] {
    const { posted, frozen } = this.machine.ledger.balance(account, CASH);
    return [posted, frozen];
  }

  /** In transit, unclear credits, unclear debits. */
  apart(): number[] {
    const { CASH_IN_TRANSIT, UNCLEAR_CREDITS, UNCLEAR_DEBITS } = SYSTEM_ACCOUNTS;
    return [CASH_IN_TRANSIT, UNCLEAR_CREDITS, UNCLEAR_DEBITS].map((account) => this.cash(account)[0]);
  }

  broken(): string[] {
    return stateInvariants(this.machine).flatMap(({ id, broken }) => broken.map((one) => `${id}: ${one}`));
  }

  private account(org: string): number {
    const facts = { org, ownerGroup: org, title: org, accountKind: 'emitter', prohibited: false };
    const { accountNo } = this.done('apply-account', facts, 'usr_m', org);
    this.done('review-account', { accountNo }, 'usr_issuer');
    this.done('approve-account', { accountNo }, 'usr_approver');
    return accountNo as number;
  }
}

export const line = (amountFen: number, text = '', change: Partial<StatementLine> = {}): StatementLine => ({
  ...{ amountFen, text, currency: 'CNY', day: DAY, counterparty: 'somebody' },
  ...change,
});
export const forAccount = (no: number): string => `payment ${referenceOf('account', no)}`;
export const forTransfer = (no: number): string => `//${referenceOf('transfer', no)}`;
