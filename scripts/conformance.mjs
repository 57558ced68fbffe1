/** `npm run --silent conformance [-- --accounts <file>]`: any order stream through our matching (docs/conformance.md). */
import { ensureBuilt, ensureInstalled } from './setup.mjs';

ensureInstalled();
ensureBuilt();
process.setSourceMapsEnabled(true);
await import('../dist/src/conformance/main.js');
