/** ES modules: run through scripts/jest.mjs (`npm run jest -- <args>`). */
const files = {
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    // It requires an ES module: Node can, Jest cannot before Node 24. So Node itself loads it, for specs, too.
    '^@fastify/static$': '<rootDir>/test/support/fastify-static.cjs',
  },
  transform: { '^.+\\.ts$': ['@swc/jest', { swcrc: true }] },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/console/dist'],
};

/** Specs that fill the machine by themselves or measure it: nothing may run beside them. */
const ALONE = ['conformance/port', 'mutation/', 'simulation/simulation', 'soak/', 'torture/'];
const service = {
  ...files,
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
};

export default {
  testTimeout: 60_000,
  // A worker that has loaded many specs is let go: what it has compiled is never given back.
  workerIdleMemoryLimit: '1500MB',
  projects: [
    {
      ...files,
      displayName: 'unit',
      testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/console/src/**/*.spec.ts'],
    },
    {
      ...service,
      displayName: 'service',
      testMatch: ['<rootDir>/test/**/*.spec.ts'],
      testPathIgnorePatterns: [
        '/node_modules/',
        '<rootDir>/test/console/',
        ...ALONE.map((path) => `<rootDir>/test/${path}`),
      ],
    },
    {
      ...files,
      displayName: 'console',
      testMatch: ['<rootDir>/test/console/**/*.spec.ts'],
      // One service and one browser for all of them.
      globalSetup: '<rootDir>/test/console/set-up.mjs',
      globalTeardown: '<rootDir>/test/console/tear-down.mjs',
    },
    { ...service, displayName: 'alone', testMatch: ALONE.map((path) => `<rootDir>/test/${path}*.spec.ts`) },
  ],
};
