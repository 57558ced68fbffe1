/** The bundle that the rows of replay and verification read, and the same with one digit of one price changed. */
import { join } from 'node:path';
import { count, knob, round } from './measure.mjs';

export const DRIVER = 'bench/drivers/replay-driver.ts';
/** A venue under load has batches of this size (`npm run bench orders`, 256 connections). */
export const BATCH = 250;
const COMMANDS = 300_000;

export async function writeBundle(ground) {
  const folder = ground.folder();
  const [file, spoilt] = [join(folder, 'venue.bundle'), join(folder, 'spoilt.bundle')];
  const writer = ground.driver(DRIVER);
  const written = await writer.ask('write', {
    file,
    commands: knob('BENCH_COMMANDS', COMMANDS),
    batch: BATCH,
  });
  await writer.ask('spoil', { file, to: spoilt });
  await writer.kill();
  return { file, spoilt, ...written };
}

export const rateOf = (commands, seconds) =>
  `${count(commands / seconds)} records/s (${round(seconds, 1)} s)`;
