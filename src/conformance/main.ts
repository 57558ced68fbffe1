import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readOpenings } from './openings.js';
import { marketWithFunds, marketWithoutFunds, type PortMarket } from './port-market.js';
import { runPort } from './run.js';

const WRONG_CALL = 2;

/** `npm run --silent conformance [-- --accounts <file>]`: commands on stdin, reports on stdout (docs/conformance.md). */
function marketOf(args: string[]): PortMarket {
  const { values } = parseArgs({ args, options: { accounts: { type: 'string' } } });
  if (values.accounts === undefined) return marketWithoutFunds();
  return marketWithFunds(readOpenings(readFileSync(values.accounts, 'utf8')));
}

async function main(): Promise<void> {
  const { stdin, stdout } = process;
  // Whoever reads only the beginning (`| head`) has seen enough.
  stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  await runPort(marketOf(process.argv.slice(2)), stdin, async (bytes) => {
    if (!stdout.write(bytes)) await once(stdout, 'drain');
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(WRONG_CALL);
});
