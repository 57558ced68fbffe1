/** `npm run bench orders`. More rows of the scorecard come beside it. */
import { ensureBuilt, ensureInstalled } from './setup.mjs';

const rows = { orders: '../bench/orders.mjs' };
const row = process.argv[2] ?? 'orders';
if (rows[row] === undefined) {
  process.stderr.write(`there is no bench ${row}; there are: ${Object.keys(rows).join(', ')}\n`);
  process.exit(2);
}
ensureInstalled();
await ensureBuilt();
await import(rows[row]);
