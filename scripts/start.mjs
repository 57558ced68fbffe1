import { ensureBuilt, ensureInstalled, ROOT } from './setup.mjs';

ensureInstalled();
ensureBuilt();
process.chdir(ROOT);
process.setSourceMapsEnabled(true);
// Whoever starts it to look at it finds a market that lives; everything else begins with a still one.
process.env.DEMO_TRADING ||= 'true';
if (process.env.npm_lifecycle_event === 'start') stopWithParent();
// In this very process: signals need no forwarding, and nothing is left behind when it is killed.
await import('../dist/src/main.js');

/** A supervisor's SIGTERM to `npm start` ends npm and its shell but does not reach us; losing our parent is how we hear of it. */
function stopWithParent() {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 250);
  watch.unref();
}
