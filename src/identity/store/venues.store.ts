import type pg from 'pg';

/** Powers reach every venue of the house; where they can be used is what the house has. */
export async function listVenues(
  db: Pick<pg.PoolClient, 'query'>,
): Promise<{ venue: string; title: string; currency: string }[]> {
  const { rows } = await db.query<{ venue: string; title: string; currency: string }>(
    `SELECT slug AS venue, title, currency FROM venues ORDER BY venue_no`,
  );
  return rows;
}
