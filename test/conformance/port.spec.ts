import { readFileSync } from 'node:fs';
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describe, expect, it } from '@jest/globals';
import { readOpenings } from '../../src/conformance/openings.js';
import { marketWithFunds, marketWithoutFunds } from '../../src/conformance/port-market.js';
import { runPort } from '../../src/conformance/run.js';
import { portLines, ReportHashes } from '../support/port-lines.js';
import { workload } from '../support/workload.js';
import { cut, reportsOf, stream } from './port.js';

const MOST = Number.MAX_SAFE_INTEGER;
const lines = (...all: string[]): string => all.map((line) => `${line}\n`).join('');

describe('the page about the port', () => {
  const page = readFileSync('docs/conformance.md', 'utf8');
  const EXAMPLE = /(?:```accounts\n([^`]*)```\n\n)?```commands\n([^`]*)```\n\n```reports\n([^`]*)```/g;
  const examples = [...page.matchAll(EXAMPLE)];

  it.each(examples.map(([, accounts, commands, reports]) => [commands, reports, accounts]))(
    'shows what happens: %#',
    async (commands, reports, accounts) => {
      expect(await reportsOf(commands, accounts)).toBe(reports);
    },
  );

  it('has examples, each of them read, and every code that they show', () => {
    expect(examples.length).toBe(page.split('```commands').length - 1);
    expect(examples.length).toBeGreaterThan(2);
    const [shown, explained] = [/^J,.*,(.*)$/gm, /`((?:market|conformance)\.\w+)`/g].map(
      (shape) => new Set([...page.matchAll(shape)].map(([, code]) => code)),
    );
    expect([...shown].filter((code) => !explained.has(code))).toEqual([]);
  });
});

describe('a line', () => {
  it.each([
    ['a price that is no number', 'N,1,B,2,1e3,5,DAY', 'J,1,2,conformance.malformed'],
    ['an id that is not exact', 'C,1,9007199254740993', 'J,1,0,conformance.malformed'],
    ['a negative sequence number', 'C,-1,2', 'J,0,0,conformance.malformed'],
    ['a field too many', 'C,1,2,3', 'J,1,2,conformance.malformed'],
    ['a comma at the end', 'Q,1,2,', 'J,1,0,conformance.malformed'],
    ['an empty account', 'N,1,B,2,3,4,DAY,', 'J,1,2,conformance.malformed'],
    ['no side', 'N,1,,2,3,4,DAY', 'J,1,0,conformance.malformed'],
    ['half a term', 'N,1,B,2,3,4,DA', 'J,1,2,conformance.malformed'],
    ['a term too long', 'N,1,B,2,3,4,DAYS', 'J,1,2,conformance.malformed'],
    ['a small letter', 'n,1,B,2,3,4,DAY', 'J,1,0,conformance.malformed'],
    ['a blank', 'C, 1,2', 'J,0,0,conformance.malformed'],
    ['the largest id', `N,${MOST},B,${MOST},1,${MOST},DAY`, `A,${MOST},${MOST}`],
    ['a value that is not exact', `N,1,B,2,2,${MOST},DAY`, 'J,1,2,market.order_value_too_large'],
    ['a price beyond all', `N,1,B,2,${MOST},1,DAY`, 'J,1,2,market.price_out_of_band'],
    [
      'numbers around the width of an integer',
      'N,2147483647,B,2147483648,1,1,DAY',
      'A,2147483647,2147483648',
    ],
    ['a line of 255 bytes', `C,1,${'0'.repeat(250)}2`, 'J,1,2,market.order_not_open'],
    ['a line of 256 bytes', `C,1,${'0'.repeat(251)}2`, 'J,0,0,conformance.malformed'],
    ['a market order of one unit', 'N,1,B,2,-7,1,MKT', 'A,1,2\nX,1,2,1'],
  ])('with %s', async (_, line, reports) => {
    expect(await reportsOf(`${line}\n`)).toBe(`${reports}\n`);
  });

  it('may end in CR LF, be empty, or end with the stream', async () => {
    expect(await reportsOf('N,1,B,2,3,4,DAY\r\n\r\n\nC,2,2')).toBe('A,1,2\nX,2,2,4\n');
  });

  it('that never ends is one malformed line, and not kept', async () => {
    const endless = [
      ...Array.from({ length: 50 }, () => Buffer.alloc(1 << 16, '7')),
      Buffer.from('\nC,1,2\n'),
    ];
    expect(await reportsOf(endless)).toBe('J,0,0,conformance.malformed\nJ,1,2,market.order_not_open\n');
  });

  it('is the same in any cut of the stream', async () => {
    const text = [...portLines(workload({ commands: 300, seed: 7, deep: true }))].join('');
    const whole = await reportsOf(text);
    for (const size of [1, 2, 3, 17, 64]) expect(await reportsOf(cut(text, () => size))).toBe(whole);
  });
});

describe('a market order without funds', () => {
  it('has no limit in either direction', async () => {
    const resting = lines('N,1,S,1,900000000000,1,DAY', 'N,2,B,2,1,1,DAY');
    const reports = lines(
      'A,1,1',
      'A,2,2',
      'A,3,3',
      'T,3,900000000000,1,1,3',
      'X,3,3,4',
      'A,4,4',
      'T,4,1,1,2,4',
    );
    expect(await reportsOf(`${resting}${lines('N,3,B,3,1,5,MKT', 'N,4,S,4,1,1,MKT')}`)).toBe(reports);
  });

  it('may trade the largest values again and again: no day adds them up', async () => {
    const price = MOST - 1;
    const pair = (n: number): string => lines(`N,1,S,1,${price},1,DAY`, `N,${n},B,2,0,1,MKT`);
    const reports = await reportsOf([2, 3, 4].map(pair).join(''));
    expect(reports.match(/^T/gm)).toHaveLength(3);
  });
});

describe('the accounts file', () => {
  it.each([
    ['1,2', 'line 1 of the accounts: not account,cash,units: 1,2'],
    ['1,2,3\n1,2,3', 'line 2 of the accounts: the account is there twice: 1,2,3'],
    ['1,-2,3', 'line 1 of the accounts: not account,cash,units: 1,-2,3'],
    [`1,${MOST},0\n2,1,0`, 'line 2 of the accounts: beyond 2^53 − 1 together: 2,1,0'],
  ])('is refused: %j', (text, message) => {
    expect(() => readOpenings(text)).toThrow(message);
  });

  it('gives a market order the 5 % that it must hold, and no more', async () => {
    const resting = lines('N,1,S,1,100,1,DAY,2', 'N,2,S,2,105,1,DAY,2', 'N,3,S,3,106,1,DAY,2');
    const answer = await reportsOf(
      `${resting}N,4,B,4,0,3,MKT,1\nN,5,B,5,0,1,MKT,3\n`,
      '1,315,0\n2,0,3\n3,110,0',
    );
    expect(answer).toBe(lines('A,1,1', 'A,2,2', 'A,3,3', 'A,4,4', 'T,4,100,1,1,4', 'T,4,105,1,2,4', 'X,4,4,1', 'J,5,5,market.insufficient_cash')); // prettier-ignore
  });
});

describe('a known workload through the command', () => {
  /** Found by two independent matchers over the same commands. */
  it.each([
    [
      'W1',
      false,
      { trades: 383_560, volume: 9_850_877, tradeHash: 2_383_819_706, depthHash: 2_140_111_609, levels: 59 },
    ],
    [
      'W2',
      true,
      {
        trades: 223_840,
        volume: 4_152_753,
        tradeHash: 1_670_008_472,
        depthHash: 2_075_037_214,
        levels: 1_520,
      },
    ],
  ])('%s prints the known trades and book', async (_, deep, expected) => {
    const commands = portLines(workload({ commands: 1_000_000, seed: 1, deep }));
    const child = spawn(process.execPath, ['scripts/conformance.mjs'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const fed = pipeline(Readable.from(packed(commands)), child.stdin);
    const hashes = new ReportHashes();
    for await (const line of createInterface({ input: child.stdout })) hashes.add(line);
    await fed;
    expect(hashes.all()).toEqual(expected);
  });
});

/** Changed orders and trades that the port has not let go yet. */
const WAITING_ROWS_AT_MOST = 3_000;

describe('a long stream', () => {
  /** An order, a trade with half of it, the rest cancelled; nothing is open in between. */
  const cycles = (count: number, account: string): string[] =>
    Array.from({ length: count }, (_, i) =>
      lines(
        `N,${i},B,${i},100,2,DAY${account}`,
        `N,${i},S,${i + 1e9},100,1,IOC${account && ',2'}`,
        `C,${i},${i}`,
      ),
    );

  it.each([
    ['without funds', '', marketWithoutFunds],
    ['with funds', ',1', () => marketWithFunds(readOpenings('1,1000000000,0\n2,0,1000000'))],
  ])('leaves nothing behind, %s', async (_, account, marketOf) => {
    const market = marketOf();
    const sizes: number[][] = [];
    for (const count of [1_000, 20_000]) {
      const port = await runPort(
        market,
        stream([Buffer.from(cycles(count, account).join(''))]),
        () => undefined,
      );
      const { market: books, ledger, clearing } = market.world;
      const state = JSON.stringify([books.dump(), ledger.dump()]).replace(/\d+/g, '0');
      sizes.push([
        port.openOrders,
        [...books.liveOrders()].length,
        Math.floor((books.dirtyOrders.length + books.newTrades.length) / WAITING_ROWS_AT_MOST),
        ledger.dirty.length + ledger.postings.length + clearing.pendingCount,
        state.length,
        books.openOrderCount(1) + [...ledger.all()].length,
      ]);
    }
    expect(sizes[1]).toEqual(sizes[0]);
    expect(sizes[0].slice(0, 4)).toEqual([0, 0, 0, 0]);
  });

  it('is not read on while its reports are not taken', async () => {
    const pulled: number[] = [];
    let release = (): void => undefined;
    let written = 0;
    function* chunks(): Generator<Buffer> {
      for (let i = 0; i < 20; i++) {
        pulled.push(i);
        yield Buffer.from(cycles(500, '').join(''));
      }
    }
    const done = runPort(marketWithoutFunds(), stream(chunks()), (bytes) => {
      written += bytes.length;
      return new Promise((resolve) => (release = resolve));
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(pulled).toEqual([0]);
    const before = written;
    for (let i = 0; i < 3; i++) {
      release();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(written).toBeGreaterThan(before);
    expect(pulled.length).toBeLessThanOrEqual(5);
    const timer = setInterval(() => release(), 0);
    await done;
    clearInterval(timer);
    expect(pulled).toHaveLength(20);
  });

  it('answers a book that is larger than any buffer', async () => {
    const orders = Array.from({ length: 30_000 }, (_, i) => `N,${i},B,${i},${i + 1},1,DAY`);
    const levels = (await reportsOf(lines(...orders, 'Q,7,40000')))
      .split('\n')
      .filter((line) => line[0] === 'B');
    expect([levels.length, levels[0], levels.at(-1)]).toEqual([30_000, 'B,7,B,30000,1,1', 'B,7,B,1,1,1']);
  });
});

describe('the command', () => {
  const run = (args: string[], input: string): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(process.execPath, ['scripts/conformance.mjs', ...args], { input, encoding: 'utf8' });

  it('reads stdin and prints reports and nothing else', () => {
    expect(run([], 'N,1,B,2,3,4,DAY\nQ,2,1\n')).toMatchObject({ status: 0, stdout: 'A,1,2\nB,2,B,3,4,1\n' });
  });

  it('called wrongly says so on stderr', () => {
    expect(run(['--acounts', 'x'], '')).toMatchObject({ status: 2, stdout: '' });
    expect(run(['--accounts', 'no-such-file'], '').stderr).toContain('no-such-file');
  });
});

/** Lines in chunks of some kilobytes, as a pipe gives them. */
function* packed(commands: Iterable<string>): Generator<Buffer> {
  let text = '';
  for (const line of commands) {
    text += line;
    if (text.length < 60_000) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(text);
}
