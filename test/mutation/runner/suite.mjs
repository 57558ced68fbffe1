import { format } from 'node:util';
import { expect } from 'expect';
import { ModuleMocker } from 'jest-mock';

const mocks = new ModuleMocker(globalThis);

/** What specs import from `@jest/globals`, as far as the quick specs use it; collects their tests. */
export class Suite {
  tests = [];
  #names = [];
  #before = [[]];
  #after = [[]];

  globals() {
    const it = Object.assign((name, work, timeout) => this.#add(name, work, timeout), {
      each: (rows) => (name, work, timeout) => {
        for (const [i, row] of rows.entries()) {
          const args = Array.isArray(row) ? row : [row];
          this.#add(`${titled(name, args)} [${i}]`, () => work(...args), timeout);
        }
      },
    });
    const describe = Object.assign((name, body) => this.#group(name, body), {
      each: (rows) => (name, body) => {
        for (const [i, row] of rows.entries()) {
          const args = Array.isArray(row) ? row : [row];
          this.#group(`${titled(name, args)} [${i}]`, () => body(...args));
        }
      },
    });
    return {
      describe,
      it,
      test: it,
      expect,
      beforeEach: (work) => this.#before.at(-1).push(work),
      afterEach: (work) => this.#after.at(-1).push(work),
      jest: {
        fn: (body) => mocks.fn(body),
        spyOn: (...args) => mocks.spyOn(...args),
        restoreAllMocks: () => mocks.restoreAllMocks(),
      },
    };
  }

  #group(name, body) {
    this.#names.push(name);
    this.#before.push([]);
    this.#after.push([]);
    body();
    this.#names.pop();
    this.#before.pop();
    this.#after.pop();
  }

  #add(name, work) {
    const [before, after] = [[...this.#before], [...this.#after]];
    this.tests.push({
      name: [...this.#names, name].join(' '),
      run: async () => {
        for (const hook of before.flat()) await hook();
        try {
          await work();
        } finally {
          for (const hook of after.toReversed().flat()) await hook();
        }
      },
    });
  }
}

function titled(name, args) {
  return format(
    name.replaceAll('%p', '%j').replaceAll('%#', ''),
    ...args.map((arg) => (typeof arg === 'bigint' ? String(arg) : arg)),
  );
}
