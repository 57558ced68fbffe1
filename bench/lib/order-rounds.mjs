/** Alternating rounds of single orders at full speed; every order must be accepted. */
import { once } from './ground.mjs';
import { alternate, count, knob, say } from './measure.mjs';

export const LOAD_CONNECTIONS = 64;
export const loadRounds = () => knob('BENCH_ROUNDS', 5);
export const loadSeconds = () => knob('BENCH_SECONDS', 4);

export async function ordersAtFullSpeed(ground, task, connections, seconds) {
  const result = await once(ground, 'bench/lib/closed-loop.mjs', { ...task, connections, seconds });
  if (result.non2xx > 0) throw new Error(`orders were refused: ${JSON.stringify(result)}`);
  return result;
}

/** `tasks`: one for every side, by name. */
export function orderRounds(ground, meter, tasks, connections = LOAD_CONNECTIONS) {
  const { rounds, seconds } = { rounds: loadRounds(), seconds: loadSeconds() };
  return alternate(rounds, Object.keys(tasks), async (side, i) => {
    const result = await meter.during(() => ordersAtFullSpeed(ground, tasks[side], connections, seconds));
    const { rps, p50, p99 } = result;
    say(
      `  round ${i + 1}, ${connections} connections, ${side}: ${count(rps)} orders/s, p50 ${p50} ms, p99 ${p99} ms`,
    );
    return result;
  });
}

export const accepted = (...results) => results.flat().reduce((sum, { ok }) => sum + ok, 0);
