import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { footing } from '../../src/banking/domain/statement.js';
import { readStatements } from '../../src/banking/statements/read-statements.js';
import { whenPresent } from '../support/when.js';

/**
 * 62 sample files of genkgo/camt (MIT) and WoLpH/mt940 (BSD; some folders carry their own licences), not shipped:
 * BANK_STATEMENTS names their folder, with camt/ and mt940/ in it. Ours, generated, are in test/banking/samples.
 */
const FOLDER = process.env.BANK_STATEMENTS ?? '';
const isPresent = FOLDER !== '' && existsSync(join(FOLDER, 'mt940'));
const itWithData = whenPresent(isPresent, 'bank statements: BANK_STATEMENTS names no folder');

/** What a file is to us. Three of the four never reach the ledger. */
type Kind = 'ties' | 'does not tie' | 'not a statement of ours' | 'malformed';
const DIFFERENCES = [
  'banking.statement_does_not_foot',
  'banking.control_total_differs',
  'banking.currency_differs',
];

function classified(bytes: Buffer): { kind: Kind; statements: number; lines: number; why: string } {
  const read = readStatements(bytes);
  if (!read.ok) {
    const { code } = read.rejection;
    const differs = DIFFERENCES.includes(code) ? 'does not tie' : 'malformed';
    const kind = code === 'banking.not_a_statement' ? 'not a statement of ours' : differs;
    return { kind, statements: 0, lines: 0, why: code };
  }
  const { statements } = read.value;
  const fault = statements.map((one) => footing(one)).find((one) => one !== undefined);
  const lines = statements.reduce((sum, one) => sum + one.lines.length, 0);
  const kind = fault === undefined ? 'ties' : 'does not tie';
  return { kind, statements: statements.length, lines, why: fault?.code ?? '' };
}

/** Statements and lines of those that tie. */
const TIES: Readonly<Record<string, readonly [number, number]>> = {
  'mt940/betterplace__sepa_mt9401.sta': [26, 97],
  'mt940/betterplace__with_binary_character.sta': [2, 4],
  'mt940/cmxl__mt940.sta': [3, 16],
  'mt940/jejik__generic.sta': [2, 2],
  'mt940/jejik__rabobank-iban.sta': [2, 4],
  'mt940/jejik__sns.sta': [2, 2],
  'mt940/sberbank__171011_01234945.sta': [1, 3],
  'mt940/self-provided__long_statement_number.sta': [1, 0],
  'mt940/self-provided__transaction_details_wrapped.sta': [1, 1],
  'mt940/self-provided__wrapped_timestamp.sta': [1, 1],
};
const DOES_NOT_TIE = [
  ...['all-balance-types', 'minimal.ultimate', 'minimal', 'with-party-ids'].map(
    (name) => `camt/camt053.v2.${name}.xml`,
  ),
  'camt/camt053.v3.xml',
  ...['abnamro', 'knab', 'triodos'].map((bank) => `mt940/jejik__${bank}.sta`),
  'mt940/betterplace__sepa_snippet.sta',
  'mt940/mBank__with_newline_in_tnr.sta',
  ...['details_60-63', 'malformed_details', 'overly_long_details', 'whitespace'].map(
    (name) => `mt940/self-provided__${name}.sta`,
  ),
];
/** Interim reports and advices: there is nothing to tie them to. */
const NOT_OURS = /camt05[24]|mt942/;

function expected(name: string): Kind {
  if (name in TIES) return 'ties';
  if (DOES_NOT_TIE.includes(name)) return 'does not tie';
  // The rest are single fields, and statements without a balance or with half a balance.
  return NOT_OURS.test(name) ? 'not a statement of ours' : 'malformed';
}

describe('statements of real banks', () => {
  itWithData('are told apart, every one', () => {
    const names = ['camt', 'mt940'].flatMap((sub) =>
      readdirSync(join(FOLDER, sub)).map((name) => `${sub}/${name}`),
    );
    const found = names.map((name) => [name, classified(readFileSync(join(FOLDER, name)))] as const);
    expect(found.map(([name, { kind }]) => `${kind}: ${name}`)).toEqual(
      names.map((name) => `${expected(name)}: ${name}`),
    );
    const tying = found.filter(([, { kind }]) => kind === 'ties');
    expect(
      Object.fromEntries(tying.map(([name, { statements, lines }]) => [name, [statements, lines]])),
    ).toEqual(TIES);
    const counts = (kind: Kind): number => found.filter(([, one]) => one.kind === kind).length;
    process.stdout.write(
      `${names.length} files: ${counts('ties')} tie, ${counts('does not tie')} do not, ` +
        `${counts('not a statement of ours')} are no day statements, ${counts('malformed')} are malformed\n`,
    );
  });
});

const SAMPLES = 'test/banking/samples';

describe('statements of our own', () => {
  it.each([
    ['day-1.camt053.v2.xml', 'ties', ''],
    ['day-1.camt053.v8.xml', 'ties', ''],
    ['day-1.mt940.sta', 'ties', ''],
    ['day-1.csv', 'ties', ''],
    ['does-not-foot.mt940.sta', 'does not tie', 'banking.statement_does_not_foot'],
    ['control-total.csv', 'does not tie', 'banking.control_total_differs'],
    ['two-currencies.camt053.v8.xml', 'does not tie', 'banking.currency_differs'],
    ['interim.camt052.v8.xml', 'not a statement of ours', 'banking.not_a_statement'],
    ['truncated.camt053.v8.xml', 'malformed', 'banking.statement_malformed'],
    ['entity.camt053.v2.xml', 'malformed', 'banking.statement_malformed'],
  ])('%s: %s', (name, kind, why) => {
    expect(classified(readFileSync(join(SAMPLES, name)))).toMatchObject({ kind, why });
  });

  it('say the same in all four forms', () => {
    const read = ['day-1.camt053.v2.xml', 'day-1.camt053.v8.xml', 'day-1.mt940.sta', 'day-1.csv'].map(
      (name) => {
        const file = readStatements(readFileSync(join(SAMPLES, name)));
        if (!file.ok) throw new Error(file.rejection.code);
        const [{ account, currency, openingFen, closingFen, closingDay, lines }] = file.value.statements;
        const told = lines.map(({ amountFen, day, text }) => [
          amountFen,
          day,
          /A[VW]\d{12}/.exec(text)?.[0] ?? '',
        ]);
        return { account, currency, openingFen, closingFen, closingDay, told };
      },
    );
    for (const one of read.slice(1)) expect(one).toEqual(read[0]);
  });
});
