import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';

const ROW = /^\| (S\d+b?) \| (.+) \| \[`(.+)`\]/;

it('the page of acceptance scenarios names tests that are there', () => {
  const rows = readFileSync('docs/scenarios.md', 'utf8')
    .split('\n')
    .map((line) => ROW.exec(line))
    .filter((row) => row !== null);
  expect(rows).toHaveLength(31);
  const missing = rows.filter(([, , title, file]) => !readFileSync(file!, 'utf8').includes(title!));
  expect(missing.map(([, id]) => id)).toEqual([]);
});
