import { ensureBuilt, ensureInstalled, ROOT } from './setup.mjs';

ensureInstalled();
ensureBuilt();
process.chdir(ROOT);
process.setSourceMapsEnabled(true);
// In this very process: signals need no forwarding, and nothing is left behind when it is killed.
await import('../dist/src/main.js');
