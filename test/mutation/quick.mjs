import { createRequire } from 'node:module';

// The same cases for every mutant, and the first that fails is enough: a score that can be repeated, quickly.
const fc = createRequire(import.meta.url)('fast-check');
fc.configureGlobal({ seed: 20_261_125, numRuns: 100, endOnFailure: true });
process.env.DIFF_COMMANDS ??= '4000';
