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

export default tseslint.config(
  { ignores: ['dist/**', 'dist.*/**', '.data/**', 'coverage/**', 'console/**'] },
  ...tseslint.configs.recommended.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
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
