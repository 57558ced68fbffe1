import { expect } from '@jest/globals';
import { approvalsHandlers, Approvals, SIGNING_POWERS } from '../../src/approvals/domain/index.js';
import { ledgerExecutors } from '../../src/ledger/commands/money-executors.js';
import { Ledger } from '../../src/ledger/domain/ledger.js';
import {
  Registry,
  registryExecutors,
  registryHandlers,
  type BatchState,
} from '../../src/registry/domain/index.js';
import { Rules, rulesExecutors, rulesHandlers } from '../../src/rules/domain/index.js';
import { shippedPack } from '../../src/rules/shipped-packs.js';
import type { Command, VenueEvent } from '../../src/sequencer/domain/command.js';

const handlers = {
  ...rulesHandlers,
  ...registryHandlers,
  ...approvalsHandlers<RegistryVenue['world']>({
    ...rulesExecutors,
    ...registryExecutors,
    ...ledgerExecutors,
  }),
};
export const FILE = 'a'.repeat(64);
const POWERS = [...SIGNING_POWERS];

/** A venue of this context only, spoken to like the engine does. */
export class RegistryVenue {
  world = {
    ledger: new Ledger(),
    rules: new Rules(),
    approvals: new Approvals(),
    registry: new Registry(),
    market: { tradingDay: '' },
  };
  events: VenueEvent[] = [];
  private seq = 0;

  /** With an instrument, a cap of 1,000 for its year and two plants' accounts, 100 and 101. */
  static furnished(): RegistryVenue {
    const venue = new RegistryVenue();
    venue.tell('system:setup', 'load-rule-pack', { pack: shippedPack('demo') });
    expect(venue.agreed('create-instrument', ALLOWANCE)).toMatchObject({
      state: 'EXECUTED',
      result: { instrumentNo: 1 },
    });
    expect(venue.agreed('set-cap', { instrumentNo: 1, year: 2026, quantity: 1000 })).toMatchObject({
      state: 'EXECUTED',
    });
    venue.openAccount('plant-a');
    venue.openAccount('plant-b');
    return venue;
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  tell(by: string, kind: string, facts: object = {}, org = ''): any {
    this.seq += 1;
    const command: Command = { kind, powers: POWERS, ...facts };
    const outcome = handlers[kind](this.world, command, {
      seq: this.seq,
      at: 1_780_000_000_000_000 + this.seq,
      by,
      org,
      emit: (event) => this.events.push(event),
    });
    return outcome.ok ? outcome.value : outcome.rejection.code;
  }

  /** Proposed by `maker`, signed by each checker in turn. */
  agreed(
    action: string,
    payload: object,
    maker = 'maker',
    checkers: [string, string][] = [['checker', '']],
    org = '',
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
  ): any {
    const proposal = this.tell(maker, 'propose', { action, payload }, org);
    if (typeof proposal === 'string') return proposal;
    let answer = proposal;
    for (const [by, of] of checkers)
      answer = this.tell(
        by,
        'approve',
        { proposalNo: proposal.proposalNo, payloadHash: proposal.payloadHash },
        of,
      );
    return answer;
  }

  openAccount(org: string): number {
    const { accountNo } = this.tell(
      'boss',
      'apply-account',
      { org, ownerGroup: org, title: org, accountKind: 'compliance', prohibited: false },
      org,
    );
    this.tell('clerk', 'review-account', { accountNo });
    this.tell('chief', 'approve-account', { accountNo });
    return accountNo;
  }

  batchIn(
    state: BatchState,
    lines = [
      { accountNo: 100, quantity: 60 },
      { accountNo: 101, quantity: 40 },
    ],
  ): number {
    const { batchNo } = this.tell('issuer', 'draft-batch', {
      instrumentNo: 1,
      year: 2026,
      fileHash: FILE,
      lines,
    });
    const road: [BatchState, string, string, object][] = [
      ['SUBMITTED', 'issuer', 'submit-batch', {}],
      ['APPROVED', 'approver', 'approve-batch', { fileHash: FILE }],
      ['CREDITED_TO_PROVINCE', 'registrar', 'create-batch', {}],
      ['DISTRIBUTED', 'registrar', 'distribute-batch', {}],
      ['CLOSED', 'registrar', 'close-batch', {}],
    ];
    if (state === 'DRAFT') return batchNo;
    if (state === 'RETURNED' || state === 'MISMATCH') {
      this.tell('issuer', 'submit-batch', { batchNo });
      if (state === 'RETURNED') this.tell('approver', 'return-batch', { batchNo, note: 'wrong year' });
      else this.tell('approver', 'approve-batch', { batchNo, fileHash: 'b'.repeat(64) });
      return batchNo;
    }
    if (state === 'PARTIALLY_RECALLED') {
      const distributed = this.batchIn('DISTRIBUTED', lines);
      const [{ accountNo }] = lines;
      this.agreed('recall-units', { batchNo: distributed, accountNo, quantity: 1, reason: 'miscounted' });
      return distributed;
    }
    for (const [reached, by, kind, facts] of road) {
      expect(this.tell(by, kind, { batchNo, ...facts })).toMatchObject({ state: reached });
      if (reached === state) break;
    }
    return batchNo;
  }
}

export const ALLOWANCE = {
  symbol: 'CEA-2026',
  kind: 'carbon',
  pollutant: 'CO2',
  zone: 'CN',
  sector: 'power',
  vintage: 2026,
  expiry: null,
  unitName: 't',
  unitScale: 0,
  tickFen: 1,
  lotUnits: 1,
  packName: 'demo',
  referencePriceFen: 7463,
};
