import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { continuity, footing, type Statement } from '../../src/banking/domain/statement.js';
import { readStatements } from '../../src/banking/statements/read-statements.js';
import { canonical } from '../../src/kernel/json.js';
import { PAYMENTS_A_FILE_MAX } from '../../src/kernel/limits.js';
import { VenueMachine } from '../../src/machine.js';
import { atTheLimit } from '../support/at-the-limit.js';
import { BankVenue, forAccount, line, NUMBER } from '../support/bank-venue.js';

describe('a statement file', () => {
  it('is booked once, whole, and by another person than imported it', () => {
    const venue = new BankVenue();
    const { fileNo, fileHash } = venue.stage([venue.statement([line(500, forAccount(venue.b)), line(7)])]);
    expect(venue.cash(venue.b)).toEqual([0, 0]);
    expect(venue.refusedProposal('release-statements', { fileNo, fileHash: 'x' })).toBe(
      'banking.content_differs',
    );
    expect(venue.refusedProposal('release-statements', { fileNo: 9, fileHash })).toBe(
      'banking.unknown_statement_file',
    );
    const proposal = venue.proposed('release-statements', { fileNo, fileHash }, '', 'usr_two');
    expect(venue.refusal('approve', proposal, 'usr_one')).toBe('banking.four_eyes');
    venue.done('approve', proposal, 'usr_three');
    expect(venue.refusal('approve', proposal, 'usr_four')).toBe('approvals.not_pending');
    expect(venue.refusedProposal('release-statements', { fileNo, fileHash })).toBe(
      'banking.statement_file_finished',
    );
    expect(venue.cash(venue.b)).toEqual([500, 0]);
    expect([venue.closing(), venue.broken()]).toEqual([1_000_507, []]);
  });

  it('killed at any command of its release comes to the same state, and no line twice', () => {
    const venue = new BankVenue();
    venue.booked(line(500, forAccount(venue.b)), line(7));
    const end = canonical(venue.machine.dump());
    for (let kill = 0; kill <= venue.journal.length; kill++) {
      // What was committed is replayed; what was not is asked again, as a client with its key does.
      let machine = new VenueMachine();
      venue.journal.forEach((text, i) => {
        if (i === kill) {
          const before = new VenueMachine();
          before.restore(JSON.parse(JSON.stringify(machine.dump())));
          machine = before;
        }
        machine.decide(JSON.parse(text));
      });
      expect(canonical(machine.dump())).toBe(end);
    }
  });

  it('comes once: by content, by name, and by the statements in it', () => {
    const venue = new BankVenue();
    const statement = venue.statement([line(5, forAccount(venue.b))]);
    const { fileNo, fileHash } = venue.stage([statement], 'first');
    const again = (fileId: string, hash: string): string =>
      venue.refusal('stage-statements', {
        ...{ fileId, fileHash: hash, format: 'test' },
        statements: [statement] as never,
      });
    expect(again('second', fileHash as string)).toBe('banking.content_known');
    expect(again('first', 'other')).toBe('banking.file_known');
    venue.agreed('release-statements', { fileNo, fileHash });
    const twin = { ...statement, openingFen: venue.closing(), closingFen: venue.closing() + 5 };
    expect(venue.stage([twin]).difference).toMatchObject({ code: 'banking.statement_known' });
    const pair = [venue.statement([]), venue.statement([])];
    expect(venue.stage([pair[0], { ...pair[1], statementId: pair[0].statementId }]).difference).toMatchObject(
      {
        code: 'banking.statement_known',
      },
    );
  });

  it('that nobody will release is discarded, and may come again', () => {
    const venue = new BankVenue();
    const { fileNo, fileHash } = venue.stage([venue.statement([line(5)], { openingFen: 1 })], 'f');
    expect(venue.refusedProposal('release-statements', { fileNo, fileHash })).toBe(
      'banking.file_in_quarantine',
    );
    venue.done('discard-statements', { fileNo, note: 'wrong day' });
    for (const step of ['discard-statements', 'recheck-statements'])
      expect(venue.refusal(step, { fileNo })).toBe('banking.statement_file_finished');
    expect(venue.stage([venue.statement([line(5)])], 'f').state).toBe('STAGED');
    expect(
      venue.refusal('stage-statements', { fileId: 'g', fileHash: 'g', format: '', statements: [] }),
    ).toBe('banking.statement_malformed');
  });

  it('that came before its predecessor waits in quarantine until that one is booked', () => {
    const venue = new BankVenue();
    const first = venue.statement([line(100, forAccount(venue.b))]);
    const second = venue.statement([line(1)], {
      openingFen: first.closingFen,
      closingFen: first.closingFen + 1,
    });
    const early = venue.stage([{ ...second, statementId: 'second' }]);
    expect(early).toMatchObject({
      state: 'QUARANTINED',
      difference: {
        code: 'banking.gap_to_previous_closing',
        data: { previousClosingFen: 1_000_000, openingFen: 1_000_100, differenceFen: '100' },
      },
    });
    const { fileNo, fileHash } = venue.stage([first]);
    venue.agreed('release-statements', { fileNo, fileHash });
    expect(venue.done('recheck-statements', { fileNo: early.fileNo })).toMatchObject({ state: 'STAGED' });
    venue.agreed('release-statements', { fileNo: early.fileNo, fileHash: early.fileHash });
    expect([venue.closing(), venue.broken()]).toEqual([1_000_101, []]);
  });

  it('that was staged beside another one is checked again when it is signed', () => {
    const venue = new BankVenue();
    const [one, other] = [
      venue.stage([venue.statement([line(1)])]),
      venue.stage([venue.statement([line(2)])]),
    ];
    venue.agreed('release-statements', { fileNo: one.fileNo, fileHash: one.fileHash });
    expect(
      venue.refusedProposal('release-statements', { fileNo: other.fileNo, fileHash: other.fileHash }),
    ).toBe('banking.gap_to_previous_closing');
  });

  const NAMED: readonly (readonly [string, string, (one: Statement) => Statement])[] = [
    [
      'banking.statement_does_not_foot',
      'a closing off by a fen',
      (s) => ({ ...s, closingFen: s.closingFen + 1 }),
    ],
    ['banking.unknown_bank_account', 'another’s account', (s) => ({ ...s, account: 'OTHER' })],
    [
      'banking.currency_differs',
      'another currency',
      (s) => ({ ...s, currency: 'EUR', lines: [], closingFen: s.openingFen }),
    ],
    [
      'banking.currency_differs',
      'a line in another currency',
      (s) => ({ ...s, lines: [{ ...s.lines[0], currency: 'EUR' }] }),
    ],
    [
      'banking.control_total_differs',
      'a count of lines',
      (s) => ({ ...s, totals: { count: 2, creditFen: 5, debitFen: 0 } }),
    ],
    [
      'banking.control_total_differs',
      'a sum of debits',
      (s) => ({ ...s, totals: { count: null, creditFen: null, debitFen: 1 } }),
    ],
    [
      'banking.day_beyond_closing',
      'a line of tomorrow',
      (s) => ({ ...s, lines: [{ ...s.lines[0], day: '2026-11-25' }] }),
    ],
    [
      'banking.statement_out_of_order',
      'last week',
      (s) => ({
        ...s,
        openingDay: '2026-11-01',
        closingDay: '2026-11-02',
        lines: [{ ...s.lines[0], day: '2026-11-02' }],
      }),
    ],
    ['banking.statement_malformed', 'a day that is none', (s) => ({ ...s, closingDay: 'soon' })],
    [
      'banking.bank_account_overdrawn',
      'a debt of the bank account',
      (s) => ({ ...s, closingFen: -1, lines: [line(-1_000_001)] }),
    ],
    [
      'banking.amount_too_large',
      'more than can be counted',
      (s) => ({ ...s, lines: [line(9e15), line(-9e15)], closingFen: s.openingFen }),
    ],
  ];
  it.each(NAMED)('%s: %s', (code, _what, change) => {
    const venue = new BankVenue();
    const { state, difference } = venue.stage([change(venue.statement([line(5)]))]);
    expect([state, (difference as { code: string }).code]).toEqual(['QUARANTINED', code]);
    expect([venue.closing(), venue.apart()]).toEqual([1_000_000, [0, 0, 0]]);
  });
});

describe('limits of banking', () => {
  atTheLimit('STATEMENT_BYTES_MAX', {
    at: (limit) =>
      expect(readStatements(Buffer.alloc(limit, ' '))).toMatchObject({
        rejection: { code: 'banking.statement_malformed' },
      }),
    past: (bytes) =>
      expect(readStatements(Buffer.alloc(bytes, ' '))).toMatchObject({
        rejection: { code: 'banking.statement_too_large' },
      }),
  });
  atTheLimit('STATEMENT_DEPTH_MAX', {
    at: (depth) => expect(nested(depth)).not.toContain('deep'),
    past: (depth) => expect(nested(depth)).toContain('deep'),
  });
  const lines = (count: number): string => new BankVenue().stage([many(count)]).state as string;
  atTheLimit('STATEMENT_LINES_MAX', {
    at: (limit) => expect(lines(limit)).toBe('STAGED'),
    past: (count) => expect(() => lines(count)).toThrow('banking.statement_too_long'),
  });
  atTheLimit('WAITING_STATEMENT_FILES_MAX', {
    at: (limit) => expect(waiting(limit)).toBe('STAGED'),
    past: (count) => expect(() => waiting(count)).toThrow('banking.too_many_statement_files'),
  });
  const banks = (count: number): number => {
    const venue = new BankVenue();
    for (let no = 2; no < count; no++) venue.openBank({ number: `BANK-${no}` });
    return venue.openBank({ number: 'LAST' });
  };
  atTheLimit('BANK_ACCOUNTS_MAX', {
    at: (limit) => expect(banks(limit)).toBe(limit),
    past: (count) => expect(() => banks(count)).toThrow('banking.too_many_bank_accounts'),
  });
  const payments = (count: number): number => {
    const venue = new BankVenue();
    const transferNos = Array.from({ length: count }, (_, i) => venue.withdraw(1, `w-${i}`));
    return venue.done('draft-payment-file', { bankNo: 1, transferNos }).count as number;
  };
  atTheLimit('PAYMENTS_A_FILE_MAX', {
    at: (limit) => expect(payments(limit)).toBe(PAYMENTS_A_FILE_MAX),
    past: (count) => expect(() => payments(count)).toThrow('banking.too_many_payments'),
  });
  const open = (count: number): number => {
    const venue = new BankVenue();
    for (let i = 1; i < count; i++) venue.withdraw(1, `w-${i}`);
    return venue.withdraw(1, 'last');
  };
  atTheLimit('OPEN_CASH_TRANSFERS_MAX', {
    at: (limit) => expect(open(limit)).toBe(limit),
    past: (count) => expect(() => open(count)).toThrow('banking.too_many_transfers'),
  });
});

function nested(depth: number): string {
  const read = readStatements(Buffer.from(`${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}`));
  return read.ok ? '' : String(read.rejection.data?.expected);
}

function many(count: number): Statement {
  const lines = Array.from({ length: count }, () => line(1));
  return new BankVenue().statement(lines);
}

function waiting(count: number): string {
  const venue = new BankVenue();
  const states = Array.from({ length: count }, () => venue.stage([venue.statement([])]).state as string);
  return states.at(-1)!;
}

/** T14. The attacker who cannot forge the digest is refused whatever he changed; this is the one who can. */
describe('a statement that was changed on its way, digest and all', () => {
  const FILES = ['day-1.camt053.v2.xml', 'day-1.camt053.v8.xml', 'day-1.mt940.sta', 'day-1.csv'];
  const sample = (name: string): Buffer => readFileSync(`test/banking/samples/${name}`);
  const ours = { bankNo: 1, kind: 'CLIENT', name: '', bank: '', currency: 'CNY', number: NUMBER } as const;
  const account = {
    ...ours,
    openingFen: 1_000_000,
    closingFen: 1_000_000,
    closingDay: '2026-11-23',
    lastFileNo: 0,
  };

  /** What the ledger would be told: who gets how much, in which bank account, until which closing. */
  function money(bytes: Buffer): string | undefined {
    const read = readStatements(bytes);
    if (!read.ok || read.value.statements.length !== 1) return undefined;
    const [statement] = read.value.statements;
    if (footing(statement) !== undefined || continuity(account, statement) !== undefined) return undefined;
    const venue = new BankVenue();
    const { fileNo, fileHash, state } = venue.stage([{ ...statement }]);
    if (state !== 'STAGED') return undefined;
    venue.agreed('release-statements', { fileNo, fileHash });
    return [venue.closing(), venue.cash(venue.a)[0], venue.cash(venue.b)[0], ...venue.apart()].join();
  }

  /** Every byte belongs to one class: what is counted, who is named, or the rest. */
  it.each(FILES)('%s: one byte changed, removed, doubled or swapped moves no money elsewhere', (name) => {
    const bytes = sample(name);
    const right = money(bytes)!;
    expect(right).toBeDefined();
    const [, a, b, , unclear] = right.split(',').map(Number);
    const outcome = { refused: 0, suspense: 0, same: 0 };
    fc.assert(
      fc.property(
        fc.nat(bytes.length - 1),
        fc.constantFrom('change', 'remove', 'double', 'swap', 'cut', 'flip'),
        fc.integer({ min: 0, max: 255 }),
        (at, how, byte) => {
          const changed = mutated(bytes, at, how, byte);
          if (changed.equals(bytes)) return;
          const found = money(changed);
          if (found === undefined) outcome.refused += 1;
          else if (found === right) outcome.same += 1;
          else {
            // A reference that no longer names anybody: less for its account, the same more in suspense.
            const [closing, toA, toB, , credits] = found.split(',').map(Number);
            outcome.suspense += 1;
            expect([closing, toB]).toEqual([Number(right.split(',')[0]), b]);
            expect(toA).toBeLessThanOrEqual(a);
            expect(toA + credits).toBe(a + unclear);
          }
        },
      ),
      { numRuns: 700, seed: 20261124 },
    );
    process.stdout.write(`${name}: ${JSON.stringify(outcome)}\n`);
    expect(outcome.refused).toBeGreaterThan(0);
  });

  const CLASSES: readonly (readonly [string, RegExp])[] = [
    ['digits of amounts and balances', /(?<=<Amt Ccy="CNY">|CNY|[CD])\d+[.,]\d+|(?<=,|<Sum>)-?\d+\.\d{2}/g],
    ['signs', /CRDT|DBIT|(?<=:61:\d{10})[CD]|(?<=:6[02]F:)C/g],
    ['currencies', /(?<=Ccy=")CNY|(?<=C261124)CNY|(?<=,)CNY(?=,)/g],
    ['the account', /110060149012345678901/g],
    ['counts', /(?<=<NbOfNtries>)\d(?=<\/NbOfNtries><\/TtlNtries>)|(?<=total,)\d/g],
    ['what a balance is', /OPBD|CLBD|60F|62F|BOOK/g],
  ];
  it.each(FILES)('%s: any byte of money that says another amount is refused or held, all of them', (name) => {
    const bytes = sample(name);
    const text = bytes.toString('latin1');
    const right = money(bytes);
    let tried = 0;
    const accepted: string[] = [];
    for (const [what, pattern] of CLASSES)
      for (const match of text.matchAll(pattern))
        for (let at = match.index; at < match.index + match[0].length; at++)
          for (const byte of Buffer.from('059A -,<D')) {
            if (bytes[at] === byte) continue;
            tried += 1;
            const found = money(mutated(bytes, at, 'change', byte));
            // `5000.0 ` is 5000.00: it says the same.
            if (found !== undefined && found !== right)
              accepted.push(`${what}: ${text.slice(at - 12, at + 3)} to ${String.fromCharCode(byte)}`);
          }
    process.stdout.write(`${name}: ${tried} changes of money bytes\n`);
    expect(tried).toBeGreaterThan(100);
    expect(accepted).toEqual([]);
  });

  it.each(FILES)('%s: no line is missing, twice, or cut off', (name) => {
    const text = sample(name).toString();
    const parts = text.match(
      name.endsWith('xml') ? /<Ntry>[\s\S]*?<\/Ntry>/g : /(?:^|\n)(?::61:|line,)[^\n]*/g,
    )!;
    expect(parts).toHaveLength(3);
    for (const part of parts)
      for (const changed of [text.replace(part, ''), text.replace(part, part + part)])
        expect(money(Buffer.from(changed))).toBeUndefined();
    for (let end = 0; end < text.trimEnd().length - 3; end += 7) {
      const cut = money(Buffer.from(text.slice(0, end)));
      // What is cut behind the closing balance of MT940 is an end mark, not money.
      if (cut !== undefined)
        expect([cut, text.slice(0, end)]).toEqual([
          money(sample(name)),
          expect.stringContaining(':62F:C261124CNY13875,5'),
        ]);
    }
  });

  it('may have another payer’s name: it moves no money, and only the digest tells', () => {
    const text = sample('day-1.csv').toString();
    expect(money(Buffer.from(text.replace('Nobody & Co', 'Somebody')))).toBe(money(Buffer.from(text)));
  });

  function mutated(bytes: Buffer, at: number, how: string, byte: number): Buffer {
    const [before, one, after] = [bytes.subarray(0, at), bytes.subarray(at, at + 1), bytes.subarray(at + 1)];
    if (how === 'change') return Buffer.concat([before, Buffer.from([byte]), after]);
    if (how === 'flip') return Buffer.concat([before, Buffer.from([one[0] ^ (1 << (byte % 8))]), after]);
    if (how === 'remove') return Buffer.concat([before, after]);
    if (how === 'double') return Buffer.concat([before, one, one, after]);
    if (how === 'cut') return Buffer.from(before);
    return Buffer.concat([before, after.subarray(0, 1), one, after.subarray(1)]);
  }
});
