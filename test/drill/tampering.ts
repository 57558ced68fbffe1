import type { PoolClient } from 'pg';
import { batchLines, type JournalBatch, sealBatch } from '../../src/audit/index.js';
import type { Dice } from '../simulation/dice.js';
import { LogKeeper, TestKey } from '../verifier/log-keeper.js';

/** What the drill's superuser knows of the log that it wants to deceive. */
export interface Target {
  readonly venueNo: number;
  readonly origin: string;
  readonly blinding: Buffer;
  readonly batches: readonly JournalBatch[];
}

export type Tampering = (client: PoolClient, target: Target, dice: Dice) => Promise<void>;

/** What a superuser of the database may do to it, from one careless byte to a whole new history under a new key. */
export const TAMPERINGS: Readonly<Record<string, Tampering>> = {
  'a record is edited': async (client, { batches }, dice) => {
    const batch = dice.one(batches);
    await client.query(`UPDATE journal_batches SET payload = $1 WHERE last_seq = $2`, [
      edited(batch.payload, dice),
      batch.lastSeq,
    ]);
  },
  'a record is edited and its batch hashed anew': async (client, { batches }, dice) => {
    const batch = dice.one(batches);
    const { root, hash, payload } = sealBatch(
      1,
      batch.firstSeq,
      batch.prevHash,
      textsOf(edited(batch.payload, dice)),
    );
    await client.query(`UPDATE journal_batches SET payload = $1, root = $2, hash = $3 WHERE last_seq = $4`, [
      ...[payload, root, hash, batch.lastSeq],
    ]);
  },
  'a batch is deleted': async (client, { batches }, dice) => {
    await client.query(`DELETE FROM journal_batches WHERE last_seq = $1`, [dice.one(batches).lastSeq]);
  },
  'two batches are swapped': async (client, { batches }, dice) => {
    const [a, b] = [dice.pick(batches.length - 1), dice.pick(batches.length - 1)];
    const [one, other] = [batches[a], batches[a === b ? a + 1 : b]];
    for (const [to, from] of [
      [one, other],
      [other, one],
    ])
      await client.query(`UPDATE journal_batches SET payload = $1, root = $2 WHERE last_seq = $3`, [
        ...[from.payload, from.root, to.lastSeq],
      ]);
  },
  'the end is cut off, with every head of it': async (client, { batches }, dice) => {
    const { lastSeq, hash } = batches[dice.pick(batches.length - 1)];
    await client.query(`DELETE FROM journal_batches WHERE last_seq > $1`, [lastSeq]);
    await client.query(`UPDATE venues SET last_seq = $1, head_hash = $2 WHERE venue_no = 1`, [lastSeq, hash]);
    await client.query(`DELETE FROM log_cosignatures WHERE log_no = 1`);
    await client.query(`DELETE FROM log_checkpoints WHERE log_no = 1 AND size > $1`, [lastSeq]);
    await client.query(`UPDATE merkle_logs SET size = $1, journal_hash = $2 WHERE log_no = 1`, [
      lastSeq,
      hash,
    ]);
  },
  'everything is hashed anew from an edit on': async (client, target, dice) => {
    await rewrite(client, rehashed(target, dice));
  },
  'records change places and everything is hashed anew': async (client, target, dice) => {
    const lines = target.batches.flatMap(batchLines);
    const a = dice.pick(lines.length - 1);
    const b = dice.between(a + 1, lines.length - 1);
    [lines[a], lines[b]] = [lines[b], lines[a]];
    await rewrite(
      client,
      chain(target.batches, (own, no) => {
        const { firstSeq } = target.batches[no];
        return lines.slice(firstSeq - 1, firstSeq - 1 + own.length);
      }),
    );
  },
  'everything is hashed anew, and the log signed by a key of one’s own': async (client, target, dice) => {
    const key = new TestKey(target.origin);
    const { keeper, batches } = signable(target, dice, key);
    await rewrite(client, batches);
    const { rows } = await client.query(`SELECT checkpoint_no, size FROM log_checkpoints WHERE log_no = 1`);
    for (const { checkpoint_no, size } of rows)
      await client.query(
        `UPDATE log_checkpoints SET root = $1, note = $2 WHERE log_no = 1 AND checkpoint_no = $3`,
        [...[keeper.root(Number(size)), keeper.checkpoint(Number(size), key, []), checkpoint_no]],
      );
    await client.query(`UPDATE log_keys SET public_key = $1`, [key.publicKey]);
  },
  'a signed head says another root': async (client, _, dice) => {
    await client.query(
      `UPDATE log_checkpoints SET note = regexp_replace(note, '\\n[A-Za-z0-9+/]{8}', E'\\n' || $1) WHERE log_no = 1`,
      [
        Buffer.from(`x${dice.pick(99_999)}y`.padEnd(6, 'z'))
          .toString('base64')
          .slice(0, 8),
      ],
    );
  },
  'all signed heads but the first are deleted': async (client) => {
    await client.query(`DELETE FROM log_cosignatures WHERE log_no = 1`);
    await client.query(
      `DELETE FROM log_checkpoints WHERE log_no = 1 AND size > (SELECT min(size) FROM log_checkpoints WHERE log_no = 1)`,
    );
  },
  'what holders had is stated otherwise in the journal': async (client, target, dice) => {
    const batches = chain(target.batches, (lines) =>
      lines.map((line) =>
        line.includes('"kind":"publish-holdings"')
          ? line.replaceAll(
              /"total":(\d+)/g,
              (_, total: string) => `"total":${Number(total) + dice.between(1, 9)}`,
            )
          : line,
      ),
    );
    await rewrite(client, batches);
  },
};

/** One digit or letter of the bytes is another one. */
function edited(payload: Buffer, dice: Dice): Buffer {
  const bytes = Buffer.from(payload);
  for (;;) {
    const at = dice.pick(bytes.length);
    const was = String.fromCharCode(bytes[at]);
    if (!/[0-9a-z]/.test(was)) continue;
    bytes[at] = /[0-9]/.test(was)
      ? 0x30 + ((Number(was) + dice.between(1, 9)) % 10)
      : was === 'a'
        ? 0x62
        : 0x61;
    return bytes;
  }
}

function textsOf(payload: Buffer): string[] {
  return payload.toString().split('\n');
}

function rehashed({ batches }: Target, dice: Dice): JournalBatch[] {
  const at = dice.pick(batches.length);
  return chain(batches, (lines, no) =>
    no === at ? textsOf(edited(Buffer.from(lines.join('\n')), dice)) : lines,
  );
}

/** What a log can take: a forger who signs it does not spoil the form of a record. */
function signable(
  target: Target,
  dice: Dice,
  key: TestKey,
): { readonly keeper: LogKeeper; readonly batches: JournalBatch[] } {
  for (;;) {
    const keeper = new LogKeeper(key, undefined, target.blinding);
    const batches = rehashed(target, dice);
    try {
      keeper.append(batches.flatMap(batchLines));
      return { keeper, batches };
    } catch {
      // A name of a member was hit, or a number begins with zero now: another edit.
    }
  }
}

function chain(
  batches: readonly JournalBatch[],
  change: (lines: readonly string[], no: number) => readonly string[],
): JournalBatch[] {
  let prev: Buffer = Buffer.alloc(32);
  return batches.map((batch, no) => {
    const one = sealBatch(1, batch.firstSeq, prev, change(batchLines(batch), no));
    prev = one.hash;
    return one;
  });
}

async function rewrite(client: PoolClient, batches: readonly JournalBatch[]): Promise<void> {
  await client.query(
    `UPDATE journal_batches b SET prev_hash = u.prev, root = u.root, hash = u.hash, payload = u.payload
     FROM unnest($1::bigint[], $2::bytea[], $3::bytea[], $4::bytea[], $5::bytea[]) AS u(seq, prev, root, hash, payload)
     WHERE b.venue_no = 1 AND b.last_seq = u.seq`,
    [
      batches.map(({ lastSeq }) => lastSeq),
      batches.map(({ prevHash }) => prevHash),
      batches.map(({ root }) => root),
      batches.map(({ hash }) => hash),
      batches.map(({ payload }) => payload),
    ],
  );
  const { lastSeq, hash } = batches.at(-1)!;
  await client.query(`UPDATE venues SET head_hash = $1 WHERE venue_no = 1`, [hash]);
  await client.query(`UPDATE merkle_logs SET journal_hash = $1 WHERE log_no = 1 AND size = $2`, [
    hash,
    lastSeq,
  ]);
}
