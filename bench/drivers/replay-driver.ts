import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { GENESIS_HASH, leafHash, merkleRoot, sealBatch, stateHash } from '../../src/audit/index.js';
import { BundleLines } from '../../src/bundle/bundle-lines.js';
import { type BundleReplay, replayBundle } from '../../src/bundle/replay-bundle.js';
import { canonical, type Json } from '../../src/kernel/json.js';
import { BATCH_COMMANDS_MAX } from '../../src/kernel/limits.js';
import { blindRecord } from '../../src/proof/domain/blinded-record.js';
import { checkpointText } from '../../src/proof/domain/checkpoint.js';
import { keyIdOf, publicBytes, vkeyOf } from '../../src/proof/domain/note-key.js';
import { noteText } from '../../src/proof/domain/signed-note.js';
import type { Command, DecidedRecord } from '../../src/sequencer/index.js';
import { recordLine } from '../../src/sequencer/domain/replay-line.js';
import { workload } from '../../test/support/workload.js';
import { answering } from '../lib/answering.js';
import { MemoryVenue } from './memory-venue.js';
import { OrderFlow } from './order-flow.js';

const VENUE_NO = 1;
const ACCOUNTS = 1_000;
const NAME = 'bench';
const ORIGIN = `bench.example/log/${NAME}`;

answering({ write, replay, spoil });

/** A bundle on disk, with the journal of a venue that never had any other; small batches, as a busy venue writes them. */
async function write(wanted: {
  file: string;
  commands: number;
  batch: number;
}): Promise<{ stateHash: string; key: string }> {
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
  return { stateHash: hash, key: bundle.vkey };
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

/** A journal as `airshed export journal` writes it: batches, the state after them, the log's signed head over all. */
class BundleFile {
  private readonly file: number;
  private readonly lines = new BundleLines();
  private waiting: string[] = [];
  private first = 1;
  private head: Buffer = GENESIS_HASH;
  private readonly key = generateKeyPairSync('ed25519');
  private readonly noteKey = {
    ...{ name: ORIGIN, algorithm: 'ed25519' as const },
    publicKey: publicBytes('ed25519', this.key.publicKey),
  };
  readonly vkey = vkeyOf(this.noteKey);
  private readonly blinding = randomBytes(32);
  private readonly leaves: Buffer[] = [];

  constructor(
    name: string,
    private readonly batchCommands: number,
  ) {
    this.file = openSync(name, 'w');
    const from = { from: 1, prev: this.head.toString('hex'), frontier: [] };
    const log = { origin: ORIGIN, blinding: this.blinding.toString('hex'), keys: [this.vkey], witnesses: [] };
    this.write(this.lines.journal({ venue: VENUE_NO, name: NAME, ...from, ...log }));
  }

  take(record: DecidedRecord): void {
    const line = recordLine(record, canonical(record.cmd as Command as Json));
    this.waiting.push(line);
    this.leaves.push(leafHash(blindRecord(this.blinding, record.seq, Buffer.from(line)).entry));
    if (this.waiting.length === this.batchCommands) this.seal();
  }

  end(seq: number, hash: string): void {
    if (this.waiting.length > 0) this.seal();
    this.write(this.lines.line('state', { seq, hash }));
    this.write(this.lines.line('checkpoint', { note: this.checkpoint(seq) }));
    this.write(this.lines.end());
    closeSync(this.file);
  }

  private checkpoint(size: number): string {
    const text = checkpointText({ origin: ORIGIN, size, root: merkleRoot(this.leaves) });
    const signature = sign(null, Buffer.from(text), this.key.privateKey);
    return noteText({ text, signatures: [{ name: ORIGIN, keyId: keyIdOf(this.noteKey), signature }] });
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
