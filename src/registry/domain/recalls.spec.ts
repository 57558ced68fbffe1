import { beforeEach, describe, expect, it } from '@jest/globals';
import { canonical } from '../../kernel/json.js';
import { SYSTEM_ACCOUNTS } from '../../ledger/domain/system-accounts.js';
import { RegistryVenue } from '../../../test/support/registry-venue.js';
import { Registry } from './index.js';

const { GOVERNMENT } = SYSTEM_ACCOUNTS;
let venue: RegistryVenue;
let batchNo: number;
beforeEach(() => {
  venue = RegistryVenue.furnished();
  // 60 for account 100, 40 for account 101.
  batchNo = venue.batchIn('DISTRIBUTED');
});

const recall = (quantity: number, more: object = {}): object => ({
  ...{ batchNo, accountNo: 100, quantity, reason: 'the verified output was lower' },
  ...more,
});
const holds = (account: number): [available: number, serials: number] => [
  venue.world.ledger.available(account, 1),
  venue.world.registry.serials.held(1, account),
];
const lines = (): unknown => venue.world.registry.batch(batchNo)?.lines;

describe('a recall', () => {
  it('goes back to the province with its serials, and is noted on the line', () => {
    expect(venue.agreed('recall-units', recall(15))).toMatchObject({
      state: 'EXECUTED',
      result: { batchNo, accountNo: 100, quantity: 15, batchState: 'PARTIALLY_RECALLED' },
    });
    expect([holds(100), holds(101), holds(GOVERNMENT)]).toEqual([
      [45, 45],
      [40, 40],
      [15, 15],
    ]);
    expect(lines()).toEqual([
      { accountNo: 100, quantity: 60, recalled: 15 },
      { accountNo: 101, quantity: 40 },
    ]);
    expect(venue.events.at(-2)).toMatchObject({
      type: 'UnitsRecalled',
      batchNo,
      accountNo: 100,
      quantity: 15,
    });
    // What was issued stays issued: the units are there, with the province.
    expect(venue.world.registry.cap(1, 2026)).toMatchObject({ issued: 100, cancelled: 0 });
  });

  it('takes at most what the line gave, in one or many recalls, and then the batch may close', () => {
    expect(venue.agreed('recall-units', recall(61))).toBe('registry.recall_too_large');
    venue.agreed('recall-units', recall(20));
    expect(venue.agreed('recall-units', recall(41))).toBe('registry.recall_too_large');
    expect(venue.agreed('recall-units', recall(40))).toMatchObject({ state: 'EXECUTED' });
    expect(venue.agreed('recall-units', recall(1))).toBe('registry.recall_too_large');
    expect(venue.agreed('recall-units', recall(1, { accountNo: 101 }))).toMatchObject({ state: 'EXECUTED' });
    expect(venue.tell('registrar', 'close-batch', { batchNo })).toMatchObject({ state: 'CLOSED' });
    expect(venue.agreed('recall-units', recall(1, { accountNo: 101 }))).toBe('registry.illegal_transition');
  });

  it('keeps the units from the moment it is proposed, and gives them back when it is returned', () => {
    const { proposalNo } = venue.tell('maker', 'propose', { action: 'recall-units', payload: recall(15) });
    expect(holds(100)).toEqual([45, 60]);
    expect(venue.tell('maker', 'withdraw-proposal', { proposalNo })).toMatchObject({ state: 'WITHDRAWN' });
    expect(holds(100)).toEqual([60, 60]);
    expect(lines()).toEqual([
      { accountNo: 100, quantity: 60 },
      { accountNo: 101, quantity: 40 },
    ]);
  });

  it('takes only what is there: not what is sold, frozen or kept for another recall', () => {
    venue.agreed('freeze-units', { accountNo: 100, instrumentNo: 1, quantity: 50, reason: 'court' });
    expect(venue.agreed('recall-units', recall(11))).toBe('registry.insufficient_units');
    venue.tell('maker', 'propose', { action: 'recall-units', payload: recall(10) });
    expect(venue.agreed('recall-units', recall(1))).toBe('registry.insufficient_units');
  });

  it('of two that are too much together only the first is carried out', () => {
    venue.agreed('transfer-units', ...transferTo100(30));
    const both = [40, 40].map((quantity) =>
      venue.tell('maker', 'propose', { action: 'recall-units', payload: recall(quantity) }),
    );
    const sign = ({ proposalNo, payloadHash }: { proposalNo: number; payloadHash: string }): unknown =>
      venue.tell('checker', 'approve', { proposalNo, payloadHash });
    expect(both.map(sign)).toEqual([
      expect.objectContaining({ state: 'EXECUTED' }),
      'registry.recall_too_large',
    ]);
  });

  it('names a batch that was distributed and an account that it gave to', () => {
    expect(venue.agreed('recall-units', recall(1, { batchNo: 99 }))).toBe('registry.unknown_batch');
    expect(venue.agreed('recall-units', recall(1, { accountNo: 999 }))).toBe('registry.not_in_batch');
    for (const quantity of [0, -1, 0.5])
      expect(venue.agreed('recall-units', recall(quantity))).toBe('registry.bad_quantity');
    const draft = venue.batchIn('APPROVED');
    expect(venue.agreed('recall-units', recall(1, { batchNo: draft }))).toBe('registry.illegal_transition');
  });

  it('needs two people of the authority', () => {
    const { proposalNo, payloadHash } = venue.tell('maker', 'propose', {
      action: 'recall-units',
      payload: recall(1),
    });
    expect(venue.tell('maker', 'approve', { proposalNo, payloadHash })).toBe('approvals.four_eyes');
  });

  it('survives a dump', () => {
    venue.agreed('recall-units', recall(15));
    const { registry } = venue.world;
    expect(canonical(Registry.restore(registry.dump()).dump())).toBe(canonical(registry.dump()));
  });
});

function transferTo100(quantity: number): [object, string, [string, string][], string] {
  const transfer = { fromAccount: 101, toAccount: 100, instrumentNo: 1, quantity };
  return [
    transfer,
    'trader',
    [
      ['manager', 'plant-b'],
      ['checker', ''],
    ],
    'plant-b',
  ];
}
