import pg from 'pg';

/** The first half of an advisory lock's name; the second is the gate's number. */
const GATES = 7_007;
const LOOK_EVERY_MS = 10;
const CAUGHT_TIMEOUT_MS = 600_000;

/** A write of the service at which it can be held: everything before it is done, and it is not. */
export interface KillPoint {
  readonly name: string;
  readonly table: string;
  readonly on: 'INSERT' | 'UPDATE';
  /** Which of the rows, in words about NEW and OLD. */
  readonly rows?: string;
  /** A question to the tables: the gate stands open until it is true. */
  readonly once?: string;
}

/** A backend of PostgreSQL that waits at a gate. */
interface Held {
  readonly point: KillPoint;
  readonly pid: number;
}

/**
 * Holds a service at named writes from outside: a trigger that only the test has put there waits for a lock that the test
 * holds. The product knows nothing of it. What is held can be lost, as if it had never reached PostgreSQL, or kept, as
 * if its answer had been lost.
 */
export class Gates {
  private constructor(
    private readonly client: pg.Client,
    private readonly points: readonly KillPoint[],
  ) {}

  static async close(ownerUrl: string, points: readonly KillPoint[]): Promise<Gates> {
    const client = new pg.Client({ connectionString: ownerUrl });
    client.on('error', () => undefined);
    await client.connect();
    await client.query(`CREATE FUNCTION wait_at_the_gate() RETURNS trigger LANGUAGE plpgsql AS $body$
      DECLARE closed boolean;
      BEGIN
        EXECUTE 'SELECT ' || TG_ARGV[1] INTO closed;
        IF closed THEN PERFORM pg_advisory_xact_lock_shared(${GATES}, TG_ARGV[0]::int); END IF;
        RETURN NEW;
      END $body$`);
    for (const [no, { table, on, rows, once = 'true' }] of points.entries()) {
      await client.query(`SELECT pg_advisory_lock(${GATES}, ${no})`);
      await client.query(`CREATE TRIGGER gate_${no} BEFORE ${on} ON ${table} FOR EACH ROW ${rows === undefined ? '' : `WHEN (${rows})`}
        EXECUTE FUNCTION wait_at_the_gate('${no}', '${once}')`);
    }
    return new Gates(client, points);
  }

  /** Whoever comes first. */
  async caught(): Promise<Held> {
    const deadline = performance.now() + CAUGHT_TIMEOUT_MS;
    for (;;) {
      const [first] = await this.held();
      if (first !== undefined) return first;
      if (performance.now() > deadline) throw new Error('nobody came to a gate');
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  async held(): Promise<Held[]> {
    const { rows } = await this.client.query<{ pid: number; gate: number }>(
      `SELECT pid, objid::int AS gate FROM pg_locks WHERE locktype = 'advisory' AND classid = ${GATES} AND NOT granted
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) ORDER BY waitstart`,
    );
    return rows.map(({ pid, gate }) => ({ point: this.points[gate], pid }));
  }

  /** The write never reached PostgreSQL. */
  async lose({ pid }: Held): Promise<void> {
    await this.client.query(`SELECT pg_terminate_backend($1)`, [pid]);
    await this.gone(pid);
  }

  /** The write is committed, and whoever asked for it is not there to hear of it. */
  async keep(held: Held): Promise<void> {
    await this.open(held.point);
    await this.gone(held.pid);
  }

  /** Nobody is held there any more. */
  async open(point: KillPoint): Promise<void> {
    await this.client.query(`SELECT pg_advisory_unlock(${GATES}, ${this.points.indexOf(point)})`);
  }

  async end(): Promise<void> {
    await this.client.end();
  }

  private async gone(pid: number): Promise<void> {
    for (;;) {
      const { rowCount } = await this.client.query(`SELECT 1 FROM pg_stat_activity WHERE pid = $1`, [pid]);
      if (rowCount === 0) return;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }
}
