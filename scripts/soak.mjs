/** `npm run soak -- --minutes N`: the service at half of its capacity for so long, and what its heap does meanwhile. */
import { parseArgs } from 'node:util';
import { jest } from './jest.mjs';
import { ensureBuilt, ensureInstalled } from './setup.mjs';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' } } });
ensureInstalled();
await ensureBuilt();
process.env.SOAK_MINUTES = values.minutes;
process.exit(await jest(['test/soak']));
