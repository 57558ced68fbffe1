import type { Command } from 'commander';
import { withDatabase } from './tool.js';

export function registerMigrate(program: Command): void {
  program
    .command('migrate')
    .description('bring the database to this release; the service does it by itself at its start')
    // Opening the database applies what is missing.
    .action(() =>
      withDatabase(async () => {
        process.stdout.write('the database is up to date\n');
      }),
    );
}
