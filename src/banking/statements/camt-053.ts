import type { Statement, StatementLine } from '../domain/statement.js';
import { dayOf, hundredths, need, plain, Unreadable } from './reading.js';
import { attributeOf, childOf, childrenOf, type Node, parseXml, textOf, textsBelow } from './safe-xml.js';

const NAMESPACE =
  /<(?:[\w.-]+:)?Document\b[^<>]*\sxmlns(?::[\w.-]+)?\s*=\s*["']urn:iso:std:iso:20022:tech:xsd:camt\.(\d{3})\.001\.(\d{2})["']/;

interface Money {
  readonly fen: number;
  readonly currency: string;
}

/** ISO 20022 camt.053.001.02 … 08: one statement an account and day, in the names that did not change between them. */
export function readCamt053(text: string): { readonly format: string; readonly statements: Statement[] } {
  const document = need(childOf(parseXml(text), 'Document'), 'a Document');
  const [, message, version] = need(NAMESPACE.exec(text) ?? undefined, 'a namespace of ISO 20022 camt');
  if (message !== '053') throw new Unreadable(`camt.053, not camt.${message}`, 'banking.not_a_statement');
  const statements = childrenOf(childOf(document, 'BkToCstmrStmt'), 'Stmt').map(statementOf);
  if (statements.length === 0) throw new Unreadable('a statement in it');
  return { format: `camt.053.001.${version}`, statements };
}

function statementOf(stmt: Node): Statement {
  const statementId = plain(need(textOf(stmt, 'Id'), 'Stmt/Id'));
  const id = childOf(stmt, 'Acct', 'Id');
  const account = plain(need(textOf(id, 'IBAN') ?? textOf(id, 'Othr', 'Id'), 'Stmt/Acct/Id'));
  if (
    /^(?:false|0)$/i.test(textOf(stmt, 'Pgntn', 'LastPgInd') ?? textOf(stmt, 'StmtPgntn', 'LastPgInd') ?? '')
  )
    throw new Unreadable('all pages of the statement');
  const opening = balance(stmt, ['OPBD', 'PRCD'], 'an opening balance OPBD or PRCD');
  const closing = balance(stmt, ['CLBD'], 'a closing balance CLBD');
  if (opening.currency !== closing.currency)
    throw new Unreadable('both balances in one currency', 'banking.currency_differs');
  const lines = childrenOf(stmt, 'Ntry')
    .filter((entry) => statusOf(entry) === 'BOOK')
    .map(lineOf);
  const summary = childOf(stmt, 'TxsSummry');
  const count = textOf(summary, 'TtlNtries', 'NbOfNtries');
  const total = (side: string): number | null => {
    const sum = textOf(summary, side, 'Sum');
    return sum === undefined ? null : hundredths(sum, '.', `TxsSummry/${side}/Sum`);
  };
  return {
    ...{ statementId, account, currency: closing.currency, lines },
    ...{ openingFen: opening.fen, openingDay: opening.day, closingFen: closing.fen, closingDay: closing.day },
    totals:
      summary === undefined
        ? null
        : {
            count: count === undefined ? null : Number(count),
            creditFen: total('TtlCdtNtries'),
            debitFen: total('TtlDbtNtries'),
          },
  };
}

function balance(stmt: Node, codes: readonly string[], what: string): Money & { readonly day: string } {
  for (const code of codes) {
    const found = childrenOf(stmt, 'Bal').filter((one) => textOf(one, 'Tp', 'CdOrPrtry', 'Cd') === code);
    if (found.length > 1) throw new Unreadable(`${code} once`);
    if (found.length === 1) return { ...money(found[0], code), day: dateOf(childOf(found[0], 'Dt'), code) };
  }
  throw new Unreadable(what);
}

function lineOf(entry: Node, i: number): StatementLine {
  const { fen: amountFen, currency } = money(entry, `Ntry ${i + 1}`);
  const details = childrenOf(entry, 'NtryDtls').flatMap((one) => childrenOf(one, 'TxDtls'));
  const words = [
    textOf(entry, 'NtryRef'),
    textOf(entry, 'AddtlNtryInf'),
    ...details.flatMap((one) => [
      textOf(one, 'Refs', 'EndToEndId'),
      ...textsBelow(childrenOf(one, 'RmtInf')),
      textOf(one, 'AddtlTxInf'),
    ]),
  ];
  const side = amountFen > 0 ? 'Dbtr' : 'Cdtr';
  const parties = details.flatMap((one) => childrenOf(childOf(one, 'RltdPties'), side));
  const names = parties.flatMap((party) => textOf(party, 'Nm') ?? textOf(party, 'Pty', 'Nm') ?? []);
  return {
    ...{ amountFen, currency, day: dateOf(childOf(entry, 'BookgDt'), `Ntry ${i + 1}/BookgDt`) },
    ...{ text: plain(words.filter(Boolean).join(' ')), counterparty: plain(names.join(', ')) },
  };
}

/** A text until version 03, a code inside it since. */
function statusOf(entry: Node): string {
  const status = textOf(entry, 'Sts', 'Cd') ?? textOf(entry, 'Sts');
  return need(status?.trim(), 'Ntry/Sts');
}

function money(parent: Node, what: string): Money {
  const amount = childOf(parent, 'Amt');
  const currency = need(attributeOf(amount, 'Ccy'), `${what}/Amt@Ccy`);
  if (!/^[A-Z]{3}$/.test(currency)) throw new Unreadable(`${what}/Amt@Ccy`);
  const fen = hundredths(need(textOf(parent, 'Amt'), `${what}/Amt`), '.', `${what}/Amt`);
  const side = textOf(parent, 'CdtDbtInd');
  if (side !== 'CRDT' && side !== 'DBIT') throw new Unreadable(`${what}/CdtDbtInd`);
  return { fen: side === 'CRDT' ? fen : 0 - fen, currency };
}

function dateOf(node: Node | undefined, what: string): string {
  return dayOf(need(textOf(node, 'Dt') ?? textOf(node, 'DtTm'), what), what);
}
