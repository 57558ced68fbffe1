import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { compileFunction } from 'node:vm';
import { transformSync } from '@swc/core';

const require = createRequire(import.meta.url);
const PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname'];

/**
 * The product's modules, compiled once and evaluated anew in every `world`: a mutant cannot leave anything behind in
 * a module of the next one. Packages are loaded once; `given` modules stand in for some of them.
 */
export class Modules {
  #compiled = new Map();

  constructor(given) {
    this.given = given;
  }

  /** A `require` of its own, with nothing loaded yet. */
  world() {
    const loaded = new Map();
    const load = (file) => {
      const known = loaded.get(file);
      if (known !== undefined) return known.exports;
      const module = { exports: {} };
      loaded.set(file, module);
      const requireFrom = (name) =>
        name.startsWith('.') ? load(resolve(dirname(file), source(name))) : this.#outside(name);
      this.#function(file)(module.exports, requireFrom, module, file, dirname(file));
      return module.exports;
    };
    return load;
  }

  #outside(name) {
    return this.given[name] ?? require(name);
  }

  #function(file) {
    let made = this.#compiled.get(file);
    if (made === undefined) {
      const { code } = transformSync(readFileSync(file, 'utf8'), {
        filename: file,
        swcrc: false,
        sourceMaps: false,
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2022',
          keepClassNames: true,
        },
        module: { type: 'commonjs' },
      });
      made = compileFunction(code, PARAMETERS, { filename: file });
      this.#compiled.set(file, made);
    }
    return made;
  }
}

function source(name) {
  return name.replace(/\.js$/, '.ts');
}
