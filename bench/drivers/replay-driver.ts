import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { GENESIS_HASH, sealBatch, stateHash } from '../../src/audit/index.js';
import { BundleLines } from '../../src/bundle/bundle-lines.js';
import { type BundleReplay, replayBundle } from '../../src/bundle/replay-bundle.js';
import { canonical, type Json } from '../../src/kernel/json.js';
import { BATCH_COMMANDS_MAX } from '../../src/kernel/limits.js';
import type { Command, DecidedRecord } from '../../src/sequencer/index.js';
import { recordLine } from '../../src/sequencer/domain/replay-line.js';
import { workload } from '../../test/support/workload.js';
import { answering } from '../lib/answering.js';
import { MemoryVenue } from './memory-venue.js';
import { OrderFlow } from './order-flow.js';

const VENUE_NO = 1;
const ACCOUNTS = 1_000;

answering({ write, replay, spoil });

/** A bundle on disk, with the journal of a venue that never had any other; small batches, as a busy venue writes them. */
async function write(wanted: {
  file: string;
  commands: number;
  batch: number;
}): Promise<{ stateHash: string }> {
  const bundle = new BundleFile(wanted.file, Math.min(wanted.batch, BATCH_COMMANDS_MAX));
  const { venue, furnished } = await MemoryVenue.furnished(ACCOUNTS, (record) => bundle.take(record));
  const flow = new OrderFlow(furnished);
  for (const wish of workload({ commands: wanted.commands, seed: 1, deep: false })) {
    const { command, org } = flow.next(wish, venue.seq + 1);
    venue.decide(command, 'usr_bench', org);
    venue.letGo();
  }
  const hash = stateHash(venue.machine.dump());
  bundle.end(venue.seq, hash);
  return { stateHash: hash };
}

/** As `airshed replay <bundle>` does it. */
function replay({ file }: { file: string }): BundleReplay & { readonly cpuMicros: number } {
  const before = process.cpuUsage();
  const replayed = replayBundle(file);
  const { user, system } = process.cpuUsage(before);
  return { ...replayed, cpuMicros: user + system };
}

/** Writes a bundle again with one digit of one price changed, and every hash as it was. */
function spoil({ file, to }: { file: string; to: string }): void {
  const bytes = readFileSync(file);
  const at = bytes.indexOf('"price":', bytes.length >> 1) + '"price":'.length;
  bytes[at] = bytes[at] === 0x31 ? 0x32 : 0x31;
  writeFileSync(to, bytes);
}

class BundleFile {
  private readonly file: number;
  private readonly lines = new BundleLines();
  private waiting: string[] = [];
  private first = 1;
  private head: Buffer = GENESIS_HASH;

  constructor(
    name: string,
    private readonly batchCommands: number,
  ) {
    this.file = openSync(name, 'w');
    const nothing = { blinding: '', frontier: [], keys: [], witnesses: [] };
    const from = { from: 1, prev: this.head.toString('hex') };
    this.write(this.lines.journal({ venue: VENUE_NO, name: 'bench', origin: 'bench', ...from, ...nothing }));
  }

  take(record: DecidedRecord): void {
    this.waiting.push(recordLine(record, canonical(record.cmd as Command as Json)));
    if (this.waiting.length === this.batchCommands) this.seal();
  }

  end(seq: number, hash: string): void {
    if (this.waiting.length > 0) this.seal();
    this.write(this.lines.line('state', { seq, hash }));
    this.write(this.lines.end());
    closeSync(this.file);
  }

  private seal(): void {
    const batch = sealBatch(VENUE_NO, this.first, this.head, this.waiting);
    this.write(this.lines.batch(batch));
    this.head = batch.hash;
    this.first = batch.lastSeq + 1;
    this.waiting = [];
  }

  private write(bytes: Buffer): void {
    writeSync(this.file, bytes);
  }
}
