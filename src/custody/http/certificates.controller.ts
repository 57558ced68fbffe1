import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { publicId, venueParams } from '../../approvals/http/shapes.js';
import { formatDecimal } from '../../kernel/decimal.js';
import { formatInstant } from '../../kernel/instant.js';
import { RejectionError } from '../../kernel/rejection.js';
import {
  type Caller,
  CallerOf,
  Chapter,
  Door,
  Once,
  type OnceTicket,
  type Page,
  pageQuery,
} from '../../platform/http/index.js';
import { writePdf } from '../../platform/pdf/pdf-document.js';
import { symbol } from '../../registry/http/shapes.js';
import { ownOnly } from '../../registry/queries/registry-tables.js';
import { certificateAnswer, certificatesAnswer } from './answers.js';
import { type CertificateShown, certificateText } from './certificate-text.js';
import { CustodyDesk } from './custody-desk.js';

const params = venueParams.extend({ account: publicId });
const one = params.extend({ certificate: publicId });
const checking = venueParams.extend({ code: publicId });
const asked = z.strictObject({ symbol });

interface CertificateRow {
  readonly certificate_no: string;
  readonly title: string;
  readonly symbol: string;
  readonly unit_name: string;
  readonly unit_scale: number;
  readonly quantity: string;
  readonly frozen: string;
  readonly seq: string;
  readonly at: string;
  readonly hash: Buffer;
}

const SELECT = `SELECT c.certificate_no, a.title, i.symbol, i.unit_name, i.unit_scale, c.quantity, c.frozen, c.seq, c.at, b.hash
  FROM holding_certificates c
  JOIN accounts a ON a.venue_no = c.venue_no AND a.account_no = c.account_no
  JOIN instruments i ON i.venue_no = c.venue_no AND i.instrument_no = c.instrument_no
  JOIN LATERAL (SELECT hash FROM journal_batches b WHERE b.venue_no = c.venue_no AND b.last_seq >= c.seq
    ORDER BY b.last_seq LIMIT 1) b ON true`;

/** Certificates of holdings: issued once, kept for ever, checked by anybody who has the code. */
@Chapter('safe movement')
@Controller('api/v1/venues/:venue')
export class CertificatesController {
  constructor(@Inject(CustodyDesk) private readonly desk: CustodyDesk) {}

  @Post('accounts/:account/certificates')
  @Door({
    name: 'issueCertificate',
    summary: 'Have the present holding of an account certified',
    power: 'certificate.issue',
    params,
    body: asked,
    status: 201,
    idempotent: true,
    problems: ['registry.unknown_account', 'registry.unknown_instrument'],
    answer: certificateAnswer,
  })
  async issue(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, account }: z.infer<typeof params>,
    @Body() body: z.infer<typeof asked>,
  ): Promise<object> {
    const venueNo = this.desk.venueNo(venue);
    const { instrument_no: instrumentNo } = await this.desk.tables.instrument(venueNo, body.symbol);
    const accountNo = this.desk.no('acc', venue, account, 'registry.unknown_account');
    const org = ownOnly(caller, 'certificate.issue') ?? '';
    const { answer } = await this.desk.submit(venue, caller, once, {
      kind: 'certify-holding',
      ...{ accountNo, instrumentNo, org },
    });
    return this.show(venueNo, await this.find(venueNo, answer.certificateNo as number));
  }

  @Get('accounts/:account/certificates')
  @Door({
    name: 'listCertificates',
    summary: 'Certificates of an account, newest first',
    power: 'holding.read',
    params,
    query: z.strictObject(pageQuery),
    problems: ['registry.unknown_account'],
    answer: certificatesAnswer,
  })
  async list(
    @CallerOf() caller: Caller,
    @Param() { venue, account }: z.infer<typeof params>,
    @Query() query: { limit: number; after?: string },
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const accountNo = await this.desk.readable(caller, venue, account, 'holding.read');
    const venueNo = this.desk.venueNo(venue);
    return this.desk.newest<CertificateRow>(reply, venue, caller, query, {
      sql: `${SELECT} WHERE c.venue_no = $1 AND ($2::text IS NULL OR a.org = $2) AND c.certificate_no < $3::bigint
        AND c.account_no = $5 ORDER BY c.certificate_no DESC LIMIT $4`,
      more: [accountNo],
      no: (row) => Number(row.certificate_no),
      show: (row) => ({ accountId: account, ...this.show(venueNo, row) }),
    });
  }

  @Get('accounts/:account/certificates/:certificate')
  @Door({
    name: 'downloadCertificate',
    summary: 'The document of a certificate',
    power: 'holding.read',
    params: one,
    produces: 'application/pdf',
    limit: 'office',
    problems: ['registry.unknown_account', 'custody.unknown_certificate'],
  })
  async document(
    @CallerOf() caller: Caller,
    @Param() { venue, account, certificate }: z.infer<typeof one>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const accountNo = await this.desk.readable(caller, venue, account, 'holding.read');
    const venueNo = this.desk.venueNo(venue);
    const row = await this.find(venueNo, this.noOf(venue, certificate), accountNo);
    void reply.header('content-type', 'application/pdf');
    return writePdf(certificateText(venue, this.show(venueNo, row), Number(row.at)));
  }

  @Get('certificates/:code')
  @Door({
    name: 'checkCertificate',
    summary: 'What a certificate says: for whoever was shown one and has its code',
    power: 'public',
    params: checking,
    problems: ['custody.unknown_certificate'],
    answer: certificateAnswer,
  })
  async check(@Param() { venue, code }: z.infer<typeof checking>): Promise<object> {
    const venueNo = this.desk.venueNo(venue);
    return this.show(venueNo, await this.find(venueNo, this.noOf(venue, code)));
  }

  private noOf(venue: string, code: string): number {
    return this.desk.no('crt', venue, code, 'custody.unknown_certificate');
  }

  private async find(
    venueNo: number,
    certificateNo: number,
    accountNo: number | null = null,
  ): Promise<CertificateRow> {
    const [row] = await this.desk.tables.rows<CertificateRow>(
      `${SELECT} WHERE c.venue_no = $1 AND c.certificate_no = $2 AND ($3::bigint IS NULL OR c.account_no = $3)`,
      [venueNo, certificateNo, accountNo],
    );
    if (row === undefined) throw new RejectionError({ code: 'custody.unknown_certificate' });
    return row;
  }

  private show(venueNo: number, row: CertificateRow): CertificateShown {
    return {
      code: this.desk.id('crt', venueNo, Number(row.certificate_no)),
      account: row.title,
      symbol: row.symbol,
      unit: row.unit_name,
      quantity: formatDecimal(Number(row.quantity), row.unit_scale),
      frozen: formatDecimal(Number(row.frozen), row.unit_scale),
      seq: Number(row.seq),
      journalHash: Buffer.from(row.hash).toString('hex'),
      at: formatInstant(Number(row.at)),
    };
  }
}
