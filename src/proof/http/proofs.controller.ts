import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { RejectionError } from '../../kernel/rejection.js';
import { type Caller, CallerOf, Chapter, Door } from '../../platform/http/index.js';
import { type InclusionProof, LogProofs, tlogProof } from '../queries/log-proofs.js';
import {
  base64,
  consistencyAnswer,
  FOR_EVER,
  inclusionAnswer,
  logParams,
  recordAnswer,
  seq,
  SOON_OLD,
} from './log-shapes.js';

const recordParams = logParams.extend({ seq });
const inclusionQuery = z.strictObject({ size: seq.optional() });
const sizes = z
  .strictObject({ from: seq, to: seq })
  .refine(({ from, to }) => from <= to, { message: 'a log grows', path: ['to'] });

/** Proofs for those who do not work them out from tiles. */
@Chapter('proof')
@Controller('api/v1/logs/:log')
export class ProofsController {
  constructor(@Inject(LogProofs) private readonly proofs: LogProofs) {}

  @Get('proofs/inclusion/:seq')
  @Door({
    name: 'getInclusionProof',
    summary:
      'That a record is in the log: in the first checkpoint of at least `size` records, or in the newest',
    power: 'public',
    params: recordParams,
    query: inclusionQuery,
    answer: inclusionAnswer,
    problems: ['proof.log_unknown', 'proof.record_unknown', 'proof.checkpoint_unknown'],
  })
  async inclusion(
    @Param() { log, seq: no }: z.infer<typeof recordParams>,
    @Query() { size }: z.infer<typeof inclusionQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof inclusionAnswer>> {
    const proof = await this.proofs.inclusion(await this.proofs.log(log), no, size);
    void reply.header('Cache-Control', SOON_OLD);
    return inclusionView(proof);
  }

  @Get('proofs/consistency')
  @Door({
    name: 'getConsistencyProof',
    summary: 'That the tree of `to` records is the tree of `from` with records added',
    power: 'public',
    params: logParams,
    query: sizes,
    answer: consistencyAnswer,
    problems: ['proof.log_unknown', 'proof.checkpoint_unknown'],
  })
  async consistency(
    @Param() { log }: z.infer<typeof logParams>,
    @Query() { from, to }: z.infer<typeof sizes>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof consistencyAnswer>> {
    const hashes = await this.proofs.consistency(await this.proofs.log(log), from, to);
    void reply.header('Cache-Control', FOR_EVER);
    return { from, to, hashes: base64(hashes) };
  }

  @Get('records/:seq')
  @Door({
    name: 'getLogRecord',
    summary: 'What one’s organisation sent and was told, with its proof; auditors see every record whole',
    power: 'audit.read',
    params: recordParams,
    answer: recordAnswer,
    problems: ['proof.log_unknown', 'proof.record_unknown'],
  })
  async record(
    @CallerOf() caller: Caller,
    @Param() { log, seq: no }: z.infer<typeof recordParams>,
  ): Promise<z.infer<typeof recordAnswer>> {
    const found = await this.proofs.log(log);
    const { line, told, toldSalt, eventsHash } = await this.proofs.record(found, no);
    const seesAll = caller.scopes['audit.read'] === 'all';
    const { org } = JSON.parse(told) as { org?: string };
    // Lines of the office have no sender's organisation, and are for auditors.
    if (!seesAll && org !== caller.orgId) throw new RejectionError({ code: 'proof.record_unknown' });
    const proof = await this.proofs.inclusion(found, no);
    return {
      ...inclusionView(proof),
      told,
      toldSalt: toldSalt.toString('base64'),
      eventsHash: eventsHash.toString('base64'),
      ...(seesAll && { line }),
      tlogProof: tlogProof(proof),
    };
  }
}

function inclusionView({
  index,
  leaf,
  hashes,
  checkpoint,
  note,
}: InclusionProof): z.infer<typeof inclusionAnswer> {
  return {
    seq: index + 1,
    index,
    size: checkpoint.size,
    leaf: leaf.toString('base64'),
    hashes: base64(hashes),
    checkpoint: note,
  };
}
