/** The scorecard or some of its rows; started by scripts/bench.mjs, which builds what they need. */
import { print, runRow, writeDocument } from './lib/scorecard.mjs';
import { ROWS } from './rows/index.mjs';

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !ROWS.some((row) => row.name === name));
if (unknown.length > 0) {
  const names = ROWS.map(({ name }) => name).join(', ');
  process.stderr.write(`there is no bench ${unknown.join(', ')}; there are: ${names}\n`);
  process.exit(2);
}
const rows = [];
for (const row of ROWS.filter(({ name }) => asked.length === 0 || asked.includes(name))) {
  const measured = await runRow(row);
  print(measured);
  rows.push(measured);
}
if (asked.length === 0) writeDocument(rows);
process.exit(rows.every(({ isRight }) => isRight) ? 0 : 1);
