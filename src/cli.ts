import { Command } from 'commander';
import { registerDryRun } from './cli/dry-run.js';
import { registerExport } from './cli/export.js';
import { registerExplain } from './cli/explain.js';
import { registerImport } from './cli/import-uk-ets.js';
import { registerLoad } from './cli/load-orders.js';
import { registerLobster } from './cli/lobster-check.js';
import { registerReplay } from './cli/replay.js';
import { registerLogTools } from './cli/log-tools.js';
import { registerTrail } from './cli/trail.js';
import { registerWitness } from './cli/witness.js';
import { registerVerify } from './cli/verify.js';
import { registerMigrate } from './cli/migrate.js';

/** The tools of the house. Exit code 1: a promise is broken; 2: the call was wrong. */
const program = new Command('airshed')
  .description('Tools of the Airshed marketplace')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .showHelpAfterError();
registerVerify(program);
registerReplay(program);
registerExport(program);
registerMigrate(program);
registerDryRun(program);
registerExplain(program);
registerImport(program);
registerLoad(program);
registerLobster(program);
registerLogTools(program);
registerWitness(program);
registerTrail(program);

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(2);
});
