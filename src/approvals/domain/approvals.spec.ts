import { beforeEach, describe, expect, it } from '@jest/globals';
import { atTheLimit } from '../../../test/support/at-the-limit.js';
import { Ledger } from '../../ledger/domain/ledger.js';
import { ledgerExecutors } from '../../ledger/commands/money-executors.js';
import { Approvals, approvalsHandlers } from './index.js';

const handlers = approvalsHandlers(ledgerExecutors as never);
const ACCOUNT = 100;
const POWERS = ['cash.enter', 'cash.release'];

let world: {
  approvals: Approvals;
  ledger: Ledger;
  registry: { account(no: number): { state: string } | undefined };
};
let state: string;
let seq: number;

// eslint-disable-next-line @typescript-eslint/no-explicit-any
function tell(by: string, kind: string, facts: object): any {
  seq += 1;
  const outcome = handlers[kind](
    world,
    { kind, powers: POWERS, ...facts },
    { seq, at: seq, by, org: 'clearing', emit: () => undefined },
  );
  return outcome.ok ? outcome.value : outcome.rejection.code;
}

const propose = (action: string, amountFen: number, by = 'wang'): ReturnType<typeof tell> =>
  tell(by, 'propose', { action, payload: { accountNo: ACCOUNT, amountFen, bankReference: 'B1' } });

function deposit(amountFen: number): void {
  const { proposalNo, payloadHash } = propose('deposit-cash', amountFen);
  expect(tell('li', 'approve', { proposalNo, payloadHash })).toMatchObject({
    state: 'EXECUTED',
    result: { amountFen },
  });
}

beforeEach(() => {
  seq = 0;
  state = 'ACTIVE';
  const registry = { account: (no: number) => (no === ACCOUNT ? { state } : undefined) };
  world = { approvals: new Approvals(), ledger: new Ledger(), registry };
});

describe('four eyes', () => {
  it('S28: nobody approves the own proposal', () => {
    const { proposalNo, payloadHash } = propose('deposit-cash', 500);
    expect(tell('wang', 'approve', { proposalNo, payloadHash })).toBe('approvals.four_eyes');
    expect(tell('wang', 'return-proposal', { proposalNo, note: 'x' })).toBe('approvals.four_eyes');
    expect(world.ledger.available(ACCOUNT, 0)).toBe(0);
    expect(tell('li', 'approve', { proposalNo, payloadHash })).toMatchObject({ state: 'EXECUTED' });
    expect(world.ledger.available(ACCOUNT, 0)).toBe(500);
  });

  it('a checker signs what was proposed: another hash is refused', () => {
    const { proposalNo } = propose('deposit-cash', 500);
    expect(tell('li', 'approve', { proposalNo, payloadHash: '0'.repeat(64) })).toBe(
      'approvals.payload_mismatch',
    );
  });

  it('a proposal ends once', () => {
    const { proposalNo, payloadHash } = propose('deposit-cash', 500);
    tell('li', 'approve', { proposalNo, payloadHash });
    for (const kind of ['approve', 'return-proposal', 'withdraw-proposal']) {
      expect(tell('zhao', kind, { proposalNo, payloadHash, note: '' })).toBe('approvals.not_pending');
    }
    expect(tell('zhao', 'approve', { proposalNo: 77, payloadHash })).toBe('approvals.unknown_proposal');
  });

  it('only the maker withdraws, and only with the power one proposes or approves', () => {
    const { proposalNo, payloadHash } = propose('deposit-cash', 500);
    expect(tell('li', 'withdraw-proposal', { proposalNo })).toBe('approvals.not_your_proposal');
    expect(tell('li', 'approve', { proposalNo, payloadHash, powers: [] })).toBe('approvals.missing_power');
    expect(tell('li', 'propose', { action: 'deposit-cash', payload: {}, powers: [] })).toBe(
      'approvals.missing_power',
    );
    expect(tell('li', 'propose', { action: 'print-money', payload: {} })).toBe('approvals.unknown_action');
    expect(tell('wang', 'withdraw-proposal', { proposalNo })).toMatchObject({ state: 'WITHDRAWN' });
  });

  const waitingAfter = (proposals: number): ReturnType<typeof tell> => {
    for (let i = 1; i < proposals; i++) propose('deposit-cash', 1);
    return propose('deposit-cash', 1);
  };
  atTheLimit('PENDING_PROPOSALS_MAX', {
    at: (proposals) => expect(waitingAfter(proposals)).toMatchObject({ proposalNo: proposals }),
    past: (proposals) => expect(waitingAfter(proposals)).toBe('approvals.too_many_pending'),
  });
});

describe('money', () => {
  it('a withdrawal is kept when proposed and leaves when released', () => {
    deposit(500);
    const { proposalNo, payloadHash } = propose('withdraw-cash', 300);
    expect(world.ledger.available(ACCOUNT, 0)).toBe(200);
    expect(propose('withdraw-cash', 201)).toBe('ledger.insufficient_cash');
    tell('li', 'approve', { proposalNo, payloadHash });
    expect(world.ledger.balance(ACCOUNT, 0)).toMatchObject({ posted: 200, frozen: 0 });
  });

  it('a returned withdrawal gives the money back', () => {
    deposit(500);
    const { proposalNo } = propose('withdraw-cash', 300);
    expect(tell('li', 'return-proposal', { proposalNo, note: 'wrong bank' })).toMatchObject({
      state: 'RETURNED',
    });
    expect(world.ledger.available(ACCOUNT, 0)).toBe(500);
  });

  it('refuses unknown and closed accounts, nothing, and more than can be counted', () => {
    expect(tell('wang', 'propose', { action: 'deposit-cash', payload: { accountNo: 5, amountFen: 1 } })).toBe(
      'ledger.unknown_account',
    );
    expect(propose('deposit-cash', 0)).toBe('ledger.bad_amount');
    deposit(Number.MAX_SAFE_INTEGER);
    expect(propose('deposit-cash', 1)).toBe('ledger.amount_too_large');
    state = 'FROZEN';
    expect(propose('withdraw-cash', 1)).toBe('ledger.account_not_active');
    state = 'CLOSED';
    expect(propose('deposit-cash', 1)).toBe('ledger.account_not_active');
  });
});
