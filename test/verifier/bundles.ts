import { batchLines, encodeRecord, type JournalBatch } from '../../src/audit/index.js';
import { BundleLines } from '../../src/bundle/bundle-lines.js';
import { dayKey, suppliesOf, SumTree } from '../../src/holdings/index.js';
import type { Json } from '../../src/kernel/json.js';
import type { DecidedRecord } from '../../src/sequencer/index.js';
import { LivingVenue } from '../support/living-venue.js';
import { LogKeeper, type TestKey } from './log-keeper.js';

export const DAY = '2026-11-03';
export const KEY = dayKey('5a'.repeat(32), 'demo', DAY);

/** A small venue after a trading day: orders, trades, settlement, money out, a statement of holdings. */
export function tradedVenue(): LivingVenue {
  const venue = new LivingVenue();
  venue.openDay(DAY);
  for (let no = 0; no < 12; no++) {
    venue.sell(100 + no, 7400 + no);
    venue.buy(60 + no, 7450);
  }
  venue.closeDay();
  venue.fourEyes('withdraw-cash', { accountNo: venue.b, amountFen: 12_345, bankReference: 'out' });
  retire(venue, 7);
  publishHoldings(venue);
  venue.fourEyes('deposit-cash', { accountNo: venue.b, amountFen: 500, bankReference: 'in' });
  return venue;
}

/** The owner asks and signs, and an office signs after it. */
function retire(venue: LivingVenue, quantity: number): void {
  const powers = ['cancel-units.propose', 'cancel-units.approve'];
  const payload = { accountNo: venue.b, instrumentNo: venue.instrumentNo, quantity };
  const asked = venue.ok('propose', { action: 'cancel-units', payload, powers }, 'usr_b1', 'org_b');
  const { proposalNo, payloadHash } = asked;
  venue.ok('approve', { proposalNo, payloadHash, powers }, 'usr_b2', 'org_b');
  venue.ok('approve', { proposalNo, payloadHash, powers: ['registry.approve'] }, 'usr_reg');
}

export function publishHoldings(venue: LivingVenue): DecidedRecord {
  const assets = [...suppliesOf(venue.machine.ledger)].map(([asset, { issued, retired, total, titles }]) => {
    const { root, size } = new SumTree(KEY, asset, titles);
    return { asset, issued, retired, total, size, root: root.hash.toString('hex') };
  });
  venue.ok('publish-holdings', { day: DAY, atSeq: venue.records.length, assets: assets as unknown as Json });
  return venue.records.at(-1)!;
}

export interface KeptBundle {
  readonly lines: readonly Buffer[];
  readonly keeper: LogKeeper;
  /** The newest checkpoint, as somebody outside kept it. */
  readonly kept: string;
}

/** The whole journal of a venue as a bundle, a checkpoint after every batch that `isSigned` names. */
export function journalBundle(
  venue: LivingVenue,
  isSigned = (batchNo: number) => batchNo % 2 === 0,
): KeptBundle {
  const keeper = new LogKeeper();
  return { keeper, ...bundleOf(keeper, batchesOf(venue), isSigned) };
}

export function bundleOf(
  keeper: LogKeeper,
  batches: readonly JournalBatch[],
  isSigned: (batchNo: number) => boolean,
  witnesses: readonly TestKey[] = [keeper.witness],
  states: ReadonlyMap<number, string> = new Map(),
): Pick<KeptBundle, 'lines' | 'kept'> {
  const writer = new BundleLines();
  const { origin, key, witness, blinding } = keeper;
  const head = {
    ...{ venue: 1, name: 'demo', origin, from: 1, prev: '00'.repeat(32), blinding: blinding.toString('hex') },
    ...{ frontier: [], keys: [key.vkey], witnesses: [witness.vkey] },
  };
  const text = [writer.journal(head)];
  batches.forEach((batch, no) => {
    text.push(writer.batch(batch));
    const lines = batchLines(batch);
    keeper.append(lines);
    const state = states.get(batch.lastSeq);
    if (state !== undefined) text.push(writer.line('state', { seq: batch.lastSeq, hash: state }));
    const statement = batches[no + 1] && statementIn(batches[no + 1]);
    if (statement?.atSeq === batch.lastSeq)
      text.push(writer.line('holdings', { seq: batch.lastSeq, day: DAY, key: KEY.toString('hex') }));
    if (isSigned(no) || no === batches.length - 1)
      text.push(writer.line('checkpoint', { note: keeper.checkpoint(keeper.size, keeper.key, witnesses) }));
  });
  text.push(writer.end());
  return { lines: linesOf(Buffer.concat(text)), kept: keeper.checkpoint() };
}

/** Batches that end where a statement of holdings was read. */
export function batchesOf(venue: LivingVenue): JournalBatch[] {
  const published = venue.records.findIndex(({ cmd }) => cmd.kind === 'publish-holdings');
  return [...venue.batches(published < 0 ? 7 : cutFor(published))];
}

function cutFor(published: number): number {
  for (const width of [7, 6, 5, 4, 3, 2]) if (published % width === 0) return width;
  return 1;
}

function statementIn(batch: JournalBatch): { atSeq: number } | undefined {
  const line = batchLines(batch).find((one) => one.includes('"type":"HoldingsPublished"'));
  return line === undefined ? undefined : (JSON.parse(line) as { ev: { atSeq: number }[] }).ev[0];
}

/** What the holder of an account may see: its records, their events hidden, and what it has. */
export function holderBundle(venue: LivingVenue, account: number, org: string): KeptBundle {
  const keeper = new LogKeeper();
  const lines = venue.records.map((record) => encodeRecord(record));
  keeper.append(lines);
  const writer = new BundleLines();
  const { origin, key, witness } = keeper;
  const text = [
    writer.holder({ name: 'demo', origin, keys: [key.vkey], witnesses: [witness.vkey] }),
    writer.line('checkpoint', { note: keeper.checkpoint() }),
  ];
  const statement = venue.records.find(({ cmd }) => cmd.kind === 'publish-holdings')!;
  const own = venue.records.filter((record) => record.org === org).slice(0, 4);
  for (const { seq } of [...own, statement]) {
    text.push(writer.line('record', toldLine(keeper, seq, lines[seq - 1])));
  }
  const titles = new Map(suppliesOf(replayed(venue, statement.seq - 1)));
  for (const [asset, { titles: all }] of titles) {
    const [, amount] = all.find(([no]) => no === account) ?? [];
    if (amount === undefined) continue;
    const pieces = new SumTree(KEY, asset, all).proofOf(account);
    text.push(writer.line('holding', { seq: statement.seq, asset, account, amount, pieces }));
  }
  text.push(writer.end());
  return { lines: linesOf(Buffer.concat(text)), keeper, kept: keeper.checkpoint() };
}

/** A record as its sender is shown it. */
export function toldLine(keeper: LogKeeper, seq: number, line: string): object {
  const { told, events } = keeper.halves(seq, line);
  const salt = keeper.salt(seq, 1).toString('hex');
  return { seq, told, salt, events: events.toString('hex'), proof: keeper.inclusion(seq - 1) };
}

function replayed(venue: LivingVenue, seq: number): LivingVenue['machine']['ledger'] {
  const copy = new (venue.machine.constructor as new () => LivingVenue['machine'])();
  for (const { seq: no, at, by, org, key, cmd } of venue.records.slice(0, seq))
    copy.decide({ seq: no, at, by, org, key, cmd });
  return copy.ledger;
}

export function linesOf(text: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let from = 0; from < text.length;) {
    let end = text.indexOf(0x0a, from);
    if (end < 0) end = text.length;
    lines.push(text.subarray(from, end));
    from = end + 1;
  }
  return lines;
}
