import { describe, expect, it } from '@jest/globals';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { BankVenue } from '../support/bank-venue.js';

/** pain.001.001.09 as far as we write it: elements in their order; `?` may be absent, `*` comes once or more. */
const MODEL: Readonly<Record<string, string>> = {
  Document: 'CstmrCdtTrfInitn',
  CstmrCdtTrfInitn: 'GrpHdr PmtInf*',
  GrpHdr: 'MsgId CreDtTm NbOfTxs CtrlSum? InitgPty',
  PmtInf: 'PmtInfId PmtMtd NbOfTxs? CtrlSum? ReqdExctnDt Dbtr DbtrAcct DbtrAgt ChrgBr? CdtTrfTxInf*',
  CdtTrfTxInf: 'PmtId Amt CdtrAgt? Cdtr? CdtrAcct? RmtInf?',
  PmtId: 'InstrId? EndToEndId',
  Amt: 'InstdAmt',
  ReqdExctnDt: 'Dt',
  DbtrAcct: 'Id Ccy?',
  CdtrAcct: 'Id',
  DbtrAgt: 'FinInstnId',
  CdtrAgt: 'FinInstnId',
  FinInstnId: 'BICFI? ClrSysMmbId?',
  ClrSysMmbId: 'ClrSysId? MmbId',
  ClrSysId: 'Cd',
  InitgPty: 'Nm?',
  Dbtr: 'Nm?',
  Cdtr: 'Nm?',
  RmtInf: 'Ustrd*',
  Othr: 'Id',
};
/** Simple types with the lengths and forms of the standard. */
const FORMS: readonly (readonly [RegExp, RegExp])[] = [
  [/MsgId|PmtInfId|InstrId|EndToEndId/, /^[A-Za-z0-9/\-?:().,'+ ]{1,35}$/],
  [/CreDtTm/, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/],
  [/NbOfTxs/, /^\d{1,15}$/],
  [/CtrlSum|InstdAmt/, /^\d{1,16}\.\d{2}$/],
  [/Nm/, /^.{1,140}$/u],
  [/BICFI/, /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/],
  [/MmbId/, /^.{1,35}$/],
  [/IBAN/, /^[A-Z]{2}\d{2}[a-zA-Z0-9]{1,30}$/],
  [/Ustrd/, /^.{1,140}$/u],
  [/ChrgBr/, /^(DEBT|CRED|SHAR|SLEV)$/],
  [/PmtMtd/, /^(CHK|TRF|TRA)$/],
];

type Ordered = Record<string, Ordered[] | string>;

function faults(name: string, children: readonly Ordered[]): string[] {
  const model =
    name === 'Id' && children.some((one) => 'IBAN' in one || 'Othr' in one) ? 'IBAN? Othr?' : MODEL[name];
  if (model === undefined) {
    const text = String(children[0]?.['#text'] ?? '');
    const form = FORMS.find(([of]) => of.test(name))?.[1] ?? /^.{1,34}$/;
    return form.test(text) ? [] : [`${name}: ${text}`];
  }
  const names = children.map((child) => Object.keys(child).find((key) => key !== ':@')!);
  const pattern = model
    .split(' ')
    .map((part) =>
      part.endsWith('*')
        ? `(${part.slice(0, -1)} )+`
        : part.endsWith('?')
          ? `(${part.slice(0, -1)} )?`
          : `${part} `,
    );
  const inOrder = new RegExp(`^${pattern.join('')}$`).test(`${names.join(' ')} `);
  return [
    ...(inOrder ? [] : [`${name} has ${names.join(' ')}`]),
    ...children.flatMap((child, i) => faults(names[i], child[names[i]] as Ordered[])),
  ];
}

function drafted(venue: BankVenue, ...amounts: number[]): { content: string; contentHash: string } {
  const transferNos = amounts.map((fen, i) => venue.withdraw(fen, `w-${i}`));
  const { paymentFileNo } = venue.done('draft-payment-file', { bankNo: 1, transferNos });
  return venue.machine.banking.paymentFile(paymentFileNo as number)!;
}

describe('a payment file', () => {
  it('has the structure of pain.001.001.09, its names escaped and its sums right', () => {
    const { content } = drafted(new BankVenue(), 12_345, 1);
    expect(XMLValidator.validate(content)).toBe(true);
    const [, { Document }] = new XMLParser({
      preserveOrder: true,
      parseTagValue: false,
      ignoreAttributes: false,
    }).parse(content) as Ordered[];
    expect(faults('Document', Document as Ordered[])).toEqual([]);
    expect(content).toContain('urn:iso:std:iso:20022:tech:xsd:pain.001.001.09');
    expect(content.match(/<NbOfTxs>2<\/NbOfTxs>\n<CtrlSum>123.46<\/CtrlSum>/g)).toHaveLength(2);
    expect(content).toContain('<Nm>Plant &lt;A&gt; &amp; Söhne 钢铁</Nm>');
    expect(content).toContain('<InstdAmt Ccy="CNY">123.45</InstdAmt>');
  });

  it('is the same bytes wherever its journal is decided again', () => {
    const venue = new BankVenue();
    const { content } = drafted(venue, 500);
    const again = new BankVenue();
    expect(drafted(again, 500).content).toBe(content);
    expect(venue.restored().banking.paymentFile(1)!.content).toBe(content);
  });

  it('would be noticed with an element out of its place', () => {
    expect(
      faults('PmtId', [{ EndToEndId: [{ '#text': 'x' }] }, { InstrId: [{ '#text': 'x' }] }]),
    ).not.toEqual([]);
    expect(faults('CtrlSum', [{ '#text': '1.5' }])).toEqual(['CtrlSum: 1.5']);
  });
});
