import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { clearAuction } from '../domain/clear-auction.js';
import { AuctionFileFault, readAuction } from './auction-file.js';
import { linesOf, reportOf } from './auction-report.js';

const ROWS_SHOWN = 40;
const WRONG_CALL = 2;

/** `npm run auction -- <file.json> [--json]`: the service's own clearing on any file of bids (docs/auction.md). */
function main(): void {
  const { values, positionals } = parseArgs({
    options: { json: { type: 'boolean' } },
    allowPositionals: true,
  });
  if (positionals.length !== 1) throw new AuctionFileFault('name one auction file');
  const auction = readAuction(readFileSync(positionals[0], 'utf8'));
  const report = reportOf(auction, clearAuction(auction.terms, auction.bids, auction.limits));
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else for (const line of linesOf(report, ROWS_SHOWN)) process.stdout.write(`${line}\n`);
}

try {
  main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = WRONG_CALL;
}
