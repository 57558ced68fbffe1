import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { RejectionError } from '../../kernel/rejection.js';
import { DATABASE_POOL } from '../../platform/tokens.js';
import { blindRecord, type BlindedRecord } from '../domain/blinded-record.js';
import { entryBundle, ENTRIES, HASH_BYTES, type TileAsked, tileWidth } from '../domain/tile.js';
import { consistencyRanges, inclusionRanges } from '../domain/tree-range.js';
import { cosignatureLines } from '../store/key-tables.js';
import {
  checkpointFrom,
  journalPage,
  lastCheckpoint,
  logNamed,
  type MerkleLog,
  rangeHashes,
  readTile,
  type StoredCheckpoint,
} from '../store/log-tables.js';

export interface InclusionProof {
  readonly index: number;
  readonly leaf: Buffer;
  readonly hashes: readonly Buffer[];
  readonly checkpoint: StoredCheckpoint;
  /** With the cosignatures that came in. */
  readonly note: string;
}

/** Everything that can be asked of a log; nothing of it is more than what a signed checkpoint has. */
@Injectable()
export class LogProofs {
  constructor(@Inject(DATABASE_POOL) private readonly pool: Pool) {}

  async log(name: string): Promise<MerkleLog> {
    const log = await logNamed(this.pool, name);
    if (log === undefined) throw new RejectionError({ code: 'proof.log_unknown' });
    return log;
  }

  async newest({ logNo }: MerkleLog): Promise<StoredCheckpoint> {
    const checkpoint = await lastCheckpoint(this.pool, logNo);
    if (checkpoint === undefined) throw new RejectionError({ code: 'proof.checkpoint_unknown' });
    return checkpoint;
  }

  /** A checkpoint with its witnesses' signatures under it. */
  async cosigned({ logNo }: MerkleLog, { checkpointNo, note }: StoredCheckpoint): Promise<string> {
    return note + (await cosignatureLines(this.pool, logNo, checkpointNo)).join('');
  }

  /** The bytes of a tile, or of an entry bundle, as far as the newest checkpoint reaches. */
  async tile(log: MerkleLog, asked: TileAsked): Promise<Buffer> {
    const { size } = await this.newest(log);
    const tile =
      tileWidth(asked, size) >= asked.width ? await readTile(this.pool, log.logNo, asked) : undefined;
    if (tile === undefined) throw new RejectionError({ code: 'proof.tile_unknown' });
    const hashes = tile.subarray(0, asked.width * HASH_BYTES);
    return asked.level === ENTRIES ? entryBundle(hashes) : hashes;
  }

  /** In the first checkpoint of at least `size` records, or in the newest. */
  async inclusion(log: MerkleLog, seq: number, size?: number): Promise<InclusionProof> {
    const checkpoint =
      size === undefined ? await this.newest(log) : await checkpointFrom(this.pool, log.logNo, size);
    if (checkpoint === undefined) throw new RejectionError({ code: 'proof.checkpoint_unknown' });
    if (seq > checkpoint.size) throw new RejectionError({ code: 'proof.record_unknown' });
    const index = seq - 1;
    const [leaf, ...hashes] = await rangeHashes(this.pool, log.logNo, [
      { from: index, to: seq },
      ...inclusionRanges(index, checkpoint.size),
    ]);
    return { index, leaf: leaf!, hashes, checkpoint, note: await this.cosigned(log, checkpoint) };
  }

  async consistency(log: MerkleLog, from: number, to: number): Promise<Buffer[]> {
    const { size } = await this.newest(log);
    if (to > size) throw new RejectionError({ code: 'proof.checkpoint_unknown' });
    return rangeHashes(this.pool, log.logNo, consistencyRanges(from, to));
  }

  /** A record of the journal, and what its sender is shown of it. */
  async record(log: MerkleLog, seq: number): Promise<BlindedRecord & { readonly line: string }> {
    const [batch] = await journalPage(this.pool, log.logNo, seq - 1, 1);
    const line = batch?.payload.toString().split('\n')[seq - batch.firstSeq];
    if (line === undefined) throw new RejectionError({ code: 'proof.record_unknown' });
    return { ...blindRecord(log.blindingKey, seq, Buffer.from(line)), line };
  }
}

/** C2SP tlog-proof: a proof, and the checkpoint it is about, in one text that is checked offline. */
export function tlogProof({ index, hashes, note }: InclusionProof): string {
  const lines = hashes.map((hash) => `${hash.toString('base64')}\n`).join('');
  return `c2sp.org/tlog-proof@v1\nindex ${index}\n${lines}\n${note}`;
}
