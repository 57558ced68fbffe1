import { stringify } from 'csv-stringify/sync';
import { z, type ZodType } from 'zod';
import { headOf } from './head-words.js';
import type { Language } from './problem.js';

/** A column of a list's file: the place of its cell in a row, `name.of.part` where parts stand in parts. */
export type Column = readonly string[];

/** A plain number as the doors write them; below zero it begins like a formula and is none. */
const NUMBER = /^-?\d+(\.\d+)?$/;

/**
 * The columns of a row, in the order in which its answer declares them: what a client reads by name stays where it is
 * when rows differ. Parts within parts have columns of their own; lists and what may be anything are JSON in one cell.
 */
export function columnsOf(row: ZodType): readonly Column[] {
  const seen = new Map([...walk(row, [])].map((column) => [nameOf(column), column]));
  return [...seen.values()];
}

export const nameOf = (column: Column): string => column.join('.');

/** The row of names. The mark before it tells a spreadsheet that what follows is UTF-8 and not the alphabet of the house. */
export function csvHead(columns: readonly Column[], heads: readonly string[] = columns.map(nameOf)): string {
  return stringify([heads], { bom: true, record_delimiter: '\r\n' });
}

/** Heads that people read. Two columns are never called the same: the second one says its name, too. */
export function headsOf(columns: readonly Column[], language: Language): string[] {
  const seen = new Set<string>();
  return columns.map((column) => {
    const said = headOf(column, language);
    const head = seen.has(said) ? `${said} (${nameOf(column)})` : said;
    seen.add(head);
    return head;
  });
}

/** RFC 4180. Text that a spreadsheet would take for a formula begins with an apostrophe; numbers stay as they are. */
export function csvRows(columns: readonly Column[], rows: readonly object[]): string {
  return stringify(
    rows.map((row) => columns.map((column) => cellOf(row, column))),
    {
      record_delimiter: '\r\n',
      cast: { string: (value) => ({ value, escape_formulas: !NUMBER.test(value) }) },
    },
  );
}

function* walk(type: ZodType, path: Column): Iterable<Column> {
  const bare = withoutWrapping(type);
  if (bare instanceof z.ZodObject)
    for (const [name, part] of Object.entries(bare.shape)) yield* walk(part as ZodType, [...path, name]);
  else if (bare instanceof z.ZodUnion && bare.options.some((one) => one instanceof z.ZodObject))
    for (const one of bare.options) yield* walk(one as ZodType, path);
  else yield path;
}

function withoutWrapping(type: ZodType): ZodType {
  return type instanceof z.ZodOptional || type instanceof z.ZodNullable || type instanceof z.ZodDefault
    ? withoutWrapping(type.unwrap() as ZodType)
    : type;
}

function cellOf(row: object, column: Column): string {
  const value = column.reduce<unknown>((at, part) => (at as Record<string, unknown> | null)?.[part], row);
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
