import type { PoolClient } from 'pg';
import { batchLines } from '../audit/index.js';
import { dayKey, readTitles, SumTree } from '../holdings/index.js';
import { blindRecord } from '../proof/domain/blinded-record.js';
import { inclusionRanges } from '../proof/domain/tree-range.js';
import { rangeHashes } from '../proof/store/log-tables.js';
import { BundleLines } from './bundle-lines.js';
import { batchesOf, type BundleSource, bundleSource, cosignedNote } from './bundle-source.js';

export interface HolderExport {
  readonly venue: string;
  /** The account's number in the journal. */
  readonly account: number;
  readonly idSecret: string;
}

/** What one holder may see and show: its own commands with their proofs, and what it had after the last stated day. */
export async function* exportHolder(client: PoolClient, asked: HolderExport): AsyncGenerator<Buffer> {
  const source = await bundleSource(client, asked.venue);
  const { venueNo, slug, log, keys, witnesses, newest } = source;
  const { rows } = await client.query(`SELECT org FROM accounts WHERE venue_no = $1 AND account_no = $2`, [
    venueNo,
    asked.account,
  ]);
  if (rows.length === 0) throw new Error(`there is no account ${asked.account} in ${slug}`);
  const org = rows[0].org as string;
  const stated = await newestStatement(client, source);
  const lines = new BundleLines();
  yield lines.holder({ name: slug, origin: log.origin, keys, witnesses });
  yield lines.line('checkpoint', { note: await cosignedNote(client, source, newest) });
  for await (const batch of batchesOf(client, venueNo, 0, newest.size)) {
    for (const [at, line] of batchLines(batch).entries()) {
      const seq = batch.firstSeq + at;
      const isOwn = (JSON.parse(line) as { org: string }).org === org;
      if (isOwn || seq === stated?.seq) yield lines.line('record', await proven(client, source, seq, line));
    }
  }
  for (const { asset, titles } of stated?.assets ?? []) {
    const [account, amount] = titles.find(([no]) => no === asked.account) ?? [];
    if (account === undefined) continue;
    const tree = new SumTree(dayKey(asked.idSecret, slug, stated!.day), asset, titles);
    yield lines.line('holding', { seq: stated!.seq, asset, account, amount, pieces: tree.proofOf(account) });
  }
  yield lines.end();
}

/** What the sender said and was told, and the way from there to the signed root; the events stay hidden. */
async function proven(
  client: PoolClient,
  { log, newest }: BundleSource,
  seq: number,
  line: string,
): Promise<object> {
  const { told, toldSalt, eventsHash } = blindRecord(log.blindingKey, seq, Buffer.from(line));
  const hashes = await rangeHashes(client, log.logNo, inclusionRanges(seq - 1, newest.size));
  return {
    ...{ seq, told: told.toString(), salt: toldSalt.toString('hex'), events: eventsHash.toString('hex') },
    proof: hashes.map((hash) => hash.toString('hex')),
  };
}

async function newestStatement(client: PoolClient, { venueNo, newest }: BundleSource) {
  const { rows } = await client.query(
    `SELECT s.day::text, s.seq, s.asset_no, t.titles FROM holding_statements s
       JOIN holding_titles t USING (venue_no, day, at_seq, asset_no)
     WHERE s.venue_no = $1 AND s.seq = (SELECT max(seq) FROM holding_statements WHERE venue_no = $1 AND seq <= $2)
     ORDER BY s.asset_no`,
    [venueNo, newest.size],
  );
  if (rows.length === 0) return undefined;
  const assets = rows.map(({ asset_no, titles }) => ({
    asset: asset_no as number,
    titles: readTitles(titles),
  }));
  return { day: rows[0].day as string, seq: Number(rows[0].seq), assets };
}
