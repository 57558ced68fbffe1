import { setTimeout as later } from 'node:timers/promises';
import pg from 'pg';

const LOOK_AGAIN_MS = 100;
/** Nobody listens yet, its name is not known yet, or it says itself that it is starting up or shutting down. */
const NOT_YET = ['ECONNREFUSED', 'ECONNRESET', 'EAI_AGAIN', '57P03', '57P01'];

/** Where PostgreSQL should be, nothing has answered for so long that waiting on helps nobody. */
export class DatabaseUnreachableError extends Error {}

/**
 * Waits for a PostgreSQL that is only starting: a service is often started beside it, or again after both died. What
 * waiting does not change, such as a wrong password, is thrown at once.
 */
export async function awaitDatabase(url: string, waitMs: number): Promise<void> {
  const until = performance.now() + waitMs;
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: waitMs });
    client.on('error', () => 'a connection that is lost just now is asked for again');
    try {
      await client.connect();
      return await client.end();
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === undefined || !NOT_YET.includes(code)) throw error;
      if (performance.now() > until) {
        const { host, pathname } = new URL(url);
        throw new DatabaseUnreachableError(
          `Airshed cannot start. No PostgreSQL has answered at ${host}${pathname} for ${waitMs / 1_000} seconds (${code}).`,
          { cause: error },
        );
      }
      await later(LOOK_AGAIN_MS);
    }
  }
}
