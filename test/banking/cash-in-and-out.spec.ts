import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { cashTie } from '../../src/banking/index.js';
import { canonical } from '../../src/kernel/json.js';
import { BankVenue, forAccount, forTransfer, line, NUMBER, PAYEE } from '../support/bank-venue.js';

const WISH = { amountFen: 300_000, transferId: 'w-1' };
const FEES = 5;

describe('a withdrawal', () => {
  it('is kept, filed, on its way, and confirmed by the bank’s own line', () => {
    const venue = new BankVenue();
    const no = venue.withdraw(300_000, 'w-1');
    expect(venue.cash(venue.a)).toEqual([1_000_000, 300_000]);
    venue.paid(no);
    expect([venue.cash(venue.a), venue.apart()]).toEqual([
      [700_000, 0],
      [300_000, 0, 0],
    ]);
    expect(venue.closing()).toBe(1_000_000);
    expect(venue.booked(line(-300_000, forTransfer(no)))).toMatchObject({ lines: 1, suspense: 0 });
    expect([venue.apart(), venue.closing()]).toEqual([[0, 0, 0], 700_000]);
    expect(venue.machine.banking.transfer(no)?.state).toBe('CONFIRMED');
    expect(venue.broken()).toEqual([]);
  });

  it('is one and the same under its transfer id, and no other', () => {
    const venue = new BankVenue();
    const no = venue.withdraw(300_000, 'w-1');
    expect(venue.withdraw(300_000, 'w-1')).toBe(no);
    expect(venue.cash(venue.a)).toEqual([1_000_000, 300_000]);
    const other = { accountNo: venue.a, amountFen: 1, transferId: 'w-1' };
    expect(venue.refusal('request-withdrawal', other, 'usr_a', 'org_a')).toBe('banking.transfer_id_taken');
  });

  it('takes free cash only, of one’s own account, to the bank account that was registered', () => {
    const venue = new BankVenue();
    const ask = (change: object, org = 'org_a'): string =>
      venue.refusal('request-withdrawal', { accountNo: venue.a, ...WISH, ...change }, 'usr_a', org);
    expect(ask({}, 'org_b')).toBe('banking.unknown_account');
    expect(ask({ accountNo: 999 })).toBe('banking.unknown_account');
    expect(ask({ accountNo: venue.b }, 'org_b')).toBe('banking.no_payee');
    expect(ask({ amountFen: 0 })).toBe('banking.bad_amount');
    expect(ask({ amountFen: 1_000_001 })).toBe('banking.insufficient_cash');
    venue.machine.ledger.hold(venue.a, 0, 800_000);
    expect(ask({})).toBe('banking.insufficient_cash');
    venue.machine.ledger.release(venue.a, 0, 800_000);
    venue.agreed('freeze-account', { accountNo: venue.a, reason: 'court' });
    expect(ask({})).toBe('banking.account_not_active');
  });

  it('may be taken back until it is filed, and a discarded draft lets it go again', () => {
    const venue = new BankVenue();
    const no = venue.withdraw(300_000, 'w-1');
    const cancel = (org = 'org_a'): string =>
      venue.refusal('cancel-withdrawal', { transferNo: no }, 'usr_a', org);
    expect(cancel('org_b')).toBe('banking.unknown_withdrawal');
    const { paymentFileNo } = venue.done('draft-payment-file', { bankNo: 1, transferNos: [no] });
    expect(cancel()).toBe('banking.transfer_not_requested');
    expect(venue.refusal('mark-payment-file-sent', { paymentFileNo })).toBe('banking.payment_file_state');
    venue.done('discard-payment-file', { paymentFileNo });
    expect(venue.refusal('discard-payment-file', { paymentFileNo })).toBe('banking.unknown_payment_file');
    expect(cancel()).toBe('');
    expect(venue.cash(venue.a)).toEqual([1_000_000, 0]);
  });

  it('comes back when the bank refuses it, and when the bank returns it later', () => {
    const venue = new BankVenue();
    const [refused, returned] = [venue.withdraw(300_000, 'w-1'), venue.withdraw(200_000, 'w-2')];
    expect(venue.refusedProposal('void-transfer', { withdrawalNo: refused, reason: 'x' })).toBe(
      'banking.transfer_not_in_transit',
    );
    venue.paid(refused, returned);
    venue.agreed('void-transfer', { withdrawalNo: refused, reason: 'no such account' });
    expect(venue.refusedProposal('void-transfer', { withdrawalNo: refused, reason: 'x' })).toBe(
      'banking.unknown_withdrawal',
    );
    venue.booked(line(-200_000, forTransfer(returned)));
    venue.booked(line(200_000, `return ${forTransfer(returned)}`));
    expect([venue.cash(venue.a), venue.apart(), venue.closing()]).toEqual([
      [1_000_000, 0],
      [0, 0, 0],
      1_000_000,
    ]);
    expect(venue.broken()).toEqual([]);
  });
});

describe('a payment file', () => {
  it('is drafted from requested withdrawals of client money that the bank has', () => {
    const venue = new BankVenue();
    const own = venue.openBank({ number: 'OWN-1', accountKind: 'OWN' });
    const no = venue.withdraw(300_000, 'w-1');
    const draft = (bankNo: number, ...transferNos: number[]): string =>
      venue.refusal('draft-payment-file', { bankNo, transferNos });
    expect(draft(9, no)).toBe('banking.unknown_bank_account');
    expect(draft(own, no)).toBe('banking.not_client_money');
    expect(draft(1)).toBe('banking.empty_payment_file');
    expect(draft(1, 77)).toBe('banking.unknown_withdrawal');
    expect(draft(1, no, no)).toBe('');
    expect(draft(1, no)).toBe('banking.transfer_not_requested');
    const poor = new BankVenue(0);
    poor.agreed('set-payee', { accountNo: poor.b, ...PAYEE }, 'org_b');
    poor.openBank({ number: 'SECOND', openingFen: 0 });
    poor.booked(line(500, forAccount(poor.a)));
    const small = poor.withdraw(500, 'w');
    expect(poor.refusal('draft-payment-file', { bankNo: 2, transferNos: [small] })).toBe(
      'banking.bank_balance_too_low',
    );
  });

  it('is released by another person than drafted it, with the hash of its bytes', () => {
    const venue = new BankVenue();
    const no = venue.withdraw(300_000, 'w-1');
    const drafted = venue.done('draft-payment-file', { bankNo: 1, transferNos: [no] }, 'usr_two');
    const { paymentFileNo, contentHash, count, totalFen } = drafted;
    const { content } = venue.machine.banking.paymentFile(paymentFileNo as number)!;
    expect(createHash('sha256').update(content).digest('hex')).toBe(contentHash);
    const release = { paymentFileNo, contentHash, count, totalFen };
    expect(venue.refusedProposal('release-payment-file', { ...release, paymentFileNo: 9 })).toBe(
      'banking.unknown_payment_file',
    );
    expect(venue.refusedProposal('release-payment-file', { ...release, contentHash: 'x' })).toBe(
      'banking.content_differs',
    );
    const proposal = venue.proposed('release-payment-file', release);
    expect(venue.refusal('approve', proposal, 'usr_two')).toBe('banking.four_eyes');
    expect(venue.refusal('approve', proposal, 'usr_one')).toBe('approvals.four_eyes');
    expect(venue.refusal('approve', proposal, 'usr_three')).toBe('');
    expect(venue.refusedProposal('release-payment-file', release)).toBe('banking.payment_file_state');
    venue.done('mark-payment-file-sent', { paymentFileNo });
    expect(venue.refusal('mark-payment-file-sent', { paymentFileNo })).toBe('banking.unknown_payment_file');
  });

  it('does not go out for an account that was frozen meanwhile', () => {
    const venue = new BankVenue();
    const drafted = venue.done('draft-payment-file', {
      bankNo: 1,
      transferNos: [venue.withdraw(300_000, 'w-1')],
    });
    venue.agreed('freeze-account', { accountNo: venue.a, reason: 'court' });
    const { paymentFileNo, contentHash, count, totalFen } = drafted;
    expect(
      venue.refusedProposal('release-payment-file', { paymentFileNo, contentHash, count, totalFen }),
    ).toBe('banking.account_not_active');
  });
});

describe('money without a name', () => {
  /** Lines 1 to 4: a wrong reference, none, a payment nobody ordered, a payment of ours without its reference. */
  function unclear(): BankVenue {
    const venue = new BankVenue();
    const no = venue.withdraw(300_000, 'w-1');
    venue.paid(no);
    const digits = forAccount(venue.a);
    const lines = [
      line(
        1_000,
        digits.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10)),
      ),
      line(2_000, 'thanks'),
      line(-50, 'charges of November'),
      line(-300_000, 'our payment'),
    ];
    expect(venue.booked(...lines)).toMatchObject({ lines: 4, suspense: 4 });
    expect(venue.apart()).toEqual([300_000, 3_000, -300_050]);
    return venue;
  }

  it('goes by four eyes to an account, back, to a transfer, or to the venue’s own charge', () => {
    const venue = unclear();
    const assign = { lineNo: 1, accountNo: venue.b };
    expect(venue.refusedProposal('assign-line', { ...assign, lineNo: 3 })).toBe('banking.wrong_side');
    expect(venue.refusedProposal('assign-line', { ...assign, accountNo: 999 })).toBe(
      'banking.unknown_account',
    );
    venue.agreed('assign-line', assign);
    expect(venue.refusedProposal('assign-line', assign)).toBe('banking.line_not_in_suspense');
    expect(venue.cash(venue.b)).toEqual([1_000, 0]);

    const { withdrawalNo } = venue.agreed('send-line-back', { lineNo: 2, ...PAYEE });
    expect(venue.refusedProposal('send-line-back', { lineNo: 2, ...PAYEE })).toBe(
      'banking.line_not_in_suspense',
    );
    venue.paid(withdrawalNo as number);
    venue.agreed('void-transfer', { withdrawalNo, reason: 'closed' });
    const again = venue.agreed('send-line-back', { lineNo: 2, ...PAYEE }).withdrawalNo as number;
    venue.paid(again);
    expect(venue.broken()).toEqual([]);
    venue.booked(line(-2_000, forTransfer(again)));

    expect(venue.refusedProposal('clear-debit', { lineNo: 3, withdrawalNo: 1 })).toBe(
      'banking.amount_differs',
    );
    expect(venue.refusedProposal('clear-debit', { lineNo: 3, withdrawalNo: 0 })).toBe('banking.fees_too_low');
    expect(venue.refusedProposal('clear-debit', { lineNo: 4, withdrawalNo: 99 })).toBe(
      'banking.unknown_withdrawal',
    );
    expect(venue.refusedProposal('clear-debit', { lineNo: 4, withdrawalNo: again })).toBe(
      'banking.transfer_not_in_transit',
    );
    venue.agreed('clear-debit', { lineNo: 4, withdrawalNo: 1 });
    earn(venue, 80);
    venue.agreed('clear-debit', { lineNo: 3, withdrawalNo: 0 });
    expect([venue.apart(), venue.cash(FEES)]).toEqual([
      [0, 0, 0],
      [30, 0],
    ]);
    expect(cashTie(venue.machine)).toMatchObject({ unclearLines: [], inTransit: [], differenceFen: 0 });
    expect(venue.broken()).toEqual([]);
  });

  it.each([
    ['a transfer that nobody knows', (venue: BankVenue) => line(5, forTransfer(venue.a))],
    ['an account that nobody knows', () => line(5, forAccount(4_711))],
    ['two accounts at once', (venue: BankVenue) => line(5, forAccount(venue.a) + forAccount(venue.b))],
    ['a transfer of another amount', () => line(-299_999, forTransfer(1))],
    ['a return before the payment', () => line(300_000, forTransfer(1))],
    ['a member’s reference on a payment out', (venue: BankVenue) => line(-5, forAccount(venue.a))],
  ])('is whatever names %s', (_what, told) => {
    const venue = new BankVenue();
    venue.paid(venue.withdraw(300_000, 'w-1'));
    expect(venue.booked(told(venue))).toMatchObject({ lines: 1, suspense: 1 });
    expect(venue.broken()).toEqual([]);
  });

  it('is what came for a closed account', () => {
    const venue = new BankVenue();
    venue.agreed('close-account', { accountNo: venue.b, reason: 'gone' });
    expect(venue.booked(line(5, forAccount(venue.b)))).toMatchObject({ suspense: 1 });
    expect(venue.refusedProposal('assign-line', { lineNo: 1, accountNo: venue.b })).toBe(
      'banking.account_not_active',
    );
  });
});

describe('a bank account', () => {
  it('takes over at most what was entered by hand, and then nobody enters by hand', () => {
    const venue = new BankVenue();
    const account = {
      accountKind: 'CLIENT',
      name: 'x',
      bank: '1',
      currency: 'CNY',
      openingDay: '2026-11-23',
    };
    const open = (number: string, openingFen: number): string =>
      venue.refusedProposal('open-bank-account', { ...account, number, openingFen });
    expect(open(`${NUMBER.slice(0, 3)} ${NUMBER.slice(3)}`, 0)).toBe('banking.bank_account_known');
    expect(open('X', 1)).toBe('banking.opening_beyond_book');
    expect(open('X', -1)).toBe('banking.bad_amount');
    const byHand = { accountNo: venue.a, amountFen: 1, bankReference: 'x' };
    expect(venue.refusedProposal('deposit-cash', byHand)).toBe('ledger.booked_by_statement');
    expect(venue.refusedProposal('withdraw-cash', byHand)).toBe('ledger.booked_by_statement');
    expect(venue.refusedProposal('set-payee', { accountNo: 999, ...PAYEE }, 'org_a')).toBe(
      'approvals.unknown_subject',
    );
    const before = new BankVenue(0).machine;
    expect(before.banking.keepsTheBook).toBe(true);
  });

  it('of the venue’s own money receives fees and no member’s', () => {
    const venue = new BankVenue();
    const bankNo = venue.openBank({ number: 'OWN-1', accountKind: 'OWN' });
    earn(venue, 500);
    const pay = (change: object): string =>
      venue.refusedProposal('pay-out-fees', { bankNo, amountFen: 500, ...change });
    expect(pay({ bankNo: 7 })).toBe('banking.unknown_bank_account');
    expect(pay({ bankNo: 1 })).toBe('banking.not_own_money');
    expect(pay({ amountFen: 501 })).toBe('banking.fees_too_low');
    expect(pay({ amountFen: 0 })).toBe('banking.bad_amount');
    const no = venue.agreed('pay-out-fees', { bankNo, amountFen: 500 }).withdrawalNo as number;
    venue.paid(no);
    venue.booked(line(-500, forTransfer(no)));
    expect([venue.cash(FEES), venue.closing()]).toEqual([[0, 0], 999_500]);
    const { difference } = venue.stage([{ ...venue.statement([]), account: 'OWN-1' }]);
    expect(difference).toMatchObject({ code: 'banking.not_client_money' });
  });

  it('is asked for by a venue that has none', () => {
    const venue = new BankVenue();
    const bare = new (class extends BankVenue {
      override openBank(): number {
        return 0;
      }
    })(500);
    expect(bare.refusal('request-withdrawal', { accountNo: bare.a, ...WISH }, 'usr_a', 'org_a')).toBe(
      'banking.no_bank_account',
    );
    // Banking that is not used is not in the state: hashes of before are hashes of now.
    const unused = new BankVenue().machine.constructor as new () => BankVenue['machine'];
    expect(new unused().dump()).not.toHaveProperty('banking');
    expect(venue.machine.dump()).toHaveProperty('banking');
  });
});

describe('the state', () => {
  it('comes back from a snapshot as it was, in the middle of everything', () => {
    const venue = new BankVenue();
    const [one, two] = [venue.withdraw(300_000, 'w-1'), venue.withdraw(100, 'w-2')];
    venue.paid(one);
    venue.done('draft-payment-file', { bankNo: 1, transferNos: [two] });
    venue.booked(line(700, 'nobody'));
    venue.agreed('send-line-back', { lineNo: 1, ...PAYEE });
    venue.stage([venue.statement([line(5)], { openingFen: 3 })]);
    const restored = venue.restored();
    expect(canonical(restored.dump())).toBe(canonical(venue.machine.dump()));
    expect(restored.banking.openTransferCount).toBe(3);
    expect(cashTie(restored)).toEqual(cashTie(venue.machine));
  });
});

/** Fees, from the first member. */
function earn(venue: BankVenue, amount: number): void {
  venue.machine.ledger.post({ kind: 'test', no: venue.journal.length }, [
    { account: venue.a, asset: 0, amount: -amount },
    { account: FEES, asset: 0, amount },
  ]);
}
