import { resolve } from 'node:path';
import { declareFactoryPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import '../quick.mjs';
import { specsOf } from '../../../scripts/mutation-parts.mjs';
import { Modules } from './modules.mjs';
import { Suite } from './suite.mjs';

/** A test that waits this long waits for ever. */
const PATIENCE_MS = 2_000;

/**
 * Runs the quick specs in this process, everything of the product evaluated anew for each mutant. Jest's own runner
 * needs seconds for what takes milliseconds here.
 */
class InProcessRunner {
  /** One object for all specs: what several of them import (a table of tests, say) speaks to the spec that loads now. */
  #jest = {};
  #given = { '@jest/globals': this.#jest };
  #modules = new Modules(this.#given);
  #specs = specsOf(process.env);
  #state = (globalThis.__stryker__ ??= {});

  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun() {
    const state = this.#state;
    state.activeMutant = undefined;
    state.currentTestId = undefined;
    state.mutantCoverage = { static: {}, perTest: {} };
    const result = await this.#run(this.#specs, () => true, false);
    return { ...result, mutantCoverage: state.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, disableBail }) {
    const state = this.#state;
    state.mutantCoverage = undefined;
    state.activeMutant = activeMutant.id;
    state.hitCount = hitLimit === undefined ? undefined : 0;
    state.hitLimit = hitLimit;
    const wanted = testFilter && new Set(testFilter);
    const specs = wanted
      ? this.#specs.filter((spec) => testFilter.some((id) => id.startsWith(`${spec}#`)))
      : this.#specs;
    const result = await this.#run(specs, (id) => wanted?.has(id) ?? true, !disableBail);
    return toMutantRunResult(determineHitLimitReached(state.hitCount, state.hitLimit) ?? result);
  }

  async #run(specs, isWanted, bail) {
    const load = this.#modules.world();
    const tests = [];
    for (const spec of specs) {
      const suite = new Suite();
      Object.assign(this.#jest, suite.globals());
      this.#state.currentTestId = undefined;
      try {
        load(resolve(spec));
      } catch (error) {
        // A product that does not even load has been noticed.
        tests.push(failed(`${spec}#0`, 'loads', error, 0));
      }
      for (const [i, { name, run }] of suite.tests.entries()) {
        const id = `${spec}#${i}`;
        if (!isWanted(id)) continue;
        if (bail && tests.at(-1)?.status === TestStatus.Failed) break;
        this.#state.currentTestId = id;
        const begun = performance.now();
        try {
          await inTime(run());
          tests.push({ id, name, status: TestStatus.Success, timeSpentMs: performance.now() - begun });
        } catch (error) {
          tests.push(failed(id, name, error, performance.now() - begun));
        }
      }
      if (bail && tests.at(-1)?.status === TestStatus.Failed) break;
    }
    return { status: DryRunStatus.Complete, tests };
  }
}

function failed(id, name, error, timeSpentMs) {
  return {
    id,
    name,
    status: TestStatus.Failed,
    failureMessage: String(error?.message ?? error),
    timeSpentMs,
  };
}

async function inTime(work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('the test did not end')), PATIENCE_MS);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function makeRunner() {
  return new InProcessRunner();
}
makeRunner.inject = [];

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'in-process', makeRunner)];
