import { CENTS, formatDecimal } from '../../kernel/decimal.js';
import { formatInstant, type Instant, localTime } from '../../kernel/instant.js';
import type { BankAddress, BankAccount } from './bank-account.js';
import type { CashTransfer } from './cash-transfer.js';
import { referenceOf } from './references.js';

const CHINA_MINUTES = 480;
const IBAN = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/;
const BIC = /^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/;

export interface Initiation {
  readonly messageId: string;
  readonly at: Instant;
  readonly from: BankAccount;
  readonly transfers: readonly CashTransfer[];
  readonly totalFen: number;
}

/**
 * ISO 20022 pain.001.001.09, one payment information block. Pure text of its facts: the same facts are the same bytes,
 * which a journal decided again must reproduce. Changing it means another version beside it, never another text here.
 */
export function paymentInitiation({ messageId, at, from, transfers, totalFen }: Initiation): string {
  const control = [
    `<NbOfTxs>${transfers.length}</NbOfTxs>`,
    `<CtrlSum>${formatDecimal(totalFen, CENTS)}</CtrlSum>`,
  ];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">',
    '<CstmrCdtTrfInitn>',
    '<GrpHdr>',
    `<MsgId>${messageId}</MsgId>`,
    `<CreDtTm>${formatInstant(at).slice(0, 19)}Z</CreDtTm>`,
    ...control,
    `<InitgPty><Nm>${xml(from.name)}</Nm></InitgPty>`,
    '</GrpHdr>',
    '<PmtInf>',
    `<PmtInfId>${messageId}-1</PmtInfId>`,
    '<PmtMtd>TRF</PmtMtd>',
    ...control,
    `<ReqdExctnDt><Dt>${localTime(at, CHINA_MINUTES).day}</Dt></ReqdExctnDt>`,
    `<Dbtr><Nm>${xml(from.name)}</Nm></Dbtr>`,
    `<DbtrAcct>${accountId(from)}<Ccy>${xml(from.currency)}</Ccy></DbtrAcct>`,
    `<DbtrAgt>${agent(from)}</DbtrAgt>`,
    '<ChrgBr>SLEV</ChrgBr>',
    ...transfers.map((transfer) => payment(transfer, from.currency)),
    '</PmtInf>',
    '</CstmrCdtTrfInitn>',
    '</Document>',
    '',
  ].join('\n');
}

function payment({ transferNo, amountFen, payee }: CashTransfer, currency: string): string {
  const reference = referenceOf('transfer', transferNo);
  return [
    '<CdtTrfTxInf>',
    `<PmtId><InstrId>${reference}</InstrId><EndToEndId>${reference}</EndToEndId></PmtId>`,
    `<Amt><InstdAmt Ccy="${xml(currency)}">${formatDecimal(amountFen, CENTS)}</InstdAmt></Amt>`,
    `<CdtrAgt>${agent(payee)}</CdtrAgt>`,
    `<Cdtr><Nm>${xml(payee.name)}</Nm></Cdtr>`,
    `<CdtrAcct>${accountId(payee)}</CdtrAcct>`,
    `<RmtInf><Ustrd>${reference}</Ustrd></RmtInf>`,
    '</CdtTrfTxInf>',
  ].join('\n');
}

function accountId({ number }: BankAddress): string {
  const bare = number.replace(/\s/g, '');
  return IBAN.test(bare) ? `<Id><IBAN>${bare}</IBAN></Id>` : `<Id><Othr><Id>${xml(bare)}</Id></Othr></Id>`;
}

/** A BIC, or a bank's number in the national clearing system. */
function agent({ bank }: BankAddress): string {
  const id = BIC.test(bank)
    ? `<BICFI>${bank}</BICFI>`
    : `<ClrSysMmbId><ClrSysId><Cd>CNAPS</Cd></ClrSysId><MmbId>${xml(bank)}</MmbId></ClrSysMmbId>`;
  return `<FinInstnId>${id}</FinInstnId>`;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function xml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ESCAPES[sign]);
}
