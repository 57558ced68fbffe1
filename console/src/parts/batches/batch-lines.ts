import { compare, plus, typed } from '../../format/decimal';

/** A row of an allocation table as it was written, and what it names. */
export interface BatchLine {
  /** Its number in the file, counted as people count. */
  readonly row: number;
  readonly account: string;
  readonly quantity: string;
  readonly accountId: string | undefined;
  readonly fault: LineFault | undefined;
}
export type LineFault = 'account' | 'quantity' | 'twice';

interface Known {
  readonly accountId: string;
  readonly title: string;
}

/** Rows of cells; RFC 4180, and the tabs or semicolons that table programs write in some languages. */
export function csvRows(text: string): readonly (readonly string[])[] {
  const plain = text.replace(/^\uFEFF/, '');
  const head = plain.split(/\r?\n/, 1)[0] ?? '';
  const mark = [',', '\t', ';'].find((one) => head.includes(one)) ?? ',';
  const rows: string[][] = [[]];
  let cell = '';
  let isQuoted = false;
  const endCell = (): void => {
    rows.at(-1)!.push(cell.trim());
    cell = '';
  };
  for (let at = 0; at < plain.length; at += 1) {
    const letter = plain[at]!;
    if (isQuoted) {
      if (letter !== '"') cell += letter;
      else if (plain[at + 1] === '"') cell += plain[(at += 1)];
      else isQuoted = false;
    } else if (letter === '"') isQuoted = true;
    else if (letter === mark) endCell();
    else if (letter === '\n') {
      endCell();
      rows.push([]);
    } else if (letter !== '\r') cell += letter;
  }
  endCell();
  return rows.filter((row) => row.some((one) => one !== ''));
}

/** Accounts by id or by title, quantities as plain decimals; a first row that names the columns is passed over. */
export function batchLines(text: string, accounts: readonly Known[]): readonly BatchLine[] {
  const rows = csvRows(text);
  const skipped = rows[0] !== undefined && typed(rows[0][1] ?? '') === undefined ? 1 : 0;
  const seen = new Set<string>();
  return rows.slice(skipped).map((cells, at) => {
    const [account = '', amount = ''] = cells;
    const named = accounts.find(({ accountId, title }) => accountId === account || title === account);
    const quantity = typed(amount);
    const isTwice = named !== undefined && seen.has(named.accountId);
    if (named !== undefined) seen.add(named.accountId);
    const fault =
      named === undefined
        ? 'account'
        : quantity === undefined || compare(quantity, '0') <= 0
          ? 'quantity'
          : isTwice
            ? 'twice'
            : undefined;
    return {
      row: at + 1 + skipped,
      account,
      quantity: quantity ?? amount,
      accountId: named?.accountId,
      fault,
    };
  });
}

export function totalOf(lines: readonly BatchLine[]): string {
  return lines.reduce(
    (sum, { quantity }) => (typed(quantity) === undefined ? sum : plus(sum, quantity)),
    '0',
  );
}
