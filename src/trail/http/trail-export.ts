import { createHash } from 'node:crypto';
import { appendOfficeEntry } from '../../audit/index.js';
import type { Json } from '../../kernel/json.js';
import { PAGE_ROWS_MAX, TRAIL_EXPORT_LINES_MAX } from '../../kernel/limits.js';
import { type Caller, encodeCursor, type OfficeDesk, type PublicIds } from '../../platform/http/index.js';
import type { TrailRow } from '../store/trail-search.js';
import { csvHead, csvLine, csvRow } from './csv-line.js';
import type { Question, TrailReader } from './trail-reader.js';
import type { ExportQuery } from './trail-shapes.js';
import { type Language, showLine } from './trail-view.js';

export const placeOf = ({ at, stream, seq, line }: TrailRow): number[] => [
  Number(at),
  stream,
  Number(seq),
  line,
];

/** A file of lines, made while it is sent. Its hash stands in its last line and, with what was asked, in the office journal. */
export class TrailExport {
  constructor(
    private readonly reader: TrailReader,
    private readonly ids: PublicIds,
    private readonly desk: OfficeDesk,
    private readonly linesMax = TRAIL_EXPORT_LINES_MAX,
  ) {}

  async *pieces(
    caller: Caller,
    question: Question,
    query: ExportQuery,
    language: Language,
  ): AsyncGenerator<string> {
    const hash = createHash('sha256');
    const isCsv = query.format === 'csv';
    let lines = 0;
    let isWhole = false;
    const hashed = (text: string): string => {
      hash.update(text);
      return text;
    };
    try {
      if (isCsv) yield hashed(csvHead());
      let after = question.asked.after;
      let next: string | undefined;
      for (let more = true; more;) {
        const wanted = Math.min(PAGE_ROWS_MAX, this.linesMax - lines);
        const rows = await this.reader.rows(question, wanted + 1, after);
        const page = rows.slice(0, wanted);
        lines += page.length;
        const shown = page.map((row) => showLine(row, this.ids, question.reach, language));
        if (shown.length > 0)
          yield hashed(shown.map((line) => (isCsv ? csvLine(line) : `${JSON.stringify(line)}\n`)).join(''));
        const last = page.at(-1);
        if (last !== undefined) after = placeOf(last);
        more = rows.length > wanted && lines < this.linesMax;
        if (rows.length > wanted && !more && after !== undefined) next = encodeCursor(after);
      }
      const sha256 = hash.digest('hex');
      isWhole = true;
      await this.tell(caller, query, { lines, sha256, isWhole });
      yield isCsv
        ? csvRow(['#end', String(lines), sha256, next ?? ''])
        : `${JSON.stringify({ end: { lines, sha256, ...(next !== undefined && { next }) } })}\n`;
    } finally {
      // Whoever hangs up in the middle has read what came before.
      if (!isWhole) await this.tell(caller, query, { lines, isWhole });
    }
  }

  private async tell(caller: Caller, query: ExportQuery, what: Record<string, Json>): Promise<void> {
    const { after: _, ...asked } = query;
    const filters = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
    await this.desk.transaction((client) =>
      appendOfficeEntry(client, {
        actor: caller.personId,
        kind: 'trail-exported',
        subject: 'trail',
        detail: { ...(filters as Record<string, Json>), ...what },
      }),
    );
  }
}
