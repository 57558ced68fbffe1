import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { publicId, venueParams } from '../../approvals/http/shapes.js';
import { VenueDesk } from '../../approvals/http/venue-desk.js';
import { formatInstant } from '../../kernel/instant.js';
import { RejectionError } from '../../kernel/rejection.js';
import {
  type Caller,
  CallerOf,
  Chapter,
  decodeCursor,
  Door,
  type Page,
  pageQuery,
  SECRETS,
  turnPage,
} from '../../platform/http/index.js';
import type { Secrets } from '../../platform/secrets.js';
import { RegistryTables } from '../../registry/queries/registry-tables.js';
import { dayKey, SumTree } from '../domain/sum-tree.js';
import { HoldingTitlesStore, type StatementRow } from '../store/holding-titles.store.js';
import { holdingProofsAnswer, holdingStatementsAnswer } from './answers.js';

const query = z.strictObject(pageQuery);
const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const day = z
  .string()
  .regex(DAY)
  .refine((text) => !Number.isNaN(Date.parse(text)), 'a day of the calendar');
const accountParams = venueParams.extend({ account: publicId });
const proofQuery = z.strictObject({ day });

/** What everybody has together, for everybody; and what one has of it, for the one. */
@Chapter('holdings')
@Controller('api/v1/venues/:venue')
export class HoldingStatementsController {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(RegistryTables) private readonly tables: RegistryTables,
    @Inject(HoldingTitlesStore) private readonly store: HoldingTitlesStore,
    @Inject(SECRETS) private readonly secrets: Secrets,
  ) {}

  @Get('holding-statements')
  @Door({
    name: 'listHoldingStatements',
    summary:
      'Issued, retired and held of every asset after each day, with the root of all holdings, newest first',
    power: 'public',
    params: venueParams,
    query,
    answer: holdingStatementsAnswer,
  })
  async list(
    @Param() { venue }: z.infer<typeof venueParams>,
    @Query() { limit, after }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const rows = await this.store.list(this.desk.venueNo(venue), placeAfter(after), limit + 1);
    return turnPage(reply, rows, limit, (row) => [row.day, row.asset_no], show);
  }

  @Get('accounts/:account/holding-proofs')
  @Door({
    name: 'getHoldingProofs',
    summary: 'What an account had after a day, and the way from there to the published root',
    power: 'holding.read',
    params: accountParams,
    query: proofQuery,
    problems: ['registry.unknown_account', 'holdings.not_published'],
    answer: holdingProofsAnswer,
  })
  async proofs(
    @CallerOf() caller: Caller,
    @Param() { venue, account }: z.infer<typeof accountParams>,
    @Query() { day }: z.infer<typeof proofQuery>,
  ): Promise<object> {
    const venueNo = this.desk.venueNo(venue);
    const accountNo = this.desk.no('acc', venueNo, account, 'registry.unknown_account');
    await this.tables.account(venueNo, accountNo, caller, 'holding.read');
    const stated = await this.store.ofDay(venueNo, day);
    if (stated.length === 0) throw new RejectionError({ code: 'holdings.not_published', data: { day } });
    const key = dayKey(this.secrets.idSecret, venue, day);
    const proofs = stated.flatMap(({ statement, titles }) => {
      const [, amount] = titles.find(([no]) => no === accountNo) ?? [];
      if (amount === undefined) return [];
      const pieces = new SumTree(key, statement.asset_no, titles).proofOf(accountNo);
      return [{ ...show(statement), account: accountNo, amount, pieces }];
    });
    return { accountId: account, day, proofs };
  }
}

/** Whole numbers of the smallest unit, as they are hashed: fen, or the instrument's units. */
function show({
  day,
  asset_no,
  symbol,
  at_seq,
  seq,
  at,
  issued,
  retired,
  total,
  leaves,
  root,
}: StatementRow): object {
  return {
    day,
    asset: asset_no,
    symbol: asset_no === 0 ? 'cash' : symbol,
    issued: Number(issued),
    retired: Number(retired),
    total: Number(total),
    size: Number(leaves),
    root,
    atSeq: Number(at_seq),
    seq: Number(seq),
    at: formatInstant(Number(at)),
  };
}

function placeAfter(after: string | undefined): readonly [string, number] {
  const [last, asset] = decodeCursor(after, 2) ?? ['9999-12-31', -1];
  if (
    typeof last !== 'string' ||
    !DAY.test(last) ||
    typeof asset !== 'number' ||
    !Number.isSafeInteger(asset)
  )
    throw new RejectionError({ code: 'http.bad_cursor' });
  return [last, asset];
}
