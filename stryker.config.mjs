import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mutateOf } from './scripts/mutation-parts.mjs';

const { MUTATION_PART: part, MUTATION_PROCESSES: processes, MUTATION_REPORT: folder } = process.env;
const report = `${folder}/${part}`;

/** Run through `npm run mutation -- <part>` (scripts/mutation.mjs), which names the part. */
export default {
  packageManager: 'npm',
  testRunner: 'in-process',
  plugins: ['./test/mutation/runner/runner.mjs', './test/mutation/sentences.mjs'],
  ignorers: ['sentences'],
  mutate: mutateOf(process.env),
  coverageAnalysis: 'perTest',
  // What those specs do not read: a small sandbox is a quick one.
  ignorePatterns: ['bench', 'docker', 'docs', 'dist', 'dist.*', 'reports'],
  disableTypeChecks: 'src/**/*.ts',
  concurrency: Number(processes),
  timeoutMS: 2_000,
  timeoutFactor: 2,
  tempDirName: join(tmpdir(), `airshed-mutation-${process.pid}`),
  cleanTempDir: 'always',
  // A piece of a part is no state of it.
  incremental: process.env.MUTATION_FILES === undefined,
  incrementalFile: `${report}.incremental.json`,
  reporters: ['json', 'clear-text'],
  jsonReporter: { fileName: `${report}.json` },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 95, low: 90, break: 90 },
};
