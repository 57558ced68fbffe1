import type { Statement, StatementLine } from '../domain/statement.js';
import { dayOf, hundredths, need, plain, Unreadable } from './reading.js';

interface Field {
  readonly tag: string;
  readonly value: string;
}

const FIELD = /^:(\d{2}[A-Z]?):(.*)$/;
const BALANCE = /^([CD])(\d{6})([A-Z]{3})(\d{1,18},\d{0,2})$/;
// Value date, entry date, mark (R: reversal), funds code, amount, type and reference, further lines.
const LINE =
  /^(\d{6})(\d{4})?(R?[CD])([A-Z])?(\d{1,18}(?:,\d{0,2})?)(?:([A-Z][A-Z0-9]{3})?)([^\n]*)(\n[\s\S]*)?$/;
/** Of an interim report (MT942): there is no opening balance to tie it to. */
const INTERIM = ['34F', '90C', '90D'];
/** What may stand in the text of a statement; anything else is a byte that does not belong there. */
const KNOWN = new Set([
  '13',
  '13D',
  '20',
  '21',
  '25',
  '28',
  '28C',
  '60F',
  '60M',
  '61',
  '62F',
  '62M',
  '64',
  '65',
  '86',
]);

/** SWIFT MT940: the text block's fields, with or without the envelope. */
export function readMt940(text: string): { readonly format: string; readonly statements: Statement[] } {
  const statements = messagesOf(text).map(statementOf);
  if (statements.length === 0) throw new Unreadable('a statement that begins with :20:');
  return { format: 'MT940', statements };
}

function messagesOf(text: string): Field[][] {
  const messages: Field[][] = [];
  let isOpen = false;
  for (const raw of text.replace(/\r\n?/g, '\n').split('\n')) {
    // The envelope: {1:…}{2:…}{4: in front, -} behind.
    const line = raw.replace(/^(?:\{[1235]:[^\n]*)?\{4:/, '').replace(/^\{[1235]:.*$/, '');
    const [, tag, value] = FIELD.exec(line) ?? [];
    if (tag === '20') messages.push([]);
    const inRemark = isOpen && ['61', '86'].includes(messages.at(-1)?.at(-1)?.tag ?? '');
    // A time of day at the start of a wrapped remark looks like a field.
    if (tag !== undefined && !(inRemark && !KNOWN.has(tag))) {
      if (messages.length === 0) throw new Unreadable(`:20: before :${tag}:`);
      messages.at(-1)!.push({ tag, value });
      isOpen = true;
    } else if (/^-\}?(?:\{5:.*)?$/.test(line.trim())) isOpen = false;
    else if (isOpen) {
      const fields = messages.at(-1)!;
      fields[fields.length - 1] = { ...fields.at(-1)!, value: `${fields.at(-1)!.value}\n${line}` };
    }
    // What stands between messages is the bank's own heading.
  }
  return messages;
}

function statementOf(fields: readonly Field[]): Statement {
  const one = (...tags: readonly string[]): string => {
    const found = fields.filter(({ tag }) => tags.includes(tag));
    if (found.length !== 1) throw new Unreadable(`:${tags.join(': or :')}: once, not ${found.length} times`);
    return found[0].value.trim();
  };
  if (fields.some(({ tag }) => INTERIM.includes(tag)) && !fields.some(({ tag }) => tag.startsWith('60')))
    throw new Unreadable('an end-of-day statement, not MT942', 'banking.not_a_statement');
  const strange = fields.find(({ tag }) => !KNOWN.has(tag));
  if (strange !== undefined) throw new Unreadable(`no field :${strange.tag}: in a statement`);
  const opening = balance(one('60F', '60M'), ':60F:');
  const closing = balance(one('62F', '62M'), ':62F:');
  if (opening.currency !== closing.currency)
    throw new Unreadable('both balances in one currency', 'banking.currency_differs');
  const [account, number] = [one('25'), one('28C', '28')];
  if (account === '') throw new Unreadable('an account in :25:');
  const lines: StatementLine[] = [];
  const closes = fields.findIndex(({ tag }) => tag.startsWith('62'));
  fields.forEach(({ tag, value }, i) => {
    if (tag !== '61') return;
    if (i > closes) throw new Unreadable('no line behind the closing balance');
    const next = fields[i + 1];
    lines.push(lineOf(value, next?.tag === '86' ? next.value : '', closing, lines.length + 1));
  });
  return {
    statementId: plain(`${one('20')} ${number} ${closing.day}`),
    ...{ account: plain(account), currency: closing.currency, lines, totals: null },
    ...{ openingFen: opening.fen, openingDay: opening.day, closingFen: closing.fen, closingDay: closing.day },
  };
}

interface Balance {
  readonly fen: number;
  readonly day: string;
  readonly currency: string;
}

function balance(text: string, what: string): Balance {
  const [, mark, date, currency, amount] = need(BALANCE.exec(text) ?? undefined, what);
  const fen = hundredths(amount, ',', what);
  return { fen: mark === 'C' ? fen : 0 - fen, day: shortDay(date, what), currency };
}

function lineOf(
  value: string,
  details: string,
  { day: closingDay, currency }: Balance,
  no: number,
): StatementLine {
  const what = `:61: of line ${no}`;
  // The value date may be 30 February: some banks count so. It moves no money.
  const [, , entry, mark, , amount, , reference, more = ''] = need(
    LINE.exec(value.trimEnd()) ?? undefined,
    what,
  );
  const fen = hundredths(amount, ',', what);
  // A reversed credit takes money away, a reversed debit gives it back.
  const isCredit = mark === 'C' || mark === 'RD';
  // Banks cut remarks into parts of 27 characters, ?20 to ?29; a reference must survive that.
  const remark = details.replace(/\n/g, '').replace(/\?\d{2}/g, '');
  return {
    ...{ amountFen: isCredit ? fen : 0 - fen, currency, counterparty: plain(namesIn(details)) },
    ...{
      day: entry === undefined ? closingDay : entryDay(entry, closingDay, what),
      text: plain(`${reference} ${more} ${remark}`),
    },
  };
}

/** ?32 and ?33 are the other party's name where a bank structures its remarks. */
function namesIn(details: string): string {
  const parts = details.replace(/\n/g, '').match(/\?3[23][^?]*/g) ?? [];
  return parts.map((part) => part.slice(3)).join('');
}

function shortDay(yymmdd: string, what: string): string {
  return dayOf(`20${yymmdd.slice(0, 2)}-${yymmdd.slice(2, 4)}-${yymmdd.slice(4)}`, what);
}

/** Month and day only: of the closing's year, or of the one before when that would be half a year ahead. */
function entryDay(mmdd: string, closingDay: string, what: string): string {
  const year = Number(closingDay.slice(0, 4));
  const isBefore = Number(mmdd.slice(0, 2)) - Number(closingDay.slice(5, 7)) > 6;
  return dayOf(`${isBefore ? year - 1 : year}-${mmdd.slice(0, 2)}-${mmdd.slice(2)}`, what);
}
