import { beforeEach, describe, expect, it } from '@jest/globals';
import { atTheLimit } from '../../../test/support/at-the-limit.js';
import { ALLOWANCE, FILE, RegistryVenue } from '../../../test/support/registry-venue.js';
import { Approvals } from '../../approvals/domain/index.js';
import { canonical } from '../../kernel/json.js';
import { SYSTEM_ACCOUNTS } from '../../ledger/domain/system-accounts.js';
import { shippedPack } from '../../rules/shipped-packs.js';
import { INSTRUMENT_NO_MAX } from './instrument.js';
import { Registry, type BatchState } from './index.js';

let venue: RegistryVenue;
beforeEach(() => void (venue = RegistryVenue.furnished()));

function holds(account: number): [number, number] {
  return [venue.world.ledger.available(account, 1), venue.world.registry.serials.held(1, account)];
}

describe('accounts', () => {
  it('are opened by a reviewer and another approver', () => {
    const { accountNo } = venue.tell(
      'boss',
      'apply-account',
      { org: 'c', ownerGroup: 'c', title: 'C', accountKind: 'compliance', prohibited: false },
      'c',
    );
    expect(venue.tell('chief', 'approve-account', { accountNo })).toBe('registry.illegal_transition');
    expect(venue.tell('boss', 'review-account', { accountNo })).toBe('registry.four_eyes');
    expect(venue.tell('clerk', 'review-account', { accountNo })).toMatchObject({ state: 'UNDER_REVIEW' });
    expect(venue.tell('clerk', 'approve-account', { accountNo })).toBe('registry.four_eyes');
    expect(venue.tell('chief', 'approve-account', { accountNo })).toMatchObject({ state: 'ACTIVE' });
    expect(venue.tell('chief', 'approve-account', { accountNo })).toBe('registry.illegal_transition');
    expect(venue.tell('clerk', 'review-account', { accountNo: 9999 })).toBe('registry.unknown_account');
  });

  it('S30: are refused to staff of supervisor, registry and exchange', () => {
    const application = {
      org: 'bureau',
      ownerGroup: 'bureau',
      title: 'B',
      accountKind: 'institution',
      prohibited: true,
    };
    expect(venue.tell('boss', 'apply-account', application)).toBe('registry.prohibited_person');
    expect(venue.world.registry.accountCount()).toBe(2);
  });

  const openedAs = (nth: number): unknown => {
    const application = {
      org: 'c',
      ownerGroup: 'c',
      title: 'C',
      accountKind: 'compliance',
      prohibited: false,
    };
    while (venue.world.registry.accountCount() < nth - 1)
      venue.tell('boss', 'apply-account', application, 'c');
    return venue.tell('boss', 'apply-account', application, 'c');
  };
  atTheLimit('ACCOUNTS_MAX', {
    at: (accounts) => {
      expect(openedAs(accounts)).toMatchObject({ accountNo: expect.any(Number) });
      expect(venue.world.registry.accountCount()).toBe(accounts);
    },
    past: (accounts) => expect(openedAs(accounts)).toBe('registry.too_many_accounts'),
  });

  it('are restricted, frozen, released and, when empty, closed', () => {
    const change = { accountNo: 100, reason: 'court order 7' };
    expect(venue.agreed('restrict-account', change)).toMatchObject({ result: { state: 'RESTRICTED' } });
    expect(venue.agreed('freeze-account', change)).toMatchObject({ result: { state: 'FROZEN' } });
    expect(venue.agreed('close-account', change)).toBe('registry.illegal_transition');
    expect(venue.agreed('release-account', change)).toMatchObject({ result: { state: 'ACTIVE' } });
    expect(venue.agreed('release-account', change)).toBe('registry.illegal_transition');
    venue.agreed('deposit-cash', { accountNo: 100, amountFen: 5, bankReference: 'r' });
    expect(venue.agreed('close-account', change)).toBe('registry.account_not_empty');
    expect(venue.agreed('close-account', { accountNo: 101, reason: 'asked' })).toMatchObject({
      result: { state: 'CLOSED' },
    });
  });
});

describe('instruments', () => {
  it('have one symbol, a loaded rule pack and a reference on the tick', () => {
    expect(venue.agreed('create-instrument', ALLOWANCE)).toBe('registry.symbol_taken');
    expect(venue.agreed('create-instrument', { ...ALLOWANCE, symbol: 'X', packName: 'nowhere' })).toBe(
      'rules.unknown_pack',
    );
    expect(venue.agreed('create-instrument', { ...ALLOWANCE, symbol: 'X', tickFen: 5 })).toBe(
      'registry.reference_off_tick',
    );
    expect(venue.agreed('set-cap', { instrumentNo: 9, year: 2026, quantity: 1 })).toBe(
      'registry.unknown_instrument',
    );
  });

  it('no more are created than serial ranges can name', () => {
    const { registry } = venue.world;
    while (registry.instrumentCount() < INSTRUMENT_NO_MAX) {
      registry.addInstrument({ ...ALLOWANCE, kind: 'carbon', symbol: `X-${registry.instrumentCount()}` });
    }
    expect(venue.agreed('create-instrument', { ...ALLOWANCE, symbol: 'LAST' })).toBe(
      'registry.too_many_instruments',
    );
  });

  it('take no new allocation once retired', () => {
    expect(venue.agreed('retire-instrument', { instrumentNo: 1 })).toMatchObject({ state: 'EXECUTED' });
    expect(venue.agreed('retire-instrument', { instrumentNo: 1 })).toBe('registry.instrument_retired');
    expect(
      venue.tell('issuer', 'draft-batch', {
        instrumentNo: 1,
        year: 2026,
        lines: [{ accountNo: 100, quantity: 1 }],
      }),
    ).toBe('registry.instrument_retired');
  });
});

describe('allocation batches', () => {
  it('reach the accounts with serials and conserve every unit', () => {
    venue.batchIn('CLOSED');
    expect(holds(100)).toEqual([60, 60]);
    expect(holds(101)).toEqual([40, 40]);
    expect(venue.world.ledger.balance(SYSTEM_ACCOUNTS.ISSUANCE, 1).posted).toBe(-100);
    expect(venue.world.ledger.balance(SYSTEM_ACCOUNTS.GOVERNMENT, 1).posted).toBe(0);
  });

  const steps = [
    'submit-batch',
    'approve-batch',
    'return-batch',
    'create-batch',
    'distribute-batch',
    'close-batch',
  ];
  const allowed: Record<string, string[]> = {
    DRAFT: ['submit-batch'],
    SUBMITTED: ['approve-batch', 'return-batch'],
    RETURNED: ['submit-batch'],
    MISMATCH: ['return-batch'],
    APPROVED: ['create-batch'],
    CREDITED_TO_PROVINCE: ['distribute-batch'],
    DISTRIBUTED: ['close-batch'],
    PARTIALLY_RECALLED: ['close-batch'],
    CLOSED: [],
  };
  it.each(Object.keys(allowed) as BatchState[])(
    'from %s only the steps of the rulebook are allowed',
    (state) => {
      for (const kind of steps) {
        venue = new RegistryVenue();
        venue.tell('system:setup', 'load-rule-pack', { pack: shippedPack('demo') });
        venue.agreed('create-instrument', ALLOWANCE);
        venue.agreed('set-cap', { instrumentNo: 1, year: 2026, quantity: 1000 });
        venue.openAccount('plant-a');
        venue.openAccount('plant-b');
        const batchNo = venue.batchIn(state);
        const before = canonical(venue.world.registry.dump());
        const answer = venue.tell('other', kind, { batchNo, fileHash: FILE, note: 'n' });
        if (allowed[state].includes(kind)) expect(answer).toHaveProperty('state');
        else {
          expect(answer).toBe('registry.illegal_transition');
          expect(canonical(venue.world.registry.dump())).toBe(before);
        }
      }
    },
  );

  it('S28: the issuer does not approve the own batch', () => {
    const batchNo = venue.batchIn('SUBMITTED');
    expect(venue.tell('issuer', 'approve-batch', { batchNo, fileHash: FILE })).toBe('registry.four_eyes');
    expect(venue.world.registry.batch(batchNo)?.state).toBe('SUBMITTED');
  });

  it('S52: a file that differs makes a mismatch, credits nothing, and goes back to be corrected', () => {
    const batchNo = venue.batchIn('MISMATCH');
    expect(venue.world.registry.batch(batchNo)?.state).toBe('MISMATCH');
    expect(venue.world.registry.serials.born(1)).toBe(0);
    expect(venue.tell('approver', 'return-batch', { batchNo, note: 'file differs' })).toMatchObject({
      state: 'RETURNED',
    });
    const corrected = { batchNo, fileHash: 'b'.repeat(64), lines: [{ accountNo: 100, quantity: 7 }] };
    expect(venue.tell('issuer', 'submit-batch', corrected)).toMatchObject({ state: 'SUBMITTED', total: 7 });
    expect(venue.tell('approver', 'approve-batch', { batchNo, fileHash: 'b'.repeat(64) })).toMatchObject({
      state: 'APPROVED',
    });
  });

  it('never exceed the cap of their year, and need one', () => {
    const exact = venue.batchIn('APPROVED', [{ accountNo: 100, quantity: 1000 }]);
    expect(venue.tell('registrar', 'create-batch', { batchNo: exact })).toMatchObject({
      state: 'CREDITED_TO_PROVINCE',
    });
    const over = venue.batchIn('APPROVED', [{ accountNo: 100, quantity: 1 }]);
    expect(venue.tell('registrar', 'create-batch', { batchNo: over })).toBe('registry.cap_exceeded');
    expect(venue.agreed('set-cap', { instrumentNo: 1, year: 2026, quantity: 999 })).toBe(
      'registry.cap_below_issued',
    );
    const { batchNo } = venue.tell('issuer', 'draft-batch', {
      instrumentNo: 1,
      year: 2031,
      fileHash: FILE,
      lines: [{ accountNo: 100, quantity: 1 }],
    });
    venue.tell('issuer', 'submit-batch', { batchNo });
    venue.tell('approver', 'approve-batch', { batchNo, fileHash: FILE });
    expect(venue.tell('registrar', 'create-batch', { batchNo })).toBe('registry.cap_missing');
  });

  it.each([
    [[], 'registry.bad_lines'],
    [[{ accountNo: 100, quantity: 0 }], 'registry.bad_quantity'],
    [
      [
        { accountNo: 100, quantity: 2 ** 53 - 1 },
        { accountNo: 101, quantity: 2 ** 53 - 1 },
      ],
      'registry.bad_quantity',
    ],
    [[{ accountNo: 777, quantity: 1 }], 'registry.unknown_account'],
    [
      [
        { accountNo: 100, quantity: 1 },
        { accountNo: 100, quantity: 2 },
      ],
      'registry.duplicate_line',
    ],
  ])('refuse the lines %j', (lines, code) => {
    expect(venue.tell('issuer', 'draft-batch', { instrumentNo: 1, year: 2026, fileHash: FILE, lines })).toBe(
      code,
    );
  });

  const drafted = (count: number): unknown => {
    const application = {
      org: 'c',
      ownerGroup: 'c',
      title: 'C',
      accountKind: 'compliance',
      prohibited: false,
    };
    const lines = Array.from({ length: count }, () => {
      const { accountNo } = venue.tell('boss', 'apply-account', application, 'c');
      return { accountNo, quantity: 1 };
    });
    return venue.tell('issuer', 'draft-batch', { instrumentNo: 1, year: 2026, fileHash: FILE, lines });
  };
  atTheLimit('BATCH_LINES_MAX', {
    at: (lines) => expect(drafted(lines)).toMatchObject({ state: 'DRAFT' }),
    past: (lines) => expect(drafted(lines)).toBe('registry.bad_lines'),
  });

  it('need a file, an instrument, open accounts and free serials', () => {
    const lines = [{ accountNo: 100, quantity: 1 }];
    expect(venue.tell('issuer', 'draft-batch', { instrumentNo: 5, year: 2026, lines })).toBe(
      'registry.unknown_instrument',
    );
    const { batchNo } = venue.tell('issuer', 'draft-batch', { instrumentNo: 1, year: 2026, lines });
    expect(venue.tell('issuer', 'submit-batch', { batchNo })).toBe('registry.file_missing');
    expect(venue.tell('issuer', 'submit-batch', { batchNo: 99 })).toBe('registry.unknown_batch');
    const waiting = venue.batchIn('CREDITED_TO_PROVINCE', lines);
    venue.agreed('close-account', { accountNo: 100, reason: 'asked' });
    expect(venue.tell('registrar', 'distribute-batch', { batchNo: waiting })).toBe(
      'registry.account_not_open',
    );
    venue.agreed('set-cap', { instrumentNo: 1, year: 2026, quantity: 2 ** 41 });
    const huge = venue.batchIn('APPROVED', [{ accountNo: 101, quantity: 2 ** 40 }]);
    expect(venue.tell('registrar', 'create-batch', { batchNo: huge })).toBe('registry.serials_exhausted');
  });
});

describe('transfers, freezes and cancellation', () => {
  beforeEach(() => {
    venue.batchIn('DISTRIBUTED');
  });
  const transfer = { fromAccount: 100, toAccount: 101, instrumentNo: 1, quantity: 50 };
  const signers: [string, string][] = [
    ['manager', 'plant-a'],
    ['approver', ''],
  ];

  it('a transfer keeps its units from the first signature and moves them after the last', () => {
    const proposal = venue.tell(
      'trader',
      'propose',
      { action: 'transfer-units', payload: transfer },
      'plant-a',
    );
    expect(holds(100)).toEqual([10, 60]);
    const sign = { proposalNo: proposal.proposalNo, payloadHash: proposal.payloadHash };
    expect(venue.tell('manager', 'approve', sign, 'plant-a')).toMatchObject({
      state: 'PENDING',
      stagesLeft: 1,
    });
    expect(venue.tell('approver', 'approve', sign)).toMatchObject({ state: 'EXECUTED' });
    expect([holds(100), holds(101)]).toEqual([
      [10, 10],
      [90, 90],
    ]);
  });

  it('a returned or withdrawn transfer gives its units back', () => {
    for (const [by, org, kind] of [
      ['trader', 'plant-a', 'withdraw-proposal'],
      ['manager', 'plant-a', 'return-proposal'],
    ]) {
      const { proposalNo } = venue.tell(
        'trader',
        'propose',
        { action: 'transfer-units', payload: transfer },
        'plant-a',
      );
      expect(holds(100)[0]).toBe(10);
      venue.tell(by, kind, { proposalNo, note: 'no' }, org);
      expect(holds(100)[0]).toBe(60);
    }
  });

  it('is refused without cover, to itself, to a closed account, or from a frozen one', () => {
    const asked = (change: object): string =>
      venue.agreed('transfer-units', { ...transfer, ...change }, 'trader', signers, 'plant-a');
    expect(asked({ quantity: 61 })).toBe('registry.insufficient_units');
    expect(asked({ quantity: 0 })).toBe('registry.bad_quantity');
    expect(asked({ instrumentNo: 3 })).toBe('registry.unknown_instrument');
    expect(asked({ toAccount: 100 })).toBe('registry.same_account');
    expect(asked({ toAccount: 555 })).toBe('registry.receiver_not_open');
    expect(asked({ fromAccount: 101, toAccount: 100 })).toBe('approvals.unknown_subject');
    venue.agreed('freeze-account', { accountNo: 100, reason: 'court' });
    expect(asked({})).toBe('registry.account_frozen');
  });

  it('a freeze that came between proposal and approval stops the approval', () => {
    const { proposalNo, payloadHash } = venue.tell(
      'trader',
      'propose',
      { action: 'transfer-units', payload: transfer },
      'plant-a',
    );
    venue.agreed('freeze-account', { accountNo: 100, reason: 'court' });
    expect(venue.tell('manager', 'approve', { proposalNo, payloadHash }, 'plant-a')).toBe(
      'registry.account_frozen',
    );
  });

  it('S25: a court freeze of 40 of 60 leaves 20', () => {
    const frozen = { accountNo: 100, instrumentNo: 1, quantity: 40, reason: 'court order' };
    expect(venue.agreed('freeze-units', frozen)).toMatchObject({ state: 'EXECUTED' });
    expect(venue.agreed('freeze-units', frozen)).toBe('registry.insufficient_units');
    expect(holds(100)).toEqual([20, 60]);
    expect(venue.agreed('transfer-units', { ...transfer, quantity: 21 }, 'trader', signers, 'plant-a')).toBe(
      'registry.insufficient_units',
    );
    expect(venue.agreed('unfreeze-units', { ...frozen, quantity: 41 })).toBe('registry.not_frozen');
    expect(venue.agreed('unfreeze-units', frozen)).toMatchObject({ state: 'EXECUTED' });
    expect(holds(100)[0]).toBe(60);
  });

  it('S54: a cancellation ends in the sink and lowers the cap for good', () => {
    const cancelled = venue.agreed(
      'cancel-units',
      { accountNo: 100, instrumentNo: 1, quantity: 15, reason: 'green' },
      'trader',
      signers,
      'plant-a',
    );
    expect(cancelled).toMatchObject({ state: 'EXECUTED' });
    expect(holds(100)).toEqual([45, 45]);
    expect(holds(SYSTEM_ACCOUNTS.CANCELLED)).toEqual([15, 15]);
    expect(venue.world.registry.cap(1, 2026)).toMatchObject({ limit: 1000, issued: 100, cancelled: 15 });
  });

  it('the whole state survives a dump', () => {
    venue.agreed('freeze-units', { accountNo: 100, instrumentNo: 1, quantity: 4, reason: 'court' });
    const { registry, approvals } = venue.world;
    expect(canonical(Registry.restore(registry.dump()).dump())).toBe(canonical(registry.dump()));
    expect(canonical(Approvals.restore(approvals.dump()).dump())).toBe(canonical(approvals.dump()));
  });
});
