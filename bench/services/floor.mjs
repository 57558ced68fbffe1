/**
 * Our own HTTP floor: the real service with the real guard, schema, order desk and answer, but the engine's `submit`
 * answers orders at once: nothing is decided, nothing is written.
 */
import { LocalEngine } from '../../dist/src/sequencer/index.js';

const submit = LocalEngine.prototype.submit;
let seq = 1_000_000;
LocalEngine.prototype.submit = function (slug, request) {
  if (request.command.kind !== 'place-order') return submit.call(this, slug, request);
  seq += 1;
  const { price, quantity } = request.command;
  const answer = {
    orderNo: seq,
    status: 'OPEN',
    price,
    quantity,
    filled: 0,
    remaining: quantity,
    cancelled: 0,
    packNo: 1,
    fills: [],
  };
  return Promise.resolve({ seq, at: Date.now() * 1000, ok: true, answer, replayed: false });
};
// Module by module, not from the one file of the build: the engine above must be the one that is served.
const { serve } = await import('../../dist/src/serve.js');
await serve();
