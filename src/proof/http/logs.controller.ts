import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Pool } from 'pg';
import { z } from 'zod';
import { COSIGNED_NOTE_CHARACTERS_MAX } from '../../kernel/limits.js';
import { RejectionError } from '../../kernel/rejection.js';
import type { Clock } from '../../platform/clock.js';
import { Chapter, Door, numbersAfter, type Page, pageQuery, turnPage } from '../../platform/http/index.js';
import { CLOCK, DATABASE_POOL } from '../../platform/tokens.js';
import { acceptCosignatures } from '../commands/accept-cosignatures.js';
import { vkeyOf } from '../domain/note-key.js';
import { parseTilePath } from '../domain/tile.js';
import { LogProofs } from '../queries/log-proofs.js';
import { logKeys, witnesses } from '../store/key-tables.js';
import { allLogs, checkpointsBefore, lastCheckpoint } from '../store/log-tables.js';
import {
  checkpointsAnswer,
  checkpointView,
  cosigningAnswer,
  FOR_EVER,
  keysAnswer,
  logParams,
  logsAnswer,
  SOON_OLD,
  tileParams,
} from './log-shapes.js';

const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const query = z.strictObject({
  ...pageQuery,
  from: moment.optional(),
  to: moment.optional(),
  seq: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
});
const cosigned = z.strictObject({ checkpoint: z.string().min(1).max(COSIGNED_NOTE_CHARACTERS_MAX) });
const TILES = [':a', ':a/:b', ':a/:b/:c', ':a/:b/:c/:d'].map((parts) => `:log/tile/:level/${parts}`);

/** The logs, as tools of others read them: C2SP tlog-tiles. Everything is public and can be kept by any cache. */
@Chapter('proof')
@Controller('api/v1/logs')
export class LogsController {
  constructor(
    @Inject(LogProofs) private readonly proofs: LogProofs,
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Door({
    name: 'listLogs',
    summary: 'Every log: one a venue, and the office’s',
    power: 'public',
    answer: logsAnswer,
  })
  async list(): Promise<z.infer<typeof logsAnswer>> {
    const logs = await allLogs(this.pool);
    const items = await Promise.all(
      logs.map(async ({ logNo, name, origin }) => {
        const last = await lastCheckpoint(this.pool, logNo);
        return { name, origin, size: last?.size ?? 0, signedAt: last?.signedAt.toISOString() ?? null };
      }),
    );
    return { items };
  }

  @Get(':log/checkpoint')
  @Door({
    name: 'getCheckpoint',
    summary: 'The newest signed checkpoint, with what witnesses signed under it',
    power: 'public',
    params: logParams,
    answer: z.string(),
    produces: 'text/plain',
    problems: ['proof.log_unknown', 'proof.checkpoint_unknown'],
  })
  async checkpoint(
    @Param() { log }: z.infer<typeof logParams>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const found = await this.proofs.log(log);
    const text = await this.proofs.cosigned(found, await this.proofs.newest(found));
    void reply.headers({ 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': SOON_OLD });
    return text;
  }

  @Get(':log/checkpoints')
  @Door({
    name: 'listCheckpoints',
    summary:
      'All checkpoints that were ever signed, newest first; `seq`: those that hold this record; signed `from` and before `to`',
    power: 'public',
    params: logParams,
    query,
    problems: ['proof.log_unknown'],
    answer: checkpointsAnswer,
  })
  async checkpoints(
    @Param() { log }: z.infer<typeof logParams>,
    @Query() { limit, after, from, to, seq }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const [before] = numbersAfter(after, [Number.MAX_SAFE_INTEGER]);
    const { logNo } = await this.proofs.log(log);
    const filter = { signed: [from ?? null, to ?? null], holds: seq ?? null } as const;
    const rows = await checkpointsBefore(this.pool, logNo, before, limit + 1, filter);
    return turnPage(reply, rows, limit, ({ checkpointNo }) => [checkpointNo], checkpointView);
  }

  @Get(':log/keys')
  @Door({
    name: 'getLogKeys',
    summary: 'Keys that sign or signed this log, and the witnesses it knows',
    power: 'public',
    params: logParams,
    answer: keysAnswer,
    problems: ['proof.log_unknown'],
  })
  async keys(@Param() { log }: z.infer<typeof logParams>): Promise<z.infer<typeof keysAnswer>> {
    const { origin } = await this.proofs.log(log);
    const [keys, known] = await Promise.all([logKeys(this.pool), witnesses(this.pool)]);
    return {
      keys: keys.map((key) => ({
        vkey: vkeyOf({ ...key, name: origin }),
        algorithm: key.algorithm,
        from: key.validFrom.toISOString(),
        to: key.validTo?.toISOString() ?? null,
        handover: key.handover,
      })),
      witnesses: known.map(({ vkey, addedAt, removedAt }) => ({
        vkey,
        from: addedAt.toISOString(),
        to: removedAt?.toISOString() ?? null,
      })),
    };
  }

  @Get(TILES)
  @Door({
    name: 'getLogTile',
    summary:
      'A tile of the tree or of entries: `tile/<level>/<N>`, `tile/entries/<N>`, or its beginning, `.p/<W>`',
    power: 'public',
    params: tileParams,
    answer: z.string(),
    produces: 'application/octet-stream',
    problems: ['proof.log_unknown', 'proof.tile_unknown'],
  })
  async tile(
    @Param() { log, level, a, b, c, d }: z.infer<typeof tileParams>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const parts = [level, a, b, c, d].filter((part) => part !== undefined);
    const asked = parseTilePath(`tile/${parts.join('/')}`);
    if (asked === undefined) throw new RejectionError({ code: 'proof.tile_unknown' });
    const tile = await this.proofs.tile(await this.proofs.log(log), asked);
    void reply.headers({ 'Content-Type': 'application/octet-stream', 'Cache-Control': FOR_EVER });
    return tile;
  }

  @Post(':log/cosignatures')
  @Door({
    name: 'cosignCheckpoint',
    summary: 'A witness brings its signature on a checkpoint of ours: the checkpoint with its line under it',
    power: 'public',
    params: logParams,
    body: cosigned,
    status: 200,
    answer: cosigningAnswer,
    problems: [
      'proof.log_unknown',
      'proof.not_a_checkpoint',
      'proof.checkpoint_unknown',
      'proof.cosignature_forged',
      'proof.witness_unknown',
    ],
  })
  async cosign(
    @Param() { log }: z.infer<typeof logParams>,
    @Body() { checkpoint }: z.infer<typeof cosigned>,
  ): Promise<z.infer<typeof cosigningAnswer>> {
    const now = Math.floor(this.clock.nowMicros() / 1_000_000);
    return { accepted: await acceptCosignatures(this.pool, await this.proofs.log(log), checkpoint, now) };
  }
}
