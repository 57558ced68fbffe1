import { describe, expect, it } from '@jest/globals';
import type { CallHandler, ExecutionContext } from '@nestjs/common';
import { firstValueFrom, from } from 'rxjs';
import { z } from 'zod';
import { atTheLimit } from '../../../test/support/at-the-limit.js';
import { PAGE_ROWS_MAX } from '../../kernel/limits.js';
import { columnsOf } from './csv-list.js';
import { FilesAtOnce, LIST_FILE, ListFiles } from './list-files.js';

interface Asked {
  readonly limit: number;
  readonly after?: string;
}

/** A list of `total` numbers behind a door, asked for as one asks a door. */
class List {
  readonly asked: Asked[] = [];
  readonly headers = new Map<string, string>();
  private readonly files = new ListFiles(new FilesAtOnce());

  constructor(
    private readonly total: number,
    private readonly wait: Promise<void> = Promise.resolve(),
  ) {}

  ask(accept: string | undefined, query: Partial<Asked> = {}): Promise<unknown> {
    const handler = (): void => undefined;
    Reflect.defineMetadata(
      LIST_FILE,
      { name: 'numbers', columns: columnsOf(z.object({ no: z.int() })), isPaged: true },
      handler,
    );
    const search = new URLSearchParams(query as Record<string, string>).toString();
    const request = {
      headers: { ...(accept !== undefined && { accept }) },
      url: `/numbers${search === '' ? '' : `?${search}`}`,
      query: { limit: 50, ...query } as Asked,
      ip: '127.0.0.1',
    };
    const reply = {
      raw: { destroyed: false },
      header: (name: string, value: string) => this.headers.set(name, value),
      removeHeader: (name: string) => this.headers.delete(name),
      type: (value: string) => this.headers.set('Content-Type', value),
    };
    const context = {
      switchToHttp: () => ({ getRequest: () => request, getResponse: () => reply }),
      getHandler: () => handler,
    } as unknown as ExecutionContext;
    const door: CallHandler = { handle: () => from(this.page(request.query)) };
    return firstValueFrom(this.files.intercept(context, door));
  }

  private async page({ limit, after = '0' }: Asked): Promise<object> {
    this.asked.push({ limit, after });
    await this.wait;
    const last = Math.min(this.total, Number(after) + limit);
    const items = Array.from({ length: last - Number(after) }, (_, place) => ({ no: Number(after) + place }));
    return { items, ...(last < this.total && { next: String(last) }) };
  }
}

const linesOf = (text: unknown): number => String(text).trimEnd().split('\r\n').length - 1;

describe('a list as a file', () => {
  it.each([
    ...[undefined, '*/*', 'application/json', 'application/json, text/csv;q=0.5', 'text/html'],
    ...['text/csv;q=0.4, application/json;q=0.9', '*/*, text/csv;q=0.1', 'text/csv;q=0', 'text/csv;q=0, */*'],
    'text/csv, application/json',
  ])('is not what %s asks for', async (accept) => {
    expect(await new List(2).ask(accept)).toEqual({ items: [{ no: 0 }, { no: 1 }] });
  });

  it.each([
    ...['text/csv', 'TEXT/CSV', 'text/csv; charset=utf-8', 'text/*', 'text/csv, */*;q=0.1'],
    ...['application/json;q=0.2, text/csv;q=0.8', 'text/csv;q=0.3;heads=words, application/json;q=0.2'],
  ])('is what %s asks for', async (accept) => {
    expect(linesOf(await new List(2).ask(accept))).toBe(2);
  });

  it('has the names of its fields as heads, or words where somebody asks for them', async () => {
    const headOf = async (accept: string): Promise<unknown> =>
      String(await new List(1).ask(accept)).split('\r\n')[0];
    expect(await headOf('text/csv;charset=utf-8')).toBe('\ufeffno');
    // A column without words keeps its name.
    expect(await headOf('text/csv;heads=words')).toBe('\ufeffno');
  });

  it('has every row, asked for in as few pages as may be', async () => {
    const list = new List(PAGE_ROWS_MAX + 1);
    expect(linesOf(await list.ask('text/csv'))).toBe(PAGE_ROWS_MAX + 1);
    expect(list.asked).toEqual([
      { limit: PAGE_ROWS_MAX, after: '0' },
      { limit: PAGE_ROWS_MAX, after: String(PAGE_ROWS_MAX) },
    ]);
    expect(list.headers.has('Link')).toBe(false);
    expect(list.headers.get('Content-Disposition')).toBe('attachment; filename="airshed-numbers.csv"');
  });

  atTheLimit('CSV_ROWS_MAX', {
    at: async (rows) => {
      const list = new List(rows);
      expect(linesOf(await list.ask('text/csv'))).toBe(rows);
      expect(list.headers.has('Link')).toBe(false);
    },
    past: async (rows) => {
      const list = new List(rows);
      expect(linesOf(await list.ask('text/csv'))).toBe(rows - 1);
      expect(list.headers.get('Link')).toBe(`</numbers?after=${rows - 1}>; rel="next"`);
      expect(linesOf(await list.ask('text/csv', { after: String(rows - 1) }))).toBe(1);
      expect(list.headers.has('Link')).toBe(false);
    },
  });

  it('has as many rows as were asked for', async () => {
    const list = new List(9);
    expect(linesOf(await list.ask('text/csv', { limit: 4, after: '2' }))).toBe(4);
    expect(list.headers.get('Link')).toBe('</numbers?limit=4&after=6>; rel="next"');
  });

  /** So many files of a list that is still being read; `goOn` lets it be read to its end. */
  const begun = (count: number): { list: List; files: Promise<unknown>[]; goOn: () => void } => {
    let goOn = (): void => undefined;
    const list = new List(1, new Promise<void>((resolve) => (goOn = resolve)));
    return { list, files: Array.from({ length: count }, () => list.ask('text/csv')), goOn: () => goOn() };
  };

  atTheLimit('CSV_FILES_AT_ONCE_MAX', {
    at: async (files) => {
      const { files: made, goOn } = begun(files);
      goOn();
      expect((await Promise.all(made)).map(linesOf)).toEqual(Array.from({ length: files }, () => 1));
    },
    past: async (files) => {
      const { list, files: made, goOn } = begun(files - 1);
      await expect(list.ask('text/csv')).rejects.toMatchObject({
        rejection: { code: 'http.too_many_files_at_once' },
      });
      goOn();
      await Promise.all(made);
      expect(linesOf(await list.ask('text/csv'))).toBe(1);
    },
  });
});
