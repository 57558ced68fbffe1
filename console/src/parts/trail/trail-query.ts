import type { paths } from '../../api/generated/schema';

export type TrailQuery = NonNullable<paths['/api/v1/trail']['get']['parameters']['query']>;

const DAY_MS = 86_400_000;
/** A day of the market's clock begins then. */
const begins = (day: string): number => Date.parse(`${day}T00:00:00+08:00`);

/** Filters as people set them, as the door wants them: whole days of the market's clock become instants. */
export function trailQuery(filters: Readonly<Record<string, string>>): TrailQuery {
  const { from, to, ...rest } = filters;
  return {
    ...(rest as TrailQuery),
    ...(from !== undefined && { from: new Date(begins(from)).toISOString() }),
    ...(to !== undefined && { to: new Date(begins(to) + DAY_MS).toISOString() }),
  };
}
