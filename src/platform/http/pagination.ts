import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { RejectionError } from '../../kernel/rejection.js';
import { CURSOR_CHARACTERS_MAX, PAGE_ROWS_DEFAULT, PAGE_ROWS_MAX } from '../../kernel/limits.js';
import { isStorable } from './storable-text.js';

/** Query part of every list: spread it into the door's query object. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(PAGE_ROWS_MAX).default(PAGE_ROWS_DEFAULT),
  after: z.string().min(1).max(CURSOR_CHARACTERS_MAX).optional(),
};

export interface Page<T> {
  readonly items: readonly T[];
  /** Give it back as `after` for the next page; absent on the last. */
  readonly next?: string;
}

/** A place in a stable order: the sort values of the last row seen. Opaque to clients, plain to us. */
export type CursorPlace = readonly (string | number)[];

export function encodeCursor(place: CursorPlace): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** Refuses `http.bad_cursor` for anything that is not `length` storable strings or whole numbers. */
export function decodeCursor(text: string | undefined, length: number): CursorPlace | undefined {
  if (text === undefined) return undefined;
  try {
    const place: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (
      Array.isArray(place) &&
      place.length === length &&
      place.every((part) => (typeof part === 'string' ? isStorable(part) : Number.isSafeInteger(part)))
    )
      return place as CursorPlace;
  } catch {
    // falls through to the refusal
  }
  throw new RejectionError({ code: 'http.bad_cursor' });
}

/** A cursor of whole numbers; anything else is refused before it reaches SQL. */
export function numbersAfter(after: string | undefined, first: readonly number[]): readonly number[] {
  const place = decodeCursor(after, first.length) ?? first;
  if (!place.every((part) => typeof part === 'number')) throw new RejectionError({ code: 'http.bad_cursor' });
  return place as readonly number[];
}

/** Cuts `limit + 1` fetched rows into a page: the extra row only says that there is more. */
export function pageOf<Row, T>(
  rows: readonly Row[],
  limit: number,
  place: (row: Row) => CursorPlace,
  show: (row: Row) => T,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(show),
    ...(rows.length > limit && last !== undefined && { next: encodeCursor(place(last)) }),
  };
}

/** RFC 8288 `Link: <…>; rel="next"`, keeping the filters of the request. */
export function linkNext(reply: FastifyReply, url: string, page: Page<unknown>): void {
  if (page.next === undefined) return;
  const [path, query = ''] = url.split('?');
  const params = new URLSearchParams(query);
  params.set('after', page.next);
  void reply.header('Link', `<${path}?${params.toString()}>; rel="next"`);
}

/** The page that a list door answers with, linked to the next one. */
export function turnPage<Row, T>(
  reply: FastifyReply,
  rows: readonly Row[],
  limit: number,
  place: (row: Row) => CursorPlace,
  show: (row: Row) => T,
): Page<T> {
  const page = pageOf(rows, limit, place, show);
  linkNext(reply, reply.request.url, page);
  return page;
}
