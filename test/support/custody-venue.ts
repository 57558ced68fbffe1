import { approvalsHandlers, Approvals, SIGNING_POWERS } from '../../src/approvals/domain/index.js';
import { Custody, custodyExecutors, custodyHandlers } from '../../src/custody/domain/index.js';
import { startOfDay } from '../../src/kernel/instant.js';
import type { Json } from '../../src/kernel/json.js';
import { Ledger } from '../../src/ledger/domain/ledger.js';
import { Registry, registryExecutors, registryHandlers } from '../../src/registry/domain/index.js';
import { Rules, rulesExecutors, rulesHandlers } from '../../src/rules/domain/index.js';
import type { VenueEvent } from '../../src/sequencer/domain/command.js';
import { packWith } from './market-world.js';
import { ALLOWANCE, FILE } from './registry-venue.js';

const executors = { ...rulesExecutors, ...registryExecutors, ...custodyExecutors };
const handlers = {
  ...rulesHandlers,
  ...registryHandlers,
  ...custodyHandlers,
  ...approvalsHandlers<CustodyVenue['world']>(executors),
};
const POWERS = [...SIGNING_POWERS];
const HOUR = 3_600_000_000;

/** As in the Union Registry: noon of the next working day, ten to four, two hours to call it off, four days to trust. */
export const SAFE: Record<string, Json> = {
  'transfer.delay': { cutoff: '12:00', workingDays: 1, workingDaysLate: 2, at: '12:00' },
  'transfer.cancelHours': 2,
  'transfer.window': { from: '10:00', to: '16:00' },
  'transfer.approvals': [
    { fromUnits: 0, ownerApprovers: 1, officeApprovers: 0 },
    { fromUnits: 50_000, ownerApprovers: 2, officeApprovers: 1 },
  ],
  'trust.cooling': { workingDays: 4, at: '12:00' },
};
/** Offices work from Monday to Friday. */
export const WEEK: Json = {
  weekdays: [1, 2, 3, 4, 5],
  holidays: [],
  makeUpDays: [],
  makeUpDaysTrade: false,
  coversFrom: '2026-01-01',
  coversTo: '2026-12-31',
  source: 'test',
};

/** A venue of registry and custody: plants a (100), b (101) and, of a's own, 102; a holds 100,000 units. */
export class CustodyVenue {
  world = {
    ledger: new Ledger(),
    rules: new Rules(),
    approvals: new Approvals(),
    registry: new Registry(),
    custody: new Custody(),
    market: { tradingDay: '' },
  };
  events: VenueEvent[] = [];
  /** A Monday morning; the clock stands still unless it is set. */
  at = CustodyVenue.instant('2026-11-23', 9);
  private seq = 0;

  static instant(day: string, hour: number): number {
    return startOfDay(day, 480) + hour * HOUR;
  }

  static furnished(keys: Record<string, Json> = SAFE): CustodyVenue {
    const venue = new CustodyVenue();
    venue.tell('system:setup', 'load-rule-pack', {
      pack: packWith({ ...keys, 'session.calendar': WEEK }, 'demo'),
    });
    venue.office('create-instrument', ALLOWANCE);
    venue.office('set-cap', { instrumentNo: 1, year: 2026, quantity: 1_000_000 });
    for (const org of ['a', 'b', 'a']) venue.openAccount(org);
    venue.allocate([{ accountNo: 100, quantity: 100_000 }]);
    return venue;
  }

  openAccount(org: string): number {
    const facts = { org, ownerGroup: org, title: org, accountKind: 'compliance', prohibited: false };
    const { accountNo } = this.tell('boss', 'apply-account', facts, org);
    this.tell('clerk', 'review-account', { accountNo });
    this.tell('chief', 'approve-account', { accountNo });
    return accountNo;
  }

  allocate(lines: { accountNo: number; quantity: number }[]): void {
    const batch = { instrumentNo: 1, year: 2026, fileHash: FILE, lines };
    const { batchNo } = this.tell('issuer', 'draft-batch', batch);
    this.tell('issuer', 'submit-batch', { batchNo });
    this.tell('approver', 'approve-batch', { batchNo, fileHash: FILE });
    this.tell('registrar', 'create-batch', { batchNo });
    this.tell('registrar', 'distribute-batch', { batchNo });
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  tell(by: string, kind: string, facts: object = {}, org = ''): any {
    this.seq += 1;
    const context = {
      seq: this.seq,
      at: this.at,
      by,
      org,
      emit: (event: VenueEvent) => void this.events.push(event),
    };
    const outcome = handlers[kind](this.world, { kind, powers: POWERS, ...facts }, context);
    return outcome.ok ? outcome.value : outcome.rejection.code;
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  signed(action: string, payload: object, org: string, signers: readonly string[]): any {
    const proposal = this.tell('maker', 'propose', { action, payload }, org);
    if (typeof proposal === 'string') return proposal;
    const { proposalNo, payloadHash } = proposal;
    let answer = proposal;
    for (const by of signers) {
      answer = this.tell(by, 'approve', { proposalNo, payloadHash }, by.startsWith('office') ? '' : org);
      if (typeof answer === 'string') return answer;
    }
    return answer;
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  office(action: string, payload: object): any {
    return this.signed(action, payload, '', ['office']);
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  transfer(quantity: number, toAccount = 101, signers = ['manager']): any {
    const payload = { fromAccount: 100, toAccount, instrumentNo: 1, quantity };
    return this.signed('transfer-units', payload, 'a', signers);
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  trust(trusted = 101): any {
    return this.signed('trust-account', { accountNo: 100, trusted }, 'a', ['manager']);
  }

  /** What the sweeper does at an hour. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  sweep(day: string, hour: number): any {
    this.at = CustodyVenue.instant(day, hour);
    return this.tell('system:scheduler', 'end-custody-terms');
  }

  /** Units in title, and serials. */
  holds(accountNo: number): [number, number] {
    const { ledger, registry } = this.world;
    return [ledger.balance(accountNo, 1).posted, registry.serials.held(1, accountNo)];
  }

  /** Everything as it comes back from a snapshot. */
  restored(): Custody {
    return Custody.restore(JSON.parse(JSON.stringify(this.world.custody.dump())) as Json);
  }
}
