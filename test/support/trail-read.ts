import { ReadingWitness } from '../../src/identity/index.js';
import { TrailIndexer } from '../../src/trail/jobs/trail-indexer.js';
import type { TestApp } from './app.js';

/** Writes what is noted and reads every journal to its end: the trail has no horizon then, however slow the machine. */
export async function readTrail({ app }: TestApp): Promise<void> {
  await app.get(ReadingWitness, { strict: false }).notes.flush();
  await app.get(TrailIndexer, { strict: false }).look(true);
}
