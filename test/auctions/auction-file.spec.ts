import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readAuction } from '../../src/auctions/file/auction-file.js';
import { linesOf, reportOf } from '../../src/auctions/file/auction-report.js';
import { clearAuction, commitmentOf } from '../../src/auctions/index.js';

const EXAMPLE = readFileSync('test/auctions/example.json', 'utf8');
type File = Record<string, unknown> & { bids: Record<string, unknown>[] };
const file = (): File => JSON.parse(EXAMPLE) as File;

function printed(text: string, rows = 40): string {
  const auction = readAuction(text);
  const outcome = clearAuction(auction.terms, auction.bids, auction.limits);
  return [...linesOf(reportOf(auction, outcome), rows)].join('\n');
}
function faultOf(change: object): string {
  try {
    readAuction(JSON.stringify({ ...file(), ...change }));
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
}

/** Each of these has an exact value; three of them have no exact sum. */
const HUGE = { group: 'A', price: '0.01', quantity: '4503599627370000' };

describe('an auction file', () => {
  it('prints what the page shows', () => {
    expect(readFileSync('docs/auction.md', 'utf8')).toContain(`\`\`\`\n${printed(EXAMPLE)}\n\`\`\``);
  });

  it.each([
    ['a misspelt limit', { groups: { A: { capp: '1' } } }, 'groups.A: Unrecognized key: "capp"'],
    ['a number for a decimal', { supply: 20_000 }, 'supply: Invalid input: expected string, received number'],
    ['half a unit', { supply: '0.5' }, 'supply: "0.5" is not a decimal with a whole number'],
    [
      'too fine a price',
      { reservePrice: '2.385' },
      'reservePrice: "2.385" is not a decimal with at most 2 decimal places',
    ],
    [
      'a negative price',
      { bids: [{ bidId: 'b', group: 'A', price: '-1', quantity: '1000' }] },
      'bids.0.price: "-1" is not',
    ],
    [
      'another seed than was promised',
      { commitment: commitmentOf('other') },
      'commitment: it is not the SHA-256 of the seed',
    ],
    [
      'tiers that do not ascend',
      { tiers: [{ price: '2.00', quantity: '1' }] },
      'tier prices ascend from above the reserve price',
    ],
    ['an unknown rule', { tie: 'LOUDEST' }, 'tie: Invalid option'],
    ['no lot', { lot: '0' }, 'lot is a positive whole number'],
    [
      'more than can be counted',
      { supply: '9007199254740991', tiers: [] },
      'everything on offer has a value below 2^53',
    ],
    [
      'more bids that together cannot be counted',
      {
        reservePrice: '0.01',
        tiers: [],
        bids: ['x', 'y', 'z'].map((bidId) => ({ ...HUGE, bidId })),
      },
      'all bids together ask for less than 2^53 units',
    ],
  ])('with %s is refused, and says where', (_, change, message) => {
    expect(faultOf(change)).toContain(message);
    expect(faultOf({})).toBe('none');
  });

  it('that is not JSON is refused', () => {
    expect(() => readAuction('{')).toThrow('the file is not JSON');
  });

  it('may keep its promise, and may leave arrival to the order of the list', () => {
    expect(faultOf({ commitment: commitmentOf('seed-2026-01') })).toBe('none');
    expect(readAuction(EXAMPLE).bids.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('shows a tie, a cancelled auction, and only the head of long lists', () => {
    const one = (bidId: string): object => ({ bidId, group: bidId, price: '3.00', quantity: '12000' });
    const tied = { ...file(), tiers: [], groups: {}, bids: [one('x'), one('y')] };
    expect(printed(JSON.stringify(tied), 1)).toMatch(
      /^tie, in the order served\n {2}[xy] {2}10000 {2}[0-9a-f]{12}\n {2}… and 1 more$/m,
    );
    const none = { ...tied, shortage: 'CANCEL', bids: [] };
    expect(printed(JSON.stringify(none))).toContain('auction demo-2026-1: CANCELLED, nothing sold\n');
    expect(printed(JSON.stringify(none))).toContain('bids 0 (0 won), bidders 0 (0 won), cover 0.00');
  });
});
