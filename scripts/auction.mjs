/** `npm run auction -- <file.json> [--json]`: clears any file of bids with the service's own code (docs/auction.md). */
import { ensureBuilt, ensureInstalled } from './setup.mjs';

ensureInstalled();
ensureBuilt();
await import('../dist/src/auctions/file/main.js');
