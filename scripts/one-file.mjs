/**
 * `node scripts/one-file.mjs FOLDER`: makes one file of the compiled service in FOLDER and of every package it uses, so
 * that a start reads one file instead of 2,400 (ADR 25). Writes `service.cjs` and V8's compiled code of it beside it.
 */
import { writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { parseAst } from 'rolldown/parseAst';

/** What cannot be in it: machine code, threads that load files, fonts beside the code, and what Nest only looks for. */
const OUTSIDE = [
  ...['@node-rs/argon2', 'pg-native', 'pino', 'thread-stream', 'pdfkit', 'write-excel-file'],
  ...['@nestjs/websockets', '@nestjs/microservices', '@nestjs/platform-express', '@fastify/view'],
  ...['class-transformer', 'class-validator', 'swagger-ui-dist', '@valkey/valkey-glide'],
];
/** What the file is called with; see src/one-file.ts. `$importModule` stands for `import()`, which such a file has not. */
const HEAD = '(function (exports, require, __filename, __dirname, $urlOf, $importModule) {';

const [folder] = process.argv.slice(2);
const file = resolve(folder, 'service.cjs');
await bundle();
await compile();

async function bundle() {
  const build = await rolldown({
    input: join(folder, 'src', 'serve.js'),
    platform: 'node',
    external: (id) => OUTSIDE.some((name) => id === name || id.startsWith(`${name}/`)),
    plugins: [ownPlaces(dirname(file)), computedImports()],
    logLevel: 'silent',
  });
  try {
    const { output } = await build.generate({
      ...{ format: 'cjs', codeSplitting: false, dynamicImportInCjs: false, keepNames: true },
      ...{ comments: false, charset: 'ascii', minify: false },
    });
    writeFileSync(file, `${HEAD}\n${output[0].code}\n})`);
  } finally {
    await build.close();
  }
}

/** Loads it without starting anything: what V8 compiles on the way is all that a start needs. */
async function compile() {
  const { OneFile } = await import(pathToFileURL(resolve(folder, 'src', 'one-file.js')).href);
  const built = OneFile.find(file);
  await built.run().loadService();
  built.writeCache();
}

/** A module goes on to find what lies beside it. */
function ownPlaces(home) {
  return {
    name: 'own-places',
    transform: (code, id) => {
      if (!code.includes('import.meta.')) return undefined;
      const other = /import\.meta\.(?!url\b)\w+/.exec(code);
      if (other !== null) throw new Error(`${id} asks for ${other[0]}, which one file cannot tell it`);
      return code.replaceAll('import.meta.url', `$urlOf(${JSON.stringify(relative(home, id))})`);
    },
  };
}

/** `import(something computed)` is for files outside; what is named in quotes is found by the bundler. */
function computedImports() {
  return {
    name: 'computed-imports',
    transform: (code, id) => {
      if (!/\bimport\(/.test(code) || !/\.[cm]?js$/.test(id)) return undefined;
      const places = [];
      walk(parseAst(code), (node) => {
        if (node.type === 'ImportExpression' && node.source.type !== 'Literal') places.push(node.start);
      });
      return places
        .reverse()
        .reduce((text, at) => `${text.slice(0, at)}$importModule${text.slice(at + 'import'.length)}`, code);
    },
  };
}

function walk(node, visit) {
  if (node === null || typeof node !== 'object') return;
  if (typeof node.type === 'string') visit(node);
  for (const child of Object.values(node)) walk(child, visit);
}
