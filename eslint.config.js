import tseslint from 'typescript-eslint';

const banned = (selector, message) => ({ selector, message });

/** A binary float on an amount is a lie that rounds; said for every file. */
const EXACT = [
  banned("CallExpression[callee.name='parseFloat']", 'Amounts are read with the kernel, never as floats.'),
  banned(
    "MemberExpression[object.name='Number'][property.name='parseFloat']",
    'Amounts are read with the kernel, never as floats.',
  ),
];

/** The core decides from what it is given: replaying a journal must give the same on any machine, at any time. */
const PURE = [
  banned("NewExpression[callee.name='Date']", 'The instant comes with the command.'),
  banned("CallExpression[callee.name='Date']", 'The instant comes with the command.'),
  banned("MemberExpression[object.name='Date']", 'The instant comes with the command.'),
  banned("MemberExpression[object.name='Math'][property.name='random']", 'Replay would differ.'),
  banned(':function[async=true]', 'The core is synchronous.'),
  banned('AwaitExpression', 'The core is synchronous.'),
  banned('ForOfStatement[await=true]', 'The core is synchronous.'),
  banned('Decorator', 'A framework has no place in the core.'),
  banned(
    "ImportDeclaration[source.value=/^node:/]:not([source.value='node:crypto'])",
    'The core does no I/O; only hashes come from Node.',
  ),
  banned('ImportExpression', 'What the core is made of is known before it starts.'),
];

const WORLD = [
  'process',
  'console',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'fetch',
  'performance',
  'globalThis',
  'crypto',
  'require',
];

/** What the verifier may use without importing it: everywhere, and in a page. */
const EVERYWHERE = ['TextEncoder', 'TextDecoder'];
const PAGE = [
  ...['document', 'setTimeout', 'DecompressionStream', 'HTMLFormElement', 'HTMLOutputElement'],
  ...['HTMLInputElement', 'HTMLSelectElement', 'HTMLTextAreaElement'],
];
/** What cannot be meant, in a language whose compiler does not look. */
const SOUND = [
  ...[
    'no-undef',
    'no-const-assign',
    'no-dupe-keys',
    'no-dupe-class-members',
    'no-dupe-else-if',
    'no-dupe-args',
  ],
  ...[
    'no-unreachable',
    'no-fallthrough',
    'no-self-compare',
    'no-self-assign',
    'no-sparse-arrays',
    'no-redeclare',
  ],
  ...['use-isnan', 'valid-typeof', 'no-empty', 'no-cond-assign', 'no-unsafe-negation', 'no-unsafe-finally'],
  ...['no-loss-of-precision', 'no-eval', 'no-new-func', 'no-var', 'prefer-const', 'require-yield'],
];
const readable = (names) => Object.fromEntries(names.map((name) => [name, 'readonly']));

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'dist.*/**',
      '.data/**',
      'coverage/**',
      'console/dist/**',
      'console/dist.*/**',
      'console/src/api/generated/**',
    ],
  },
  ...tseslint.configs.recommended.map((config) => ({ ...config, files: ['**/*.ts', '**/*.tsx'] })),
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // A promise nobody waits for is an error nobody sees.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      'no-restricted-syntax': ['error', ...EXACT],
      eqeqeq: 'error',
    },
  },
  // The verifier is plain JavaScript: what is read by everybody is looked at as strictly as what we run.
  {
    files: ['verifier/**/*.js'],
    rules: {
      ...Object.fromEntries(SOUND.map((rule) => [rule, 'error'])),
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-syntax': ['error', ...EXACT],
      eqeqeq: 'error',
    },
  },
  { files: ['verifier/core/**/*.js'], languageOptions: { globals: readable(EVERYWHERE) } },
  { files: ['verifier/web/**/*.js'], languageOptions: { globals: readable([...EVERYWHERE, ...PAGE]) } },
  {
    files: ['verifier/{node,bin}/**/*.js'],
    languageOptions: { globals: readable([...EVERYWHERE, 'process', 'Buffer']) },
  },
  {
    files: ['src/kernel/**/*.ts', 'src/*/domain/**/*.ts', 'src/machine.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...EXACT, ...PURE],
      'no-restricted-globals': [
        'error',
        ...WORLD.map((name) => ({ name, message: 'The core touches nothing outside itself.' })),
      ],
    },
  },
);
