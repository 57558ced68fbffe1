import { formatInstant } from '../../kernel/instant.js';
import { type PdfText } from '../../platform/pdf/pdf-document.js';

/** What was certified, as people and the public door read it. */
export interface CertificateShown {
  readonly code: string;
  readonly account: string;
  readonly symbol: string;
  readonly unit: string;
  readonly quantity: string;
  readonly frozen: string;
  /** Its place in the journal, and the hash of the journal batch that holds it. */
  readonly seq: number;
  readonly journalHash: string;
  readonly at: string;
}

/** The document in both languages; where it can be checked is a part of it. */
export function certificateText(venue: string, shown: CertificateShown, micros: number): PdfText {
  return {
    title: `Certificate of holding ${shown.code}`,
    author: venue,
    at: Math.floor(micros / 1_000),
    footer: shown.code,
    parts: [
      { kind: 'heading', text: '配额持有证明\nCertificate of holding' },
      {
        kind: 'paragraph',
        text: `${venue} 登记簿证明：在下述日志位置，该账户持有下列数量。\nThe registry of ${venue} certifies that at this place of its journal the account held the following.`,
      },
      {
        kind: 'facts',
        facts: [
          ['账户 Account', shown.account],
          ['标的 Instrument', shown.symbol],
          ['持有数量 Quantity held', `${shown.quantity} ${shown.unit}`],
          ['其中冻结 Of these frozen', `${shown.frozen} ${shown.unit}`],
          ['时间 Time (UTC)', formatInstant(micros)],
          ['日志序号 Place in the journal', String(shown.seq)],
          ['日志批次哈希 Hash of the journal batch', shown.journalHash],
          ['验证码 Code', shown.code],
        ],
      },
      {
        kind: 'paragraph',
        text: `凭验证码查验：GET /api/v1/venues/${venue}/certificates/${shown.code}\nAnybody can check this document there. It says what was held then, not what is held now, and pledges nothing.`,
      },
    ],
  };
}
