#!/usr/bin/env node
import { ensureBuilt, ensureInstalled } from '../scripts/setup.mjs';

ensureInstalled();
ensureBuilt();
process.setSourceMapsEnabled(true);
await import('../dist/src/cli.js');
