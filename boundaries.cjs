/**
 * The floors of the house (docs/ARCHITECTURE.md is drawn from this file). A context may use the contexts named
 * beside it, `kernel` and `platform`; news goes up by the outbox.
 */
const FLOORS = {
  audit: [],
  sequencer: ['audit'],
  identity: ['audit'],
  proof: ['sequencer', 'audit'],
  approvals: ['sequencer', 'audit'],
  rules: ['approvals', 'sequencer', 'audit'],
  ledger: ['approvals', 'sequencer', 'audit'],
  registry: ['rules', 'approvals', 'ledger', 'identity', 'sequencer', 'audit'],
  custody: ['registry', 'rules', 'approvals', 'ledger', 'identity', 'sequencer', 'audit'],
  permits: ['registry', 'rules', 'approvals', 'ledger', 'identity', 'sequencer', 'audit'],
  auctions: ['registry', 'rules', 'approvals', 'ledger', 'identity', 'sequencer', 'audit'],
  banking: ['registry', 'rules', 'approvals', 'ledger', 'identity', 'sequencer', 'audit'],
  market: ['registry', 'rules', 'approvals', 'ledger', 'identity', 'sequencer', 'audit'],
  clearing: [
    'banking',
    'market',
    'registry',
    'rules',
    'approvals',
    'ledger',
    'identity',
    'sequencer',
    'audit',
  ],
  holdings: [
    'clearing',
    'banking',
    'market',
    'rules',
    'registry',
    'approvals',
    'ledger',
    'identity',
    'sequencer',
    'audit',
  ],
  reconciliation: [
    'clearing',
    'banking',
    'market',
    'registry',
    'rules',
    'approvals',
    'ledger',
    'identity',
    'proof',
    'sequencer',
    'audit',
  ],
  conformance: ['clearing', 'market', 'registry', 'rules', 'ledger', 'sequencer'],
  compliance: ['registry', 'rules', 'approvals', 'ledger', 'identity', 'sequencer', 'audit'],
  surveillance: ['market', 'registry', 'rules', 'approvals', 'identity', 'audit'],
  districts: ['compliance', 'registry', 'rules', 'approvals', 'identity', 'audit'],
  disclosure: [
    'districts',
    'surveillance',
    'compliance',
    'clearing',
    'banking',
    'market',
    'registry',
    'rules',
    'approvals',
    'ledger',
    'identity',
    'sequencer',
    'audit',
  ],
};
const CONTEXTS = Object.keys(FLOORS);
const SPEC = '\\.spec\\.ts$';
const oneOf = (names) => `(${names.join('|')})`;

const floor = ([context, below]) => ({
  name: `floor-${context}`,
  comment: `${context} may use ${below.length === 0 ? 'no other context' : below.join(', ')}; never what stands above it`,
  severity: 'error',
  from: { path: `^src/${context}/`, pathNot: SPEC },
  to: { path: '^src/', pathNot: `^src/${oneOf([context, ...below, 'kernel', 'platform'])}/` },
});

/** `domain/` is what replay needs: pure parts only, its own or those of a lower floor. */
const core = ([context, below]) => ({
  name: `core-${context}`,
  comment: 'domain/ uses the kernel, its own domain/, and the domain/ or face of lower contexts',
  severity: 'error',
  from: { path: `^src/${context}/domain/`, pathNot: SPEC },
  to: {
    path: '^src/',
    pathNot: [
      '^src/kernel/',
      `^src/${context}/domain/`,
      ...(below.length === 0 ? [] : [`^src/${oneOf(below)}/(domain/|index\\.ts$)`]),
    ],
  },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'kernel-stands-alone',
      severity: 'error',
      from: { path: '^src/kernel/', pathNot: SPEC },
      to: { path: '^src/', pathNot: '^src/kernel/' },
    },
    {
      name: 'platform-knows-no-context',
      severity: 'error',
      from: { path: '^src/platform/', pathNot: SPEC },
      to: { path: '^src/', pathNot: '^src/(platform|kernel)/' },
    },
    ...Object.entries(FLOORS).map(floor),
    ...Object.entries(FLOORS).map(core),
    {
      name: 'core-brings-no-framework',
      comment: 'the kernel and every domain/ run without Nest, TypeORM, pg, BullMQ or any I/O',
      severity: 'error',
      from: { path: `^src/(kernel/|[^/]+/domain/)`, pathNot: SPEC },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'core'],
        pathNot: '^(node:)?crypto$|node_modules/(decimal\\.js|zod)/',
      },
    },
    {
      name: 'machine-is-pure',
      comment: 'machine.ts composes faces and domains, nothing of the platform',
      severity: 'error',
      from: { path: '^src/machine\\.ts$' },
      to: { path: '^src/', pathNot: `^src/(kernel/|${oneOf(CONTEXTS)}/(domain/|index\\.ts$))` },
    },
    {
      name: 'nothing-imports-the-top',
      comment: 'main, worker and cli start the house; nobody starts them',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/(main|worker|cli)\\.ts$' },
    },
    {
      name: 'verifier-stands-alone',
      comment: 'who verifies us offline must not have to trust our code: nothing of ours, nothing of npm',
      severity: 'error',
      from: { path: '^verifier/' },
      to: { pathNot: '^(verifier/|node:)', dependencyTypesNot: ['core'] },
    },
    {
      name: 'verifier-core-runs-in-a-page',
      comment: 'core/ and web/ have nothing of Node, so that a browser can run them',
      severity: 'error',
      from: { path: '^verifier/(core|web)/' },
      to: { pathNot: '^verifier/(core|web)/' },
    },
    {
      name: 'verifier-core-stands-below',
      comment: 'core/ judges what it is given; node/ and web/ read it from a disk or a page',
      severity: 'error',
      from: { path: '^verifier/core/' },
      to: { path: '^verifier/web/' },
    },
    {
      name: 'the-house-does-not-verify-itself',
      comment: 'two accounts of one format agree only when neither is written from the other',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^verifier/' },
    },
    {
      name: 'nothing-leans-on-the-trail',
      comment:
        'trail reads everything and decides nothing; the checker compares it, the tools rebuild it, an inbox says acts in its words',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(trail|checker|cli|lobby)/', '^src/app\\.module\\.ts$'] },
      to: { path: '^src/trail/' },
    },
    {
      name: 'console-stands-alone',
      comment:
        'the console knows the service by its described doors only; proofs are checked by the part of the verifier made for pages',
      severity: 'error',
      from: { path: '^console/' },
      to: { path: '^(src|test|migrations|verifier|bench|scripts)/', pathNot: '^verifier/(core|web)/' },
    },
    {
      name: 'nothing-imports-the-console',
      comment: 'the service serves the files that the console was built into, and knows nothing else of it',
      severity: 'error',
      from: { path: '^(src|verifier)/' },
      to: { path: '^console/' },
    },
    {
      name: 'desks-stand-side-by-side',
      comment: 'what two desks need is a part, and stands in parts/',
      severity: 'error',
      from: { path: '^console/src/desks/([^/]+)/' },
      to: { path: '^console/src/desks/[^/]+/', pathNot: '^console/src/desks/$1/' },
    },
    {
      name: 'no-test-code-in-src',
      severity: 'error',
      from: { path: '^src/', pathNot: SPEC },
      to: { path: `^(test|bench)/|${SPEC}` },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // A type can tie floors together as surely as a call.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js'],
      conditionNames: ['import', 'node', 'default'],
    },
    extraExtensionsToScan: [],
    moduleSystems: ['es6'],
  },
};
