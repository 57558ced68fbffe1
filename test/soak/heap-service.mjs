/**
 * The real service, whose heap can be asked for over the channel to the one who started it: collected first, so that
 * what is counted is what is kept. Run with --expose-gc. SOAK_LEAK_BYTES plants a leak: so much is kept of each command.
 */
import { setTimeout as later } from 'node:timers/promises';
import { getHeapCodeStatistics } from 'node:v8';

const leak = Number(process.env.SOAK_LEAK_BYTES ?? 0);
if (leak > 0) {
  const { LocalEngine } = await import('../../dist/src/sequencer/index.js');
  const { submit } = LocalEngine.prototype;
  const kept = [];
  LocalEngine.prototype.submit = function (slug, request) {
    kept.push(new Array(leak / 8).fill(kept.length));
    return submit.call(this, slug, request);
  };
}

process.on('message', async () => {
  // The second finds what the first one's finalizers let go of.
  for (let turn = 0; turn < 2; turn++) {
    globalThis.gc();
    await later(20);
  }
  const code = getHeapCodeStatistics();
  const codeBytes = code.code_and_metadata_size + code.bytecode_and_metadata_size;
  process.send({ heapBytes: process.memoryUsage().heapUsed, codeBytes });
});
// The leak is in a module; without one, what runs is what is shipped.
if (leak > 0) await (await import('../../dist/src/serve.js')).serve();
else await import('../../dist/src/main.js');
