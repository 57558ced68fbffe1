import type { Pool, PoolClient } from 'pg';
import { FactsInMemory } from '../domain/told-facts.js';
import { Actors, pageAfter } from './journal-pages.js';
import {
  FactsWanted,
  insertLines,
  loadFacts,
  moveCursor,
  saveFacts,
  takeCursor,
} from './trail-index.store.js';

/** Fills the index from the journals, a page a transaction; doing it twice, or in two processes, gives the same lines. */
export class TrailIndex {
  private readonly actors = new Actors();

  constructor(private readonly pool: Pool) {}

  /** The records read; 0 at the end of the journal, and while another process reads it. */
  async take(stream: number): Promise<number> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      const records = await this.page(client, stream);
      await client.query('COMMIT');
      return records;
    } catch (error) {
      await client.query('ROLLBACK').catch((fault: Error) => (broken = fault));
      throw error;
    } finally {
      client.release(broken);
    }
  }

  private async page(client: PoolClient, stream: number): Promise<number> {
    const cursor = await takeCursor(client, stream);
    if (cursor === undefined) return 0;
    const page = await pageAfter(client, stream, cursor.lastSeq);
    if (page === undefined) return 0;
    await this.actors.load(client);
    // Once to learn which objects it names, and once more knowing what was told of them before.
    const wanted = new FactsWanted();
    page.lines(wanted, this.actors.of);
    const memory = new FactsInMemory();
    await loadFacts(client, memory, [...wanted.wanted.values()]);
    await insertLines(client, page.lines(memory, this.actors.of));
    await saveFacts(client, memory);
    await moveCursor(client, stream, page);
    return page.records;
  }
}
