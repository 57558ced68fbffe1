import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { parseDecimal } from '../kernel/decimal.js';

const OPERATORS_FILE = 'operators_emissions_surrenders_2021_2024.csv';
const ALLOCATION_FILE = 'free_allocation_2021_2026.csv';

export interface Operator {
  readonly operatorId: string;
  readonly holder: string;
  readonly title: string;
}

export interface YearOfAllocation {
  readonly year: number;
  readonly lines: readonly { readonly operatorId: string; readonly quantity: number }[];
  /** Sum of the file's column (C), which must be (A) + (B) in every row. */
  readonly total: number;
}

export interface UkEts {
  readonly operators: readonly Operator[];
  readonly years: readonly YearOfAllocation[];
  /** SHA-256 of the allocation file: what the approver compares. */
  readonly fileHash: string;
}

type Row = Readonly<Record<string, string>>;

/** Reads the two public UK ETS tables (GOV.UK, 2025). Throws with the line that does not fit. */
export function readUkEts(directory: string): UkEts {
  const operators = rowsOf(readFileSync(join(directory, OPERATORS_FILE))).map((row) => ({
    operatorId: row['Operator ID'],
    holder: row['Account Holder Name'],
    title: `${row['Installation name'] || row['Account Holder Name']} (${row['Operator ID']})`.slice(0, 200),
  }));
  const known = new Set(operators.map(({ operatorId }) => operatorId));
  if (known.size !== operators.length) throw new Error(`${OPERATORS_FILE}: an Operator ID appears twice`);
  const file = readFileSync(join(directory, ALLOCATION_FILE));
  const rows = rowsOf(file);
  for (const row of rows) {
    const id = row['Installation ID'];
    if (!known.has(id)) throw new Error(`${ALLOCATION_FILE}: installation ${id} has no operator`);
  }
  const years = yearsOf(rows).map((year) => allocationOf(rows, year));
  return { operators, years, fileHash: createHash('sha256').update(file).digest('hex') };
}

function rowsOf(file: Buffer): Row[] {
  return parse(file, { columns: true, bom: true, skip_empty_lines: true, trim: true }) as Row[];
}

function yearsOf([first]: readonly Row[]): number[] {
  const columns = Object.keys(first ?? {});
  return columns
    .flatMap((column) => /^\(C\) Allocation \(Total\) (\d{4})$/.exec(column)?.[1] ?? [])
    .map(Number);
}

function allocationOf(rows: readonly Row[], year: number): YearOfAllocation {
  const lines = rows.map((row) => {
    const operatorId = row['Installation ID'];
    const [standard, newcomers, quantity] = [
      '(A) Allocation (Standard)',
      '(B) Allocation (NER)',
      '(C) Allocation (Total)',
    ].map((column) => unitsOf(row, `${column} ${year}`));
    if (standard + newcomers !== quantity)
      throw new Error(`${ALLOCATION_FILE}: ${operatorId} ${year}: A + B is not C`);
    return { operatorId, quantity };
  });
  const total = lines.reduce((sum, line) => sum + line.quantity, 0);
  return { year, lines: lines.filter(({ quantity }) => quantity > 0), total };
}

function unitsOf(row: Row, column: string): number {
  const units = parseDecimal(row[column] || '0', 0);
  if (units === undefined)
    throw new Error(
      `${ALLOCATION_FILE}: ${row['Installation ID']}: ${column} is not a whole number: ${row[column]}`,
    );
  return units;
}
