import { batchLines, encodeRecord, type JournalBatch, sealBatch } from '../../src/audit/index.js';
import { linkHash } from '../../src/audit/domain/journal-batch.js';
import type { Json } from '../../src/kernel/json.js';
import type { DecidedRecord } from '../../src/sequencer/index.js';
import { Dice } from '../simulation/dice.js';
import { batchesOf, bundleOf, type KeptBundle, toldLine } from './bundles.js';
import { canonicalLine, claimsOf, falseTree, near, ODD, otherTexts, sealed } from './forged-lines.js';
import { lieInReport, reportedBundle } from './forged-reports.js';
import { LogKeeper, TestKey } from './log-keeper.js';
import type { LivingVenue } from '../support/living-venue.js';

export type ForgeryKind = keyof Forger['kinds'];

export interface Forgery {
  readonly kind: string;
  readonly lines: readonly Buffer[];
  /** What its reader brings along: keys always, witnesses and kept checkpoints where the attack is about them. */
  readonly trust: { readonly keys: string[]; readonly witnesses: string[]; readonly seen: string[] };
}

type ToldRecord = DecidedRecord & { readonly ev: readonly { readonly [field: string]: Json | undefined }[] };
interface Event {
  type: string;
  [field: string]: unknown;
}

/** Makes false bundles out of a true one; the same seed gives the same forgeries, whatever the keys. */
export class Forger {
  readonly kinds = {
    bits: () => this.bytes(this.either()),
    lines: () => this.shuffled(this.either()),
    members: () => this.members(this.either()),
    encodings: () => this.encodings(this.either()),
    rehashed: () => this.rehashed(),
    'signed by another': () => this.signedByAnother(),
    'another signature under the key': () => this.wrongSignature(),
    stale: () => this.stale(),
    uncovered: () => this.uncovered(),
    'fork without witness': () => this.fork(),
    'fork against a kept checkpoint': () => this.keptFork(),
    'cosigned by strangers': () => this.cosigned(),
    'unbalanced entries': () => this.unbalanced(),
    'out of nothing': () => this.overdrawn(),
    'inflated totals': () => this.inflated(),
    'another root of holdings': () => this.wrongRoot(),
    'a key of another day': () => this.otherDay(),
    'a batch under another root': () => this.wrongBatchRoot(),
    'a batch that links to another': () => this.unlinked(),
    'records in another order': () => this.reordered(),
    'a record under another number': () => this.misnumbered(),
    'one record in two texts': () => this.twoTexts(),
    'a negative holder': () => this.negative(),
    'a report of a day': () => this.falseReport(),
    'pieces of a title': () => this.pieces(),
    'proofs of records': () => this.proofs(),
  } satisfies Record<string, () => Forgery>;
  private readonly signers: readonly string[];
  /** What the true bundles say, and what they say without the witness. */
  private readonly truths: readonly (readonly (readonly string[])[])[];

  constructor(
    private readonly dice: Dice,
    private readonly venue: LivingVenue,
    private readonly whole: KeptBundle,
    private readonly holder: KeptBundle,
  ) {
    this.signers = [whole, holder].flatMap(({ keeper: { key, witness } }) => [key, witness].map(signerOf));
    this.truths = [whole, holder].map(({ lines, keeper: { key } }) =>
      [this.signers, [signerOf(key)]].map((signers) => claimsOf(lines, signers)),
    );
  }

  /** A forgery of one kind, or of any. */
  next(kind?: ForgeryKind): Forgery {
    const names = Object.keys(this.kinds) as ForgeryKind[];
    for (;;) {
      const name = kind ?? this.dice.one(names);
      const forgery = this.kinds[name]();
      if (!this.isTrue(forgery.lines)) return { ...forgery, kind: name };
    }
  }

  /** Says nothing but what is true, in its order: a shorter truth is no forgery. */
  isTrue(lines: readonly Buffer[]): boolean {
    const claims = claimsOf(lines, this.signers);
    return this.truths.some(([whole, unwitnessed]) => {
      let at = -1;
      const isNext = (claim: string) => (one: string, i: number) =>
        i > at && (one === claim || unwitnessed[i] === claim);
      return claims.every((claim) => (at = whole.findIndex(isNext(claim))) >= 0);
    });
  }

  private either(): KeptBundle {
    return this.dice.chance(0.5) ? this.whole : this.holder;
  }

  // ---- Without any key ----

  private bytes(from: KeptBundle): Forgery {
    const lines = [...from.lines];
    const at = this.dice.pick(lines.length);
    const line = Buffer.from(lines[at]);
    for (let flips = this.dice.between(1, 3); flips > 0 && line.length > 0; flips--)
      line[this.dice.pick(line.length)] ^= 1 << this.dice.pick(8);
    lines[at] = line;
    return this.forged(from, this.maybeSealed(lines));
  }

  private shuffled(from: KeptBundle): Forgery {
    const lines = [...from.lines];
    const [a, b] = [this.dice.pick(lines.length), this.dice.pick(lines.length)];
    const how = this.dice.pick(4);
    if (how === 0) lines.splice(a, 1);
    else if (how === 1) lines.splice(a, 0, lines[b]);
    else if (how === 2) [lines[a], lines[b]] = [lines[b], lines[a]];
    else lines.splice(a, this.dice.between(1, 20));
    return this.forged(from, this.maybeSealed(lines));
  }

  /** One member of one line that is no record becomes something else. */
  private members(from: KeptBundle): Forgery {
    const places = from.lines.flatMap((line, at) => (line.toString('utf8', 0, 5) === '{"#":' ? [at] : []));
    const at = this.dice.one(places);
    const text = from.lines[at].toString();
    const values = [...text.matchAll(/(?<=[:[,])("(?:[^"\\]|\\.)*"|-?\d+)(?=[,\]}])/g)];
    const { index, 0: value } = this.dice.one(values);
    const other = this.dice.chance(0.5) ? this.dice.one(ODD) : near(value, this.dice);
    const lines = [...from.lines];
    lines[at] = Buffer.from(text.slice(0, index) + other + text.slice(index + value.length));
    return this.forged(from, this.maybeSealed(lines));
  }

  /** The same thing said in another encoding: whoever accepts two texts for one thing can be told two things. */
  private encodings(from: KeptBundle): Forgery {
    const lines = [...from.lines];
    const at = this.dice.pick(lines.length);
    lines[at] = this.dice.one(otherTexts(lines[at]))();
    return this.forged(from, this.maybeSealed(lines));
  }

  /** A record is changed and everything that needs no key is computed anew; checkpoints stay. */
  private rehashed(): Forgery {
    const keeper = new LogKeeper(new TestKey(this.whole.keeper.origin), this.whole.keeper.witness);
    const { lines } = bundleOf(keeper, this.changed(), everyOther);
    const kept = this.whole.lines.filter((line) => line.includes('"#":"checkpoint"'));
    const notes = lines.map((line) => (line.includes('"#":"checkpoint"') ? (kept.shift() ?? line) : line));
    return { kind: '', lines: sealed(notes), ...this.trusting({}) };
  }

  private signedByAnother(): Forgery {
    const keeper = new LogKeeper(new TestKey(this.whole.keeper.origin), this.whole.keeper.witness);
    const { lines } = bundleOf(keeper, this.changed(), everyBatch);
    return { ...this.forged(this.whole, lines), ...this.trusting({}) };
  }

  /** Under the name and the id of the log's key stands what another key signed. */
  private wrongSignature(): Forgery {
    const { key, witness } = this.whole.keeper;
    const other = new TestKey(key.name);
    const keeper = new LogKeeper(key.signingLike(other), witness);
    return { kind: '', lines: bundleOf(keeper, this.changed(), everyBatch).lines, ...this.trusting({}) };
  }

  /** An older signed head, and the records that came later left out. */
  private stale(): Forgery {
    const batches = batchesOf(this.venue);
    const keeper = this.ownLog();
    const { lines } = bundleOf(
      keeper,
      batches.slice(0, this.dice.between(1, batches.length - 1)),
      everyBatch,
    );
    return { kind: '', lines, ...this.trusting({ seen: [this.whole.kept] }) };
  }

  /** Records after the last checkpoint, which anybody can invent. */
  private uncovered(): Forgery {
    const batches = this.changed();
    const keeper = this.ownLog();
    const { lines } = bundleOf(keeper, batches, everyBatch);
    const last = lines.findLastIndex((line) => line.includes('"#":"checkpoint"'));
    return { kind: '', lines: sealed(lines.toSpliced(last, 1)), ...this.trusting({}) };
  }

  // ---- By whoever has the keys of the log ----

  /** The operator rewrites the past and signs it; no witness does. */
  private fork(): Forgery {
    const { lines } = bundleOf(this.ownLog(), this.changed(), everyBatch, []);
    return { kind: '', lines, ...this.trusting({ witnesses: true }) };
  }

  /** The same, and somebody kept what was signed before. */
  private keptFork(): Forgery {
    const { lines } = bundleOf(this.ownLog(), this.changed(), everyBatch);
    return { kind: '', lines, ...this.trusting({ witnesses: true, seen: [this.whole.kept] }) };
  }

  /** A whole false history with every signature it needs: only its own sums speak against it. */
  private lie(batches: readonly JournalBatch[]): Forgery {
    return {
      kind: '',
      lines: bundleOf(this.ownLog(), batches, everyBatch).lines,
      ...this.trusting({ witnesses: true }),
    };
  }

  /** What one posting creates another one loses, so that the sums of the whole are right. */
  private unbalanced(): Forgery {
    const more = this.dice.one([1, 2, 100]);
    const cash = this.venue.records.filter(({ ev }) =>
      ev.some(({ type, entries }) => type === 'TitleMoved' && (entries as number[][])[0][1] === 0),
    );
    const [first, second] = [cash[0].seq, cash[1].seq];
    return this.lie(
      this.rewritten((record) => {
        if (record.seq !== first && record.seq !== second) return record;
        const by = record.seq === first ? more : -more;
        const ev = record.ev.map((event) => {
          if (event.type !== 'TitleMoved') return event;
          const entries = structuredClone(event.entries) as number[][];
          entries.find(([account]) => account === this.venue.b)![2] += by;
          return { ...event, entries };
        });
        return { ...record, ev };
      }),
    );
  }

  private overdrawn(): Forgery {
    const [from, to] = this.dice.one([
      [this.venue.a, this.venue.b],
      [3, this.venue.b],
      [6, this.venue.a],
    ]);
    const much = 90_000_000_000_000;
    return this.lie(
      this.told('TitleMoved', (event) => ({
        ...event,
        entries: [...(event.entries as number[][]), [from, 0, -much], [to, 0, much]],
      })),
    );
  }

  private inflated(): Forgery {
    const by = this.dice.between(1, 1000);
    const change = this.dice.one<(asset: { [name: string]: number }) => object>([
      (asset) => ({ ...asset, total: asset.total + by }),
      (asset) => ({ ...asset, total: asset.total + by, issued: asset.issued + by }),
      (asset) => ({ ...asset, retired: asset.retired - by, total: asset.total + by }),
      (asset) => ({ ...asset, issued: -asset.issued }),
    ]);
    return this.lie(
      this.told('HoldingsPublished', (event) => {
        const assets = structuredClone(event.assets) as { [name: string]: number }[];
        const at = this.dice.pick(assets.length);
        assets[at] = change(assets[at]) as { [name: string]: number };
        return { ...event, assets };
      }),
    );
  }

  private wrongRoot(): Forgery {
    return this.lie(
      this.told('HoldingsPublished', (event) => {
        const assets = structuredClone(event.assets) as { root: string; size: number }[];
        const one = this.dice.one(assets);
        if (this.dice.chance(0.5)) one.size *= 2;
        else one.root = Buffer.from(one.root, 'hex').reverse().toString('hex');
        return { ...event, assets };
      }),
    );
  }

  /** Holdings of a day that nobody stated would be compared with nothing. */
  private otherDay(): Forgery {
    const day = `"day":"2026-${this.dice.between(10, 12)}-${this.dice.between(10, 28)}"`;
    const lines = this.whole.lines.map((line) =>
      line.includes('"#":"holdings"') ? Buffer.from(line.toString().replace(/"day":"[^"]*"/, day)) : line,
    );
    return this.forged(this.whole, sealed(lines));
  }

  private wrongBatchRoot(): Forgery {
    return this.lie(
      this.relinked((batch, prevHash) => {
        const root = Buffer.from(batch.root).reverse();
        return { ...batch, prevHash, root, hash: linkHash(1, batch.firstSeq, batch.lastSeq, prevHash, root) };
      }),
    );
  }

  private unlinked(): Forgery {
    return this.lie(
      this.relinked((batch) => sealBatch(1, batch.firstSeq, Buffer.alloc(32, 7), batchLines(batch))),
    );
  }

  /** Two records change places, and the numbers stay with what they said. */
  private reordered(): Forgery {
    const batches = batchesOf(this.venue);
    const at = this.dice.pick(batches.length - 1);
    return this.lie(
      this.relinked((batch, prev) => {
        const lines = batchLines(batch);
        return sealBatch(1, batch.firstSeq, prev, [lines[1] ?? lines[0], ...lines.slice(2), lines[0]]);
      }, at),
    );
  }

  private misnumbered(): Forgery {
    const at = this.dice.pick(this.venue.records.length);
    const by = this.dice.one([1, -1, 1000]);
    return this.lie(
      this.rewritten((record, no) => (no === at ? { ...record, seq: record.seq + by } : record)),
    );
  }

  private twoTexts(): Forgery {
    const other = this.dice.one<(line: string) => string>([
      (line) => line.replace('{', '{ '),
      (line) => line.replace(/}$/, ',"v":1}'),
      (line) => line.replace('"seq"', '"s\\u0065q"'),
      (line) => line.replace(/"v":1}$/, '"v":1.0}'),
    ]);
    return this.lie(
      this.relinked((batch, prev) => {
        const [first, ...lines] = batchLines(batch);
        return sealBatch(1, batch.firstSeq, prev, [other(first), ...lines]);
      }),
    );
  }

  /** Somebody with less than nothing makes room for what the others have, and the total is right. */
  private negative(): Forgery {
    const [account, asset] = [this.venue.b, 0];
    const amount = this.dice.between(1_000, 1_000_000);
    const total = amount;
    const tree = falseTree(account, asset, amount, this.dice.between(1, 1_000_000));
    const statement = { asset, issued: total, retired: 0, total, size: 16, root: tree.root };
    const cmd = { kind: 'publish-holdings', day: '2026-11-03', atSeq: 0, assets: [statement] };
    const line = encodeRecord({ at: 1, by: 'x', cmd, ev: [], ok: true, org: '', seq: 1 });
    const keeper = this.ownLog();
    keeper.append([line]);
    const { origin } = keeper;
    const lines = [
      { '#': 'airshed-bundle', v: 1, kind: 'holder', name: 'demo', origin, keys: [], witnesses: [] },
      { '#': 'checkpoint', note: keeper.checkpoint() },
      { '#': 'record', ...toldLine(keeper, 1, line) },
      { '#': 'holding', seq: 1, asset, account, amount, pieces: tree.pieces },
      { '#': 'end', records: 1, digest: '00'.repeat(32) },
    ];
    return { kind: '', lines: sealed(lines.map(canonicalLine)), ...this.trusting({ witnesses: true }) };
  }

  private falseReport(): Forgery {
    const lines = reportedBundle(batchesOf(this.venue), () => this.ownLog(), lieInReport(this.dice));
    return { kind: '', lines, ...this.trusting({ witnesses: true }) };
  }

  private cosigned(): Forgery {
    const keeper = this.ownLog();
    const stranger = new TestKey(keeper.witness.name, 'witness');
    const { lines } = bundleOf(keeper, this.changed(), everyBatch, [
      stranger,
      new TestKey('w.example/2', 'witness'),
    ]);
    return { kind: '', lines, ...this.trusting({ witnesses: true }) };
  }

  // ---- Against a holder ----

  private pieces(): Forgery {
    const lines = [...this.holder.lines];
    const at = lines.findIndex((line) => line.includes('"#":"holding"')) + this.dice.pick(2);
    const value = JSON.parse(lines[at].toString()) as {
      amount: number;
      account: number;
      asset: number;
      pieces: {
        amount: number;
        index: number;
        piece: number;
        salt: string;
        path: { hash: string; sum: number }[];
      }[];
    };
    const piece = this.dice.one(value.pieces);
    const other = this.dice.one(value.pieces);
    const step = this.dice.one(piece.path);
    const by = this.dice.between(1, 5000);
    this.dice.one<() => unknown>([
      () => ((value.amount += by), (piece.amount += by), (step.sum -= by)),
      () => ((value.amount += by), (piece.amount += by)),
      () => ((value.amount -= piece.amount), value.pieces.splice(value.pieces.indexOf(piece), 1)),
      () => ((value.amount += piece.amount), value.pieces.push({ ...piece })),
      () => ((value.amount += piece.amount - other.amount), Object.assign(other, piece)),
      () => (step.sum = -step.sum - 1),
      () => (value.account += this.dice.between(1, 3)),
      () => (value.asset = 1 - value.asset),
      () => ((value.amount += 1), piece.path.push({ hash: '00'.repeat(32), sum: 0 })),
      () => piece.path.pop(),
      () => (piece.path = piece.path.toReversed()),
      () => ((piece.index ^= 1), (value.amount += 0)),
      () => ([step.hash, piece.salt] = [piece.salt, step.hash]),
      () => ((piece.amount = -piece.amount), (value.amount += 2 * piece.amount)),
      () => ((step.sum += 2 ** 53 - 1), (value.amount += 1)),
    ])();
    lines[at] = canonicalLine(value);
    return this.forged(this.holder, sealed(lines));
  }

  /** A false record, or a true one under a false proof. */
  private proofs(): Forgery {
    const lines = [...this.holder.lines];
    const places = lines.flatMap((line, at) =>
      /"#":"record"/.test(line.toString('utf8', 0, 20)) ? [at] : [],
    );
    const at = this.dice.one(places);
    const value = JSON.parse(lines[at].toString()) as {
      seq: number;
      told: string;
      events: string;
      proof: string[];
      salt: string;
    };
    const [a, b] = [this.dice.pick(value.proof.length), this.dice.pick(value.proof.length)];
    this.dice.one<() => unknown>([
      () => ([value.proof[a], value.proof[b]] = [value.proof[b], value.proof[a]]),
      () => value.proof.pop(),
      () => value.proof.push(value.proof[a]),
      () => (value.proof = Array.from({ length: 200 }, () => value.proof[a])),
      () => (value.seq += this.dice.between(1, 9)),
      () => (value.told = value.told.replace(/(\d)(?=[,}])/, (digit) => String((Number(digit) + 1) % 10))),
      () => (value.told = value.told.replace('"ok":true', '"ok":false')),
      () => ([value.salt, value.events] = [value.events, value.salt]),
      () => (value.proof = []),
    ])();
    lines[at] = canonicalLine(value);
    return this.forged(this.holder, sealed(lines));
  }

  // ---- What forgeries are made of ----

  private forged(from: KeptBundle, lines: readonly Buffer[]): Forgery {
    const { key, witness } = from.keeper;
    return { kind: '', lines, trust: { keys: [key.vkey], witnesses: [witness.vkey], seen: [from.kept] } };
  }

  private trusting({ witnesses = false, seen = [] as string[] }): Pick<Forgery, 'trust'> {
    const { key, witness } = this.whole.keeper;
    return { trust: { keys: [key.vkey], witnesses: witnesses ? [witness.vkey] : [], seen } };
  }

  /** The log's own keys, for another history. */
  private ownLog(): LogKeeper {
    return new LogKeeper(this.whole.keeper.key, this.whole.keeper.witness);
  }

  /** A journal in which one record says another number, whole and linked. */
  private changed(): JournalBatch[] {
    const at = this.dice.pick(this.venue.records.length);
    return this.rewritten((record, no) => {
      if (no < at) return record;
      return { ...record, at: record.at + 1 };
    });
  }

  /** A journal in which one event of a type is told otherwise. */
  private told(type: string, other: (event: Event) => Event): JournalBatch[] {
    const holders = this.venue.records.filter(({ ev }) => ev.some((event) => event.type === type));
    const { seq } = this.dice.one(holders);
    return this.rewritten((record) =>
      record.seq !== seq
        ? record
        : {
            ...record,
            ev: record.ev.map((event) =>
              event.type === type ? other(event as Event) : event,
            ) as ToldRecord['ev'],
          },
    );
  }

  private rewritten(change: (record: DecidedRecord, no: number) => DecidedRecord): JournalBatch[] {
    const lines = this.venue.records.map((record, no) => encodeRecord(change(record, no)));
    let prev: Buffer = Buffer.alloc(32);
    return batchesOf(this.venue).map(({ firstSeq, lastSeq }) => {
      const batch = sealBatch(1, firstSeq, prev, lines.slice(firstSeq - 1, lastSeq));
      prev = batch.hash;
      return batch;
    });
  }

  /** One batch is another, and those after it link to it. */
  private relinked(
    other: (batch: JournalBatch, prev: Buffer) => JournalBatch,
    at = 1 + this.dice.pick(batchesOf(this.venue).length - 2),
  ): JournalBatch[] {
    let prev: Buffer = Buffer.alloc(32);
    return batchesOf(this.venue).map((batch, no) => {
      const one = no === at ? other(batch, prev) : sealBatch(1, batch.firstSeq, prev, batchLines(batch));
      prev = one.hash;
      return one;
    });
  }

  /** The check over the lines that are no records needs no key either. */
  private maybeSealed(lines: readonly Buffer[]): readonly Buffer[] {
    return this.dice.chance(0.7) ? sealed(lines) : lines;
  }
}

/** Name and number: what a signature says of its key. */
const signerOf = ({ vkey }: TestKey): string => vkey.split('+', 2).join('+');
const everyOther = (batchNo: number): boolean => batchNo % 2 === 0;
const everyBatch = (): boolean => true;
