import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import type { Figure } from '../domain/figure.js';

const ROWS_TOGETHER = 5_000;
const INSERT = `
INSERT INTO reconciliation_figures (venue_no, figures_hash, row_no, total, part, account_no, instrument_no, subject_no, one, other)
SELECT $1, $2, u.* FROM unnest($3::int[], $4::text[], $5::text[], $6::bigint[], $7::int[], $8::bigint[], $9::bigint[], $10::bigint[]) AS u
ON CONFLICT DO NOTHING`;

/** SHA-256 over all figures in their order, one line each; the journal keeps it, the table keeps the figures. */
export function hashOfFigures(asOfSeq: number, figures: readonly Figure[]): string {
  const digest = createHash('sha256').update(`airshed figures v1\n${asOfSeq}\n`);
  for (const { total, part, accountNo, instrumentNo, subjectNo, one, other } of figures)
    digest.update(`${total} ${part} ${accountNo} ${instrumentNo} ${subjectNo} ${one} ${other}\n`);
  return digest.digest('hex');
}

/** The same figures may come twice: a run that died before it was recorded is counted again. */
export async function keepFigures(
  pool: Pool,
  venueNo: number,
  figuresHash: string,
  figures: readonly Figure[],
): Promise<void> {
  for (let from = 0; from < figures.length; from += ROWS_TOGETHER) {
    const part = figures.slice(from, from + ROWS_TOGETHER);
    await pool.query(INSERT, [
      venueNo,
      figuresHash,
      part.map((_, i) => from + i + 1),
      ...(['total', 'part', 'accountNo', 'instrumentNo', 'subjectNo', 'one', 'other'] as const).map((field) =>
        part.map((figure) => figure[field]),
      ),
    ]);
  }
}
