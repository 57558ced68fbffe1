import type { Json } from '../../kernel/json.js';

type Shown = Readonly<Record<string, Json>>;

/** Where each column of the file stands in a line of JSON. */
const COLUMNS: readonly (readonly [string, readonly string[]])[] = [
  ['at', ['at']],
  ['person_id', ['who', 'personId']],
  ['person', ['who', 'name']],
  ['organisation_id', ['who', 'organisationId']],
  ['organisation', ['who', 'organisation']],
  ['roles', ['who', 'roles']],
  ['verb', ['did', 'verb']],
  ['did', ['did', 'text']],
  ['object_kind', ['object', 'kind']],
  ['object_id', ['object', 'id']],
  ['object', ['object', 'name']],
  ['venue', ['object', 'venue']],
  ['reason', ['why', 'reason']],
  ['proposal_id', ['why', 'proposalId']],
  ['rule_pack', ['why', 'rulePack']],
  ['rule', ['why', 'rule']],
  ['before', ['before']],
  ['after', ['after']],
  ['asked', ['asked']],
  ['outcome', ['outcome', 'code']],
  ['times', ['times']],
  ['journal', ['proof', 'journal']],
  ['seq', ['proof', 'seq']],
  ['line', ['proof', 'line']],
];

/** A table program would take what people wrote for a formula of its own. */
const FORMULA = /^[=+\-@\t\r]/;

export function csvHead(): string {
  return csvRow(COLUMNS.map(([name]) => name));
}

/** RFC 4180, in UTF-8; lists and trees as JSON. */
export function csvLine(line: Shown): string {
  return csvRow(
    COLUMNS.map(([, path]) => {
      const value = path.reduce<Json | undefined>((at, part) => (at as Shown | undefined)?.[part], line);
      if (value === undefined || value === null) return '';
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
    }),
  );
}

export function csvRow(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(text: string): string {
  const plain = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
