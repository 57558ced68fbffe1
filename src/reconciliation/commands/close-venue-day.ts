import type { Pool } from 'pg';
import { stateHash } from '../../audit/index.js';
import { canonical, type Json } from '../../kernel/json.js';
import type { PublicIdKind } from '../../platform/http/index.js';
import type { Engine, VenueRow } from '../../sequencer/index.js';
import { hashOf, reportText } from '../domain/day-report.js';
import type { ReconciliationMachine } from '../domain/world.js';
import { reportFacts } from '../queries/report-facts.js';
import { countFigures } from './reconcile.js';

const BY = 'system:reconciliation';
/** What was done meanwhile by another hand is done. */
const DONE: ReadonlySet<string> = new Set(['reconciliation.day_done', 'reconciliation.report_done']);

/** What the proof of the day asks of the log's keeper. */
export interface DaySigner {
  checkpoint(
    logNo: number,
  ): Promise<{ readonly size: number; readonly root: Buffer; readonly note: string } | undefined>;
  signNote(logNo: number, textOf: (origin: string) => string): Promise<string | undefined>;
}

export interface CloseParts {
  readonly pool: Pool;
  readonly engine: Engine<ReconciliationMachine>;
  readonly signer: DaySigner;
  readonly encode: (kind: PublicIdKind, venueNo: number, no: number) => string;
}

export type Owed = 'RECONCILIATION' | 'REPORT' | undefined;

/** What the last settled day still lacks. */
export function owedOf({ clearing, reconciliation }: ReconciliationMachine): Owed {
  const { lastClose, lastReport } = reconciliation;
  if (lastClose.day !== '' && lastReport < lastClose.day) return 'REPORT';
  return lastClose.day < clearing.lastConfirmed.day ? 'RECONCILIATION' : undefined;
}

/**
 * Day close after its settlement: reconciliation run → signed report → checkpoint. Every step looks at what is there and
 * is done at most once; whoever dies anywhere in it is followed by somebody who goes on from there.
 */
export async function closeVenueDay(parts: CloseParts, venue: VenueRow): Promise<void> {
  const { engine, signer } = parts;
  const owed = (): Promise<Owed> => engine.ask(venue.slug, owedOf);
  if ((await owed()) === 'RECONCILIATION') await submit(parts, venue, await countFigures(parts, venue, true));
  if ((await owed()) !== 'REPORT') return;
  await submit(parts, venue, await reportOf(parts, venue));
  // The report is in the journal now: the log's next head is over it.
  await signer.checkpoint(venue.venueNo);
}

async function reportOf(
  { pool, engine, signer, encode }: CloseParts,
  venue: VenueRow,
): Promise<{ readonly kind: string; readonly [field: string]: Json }> {
  const checkpoint = await signer.checkpoint(venue.venueNo);
  const { day, state } = await engine.ask(venue.slug, (machine) => ({
    day: machine.reconciliation.lastClose.day,
    state: { seq: machine.seq, hash: stateHash(machine.dump()) },
  }));
  const ids = (kind: PublicIdKind, no: number): string => encode(kind, venue.venueNo, no);
  const facts = await reportFacts(pool, venue, day, ids);
  const log = checkpoint && {
    size: checkpoint.size,
    root: checkpoint.root.toString('base64'),
    note: checkpoint.note,
  };
  const open = canonical({ ...facts.open, state, checkpoint: log ?? null } as Json);
  const openHash = hashOf(open);
  const full = canonical({ ...facts.more, open: JSON.parse(open) as Json, openHash });
  const note = await signer.signNote(venue.venueNo, (origin) =>
    reportText(origin, day, hashOf(full), openHash),
  );
  if (note === undefined) throw new Error(`venue ${venue.slug} has no log to sign with`);
  return { kind: 'publish-day-report', day, open, full, note };
}

async function submit(
  { engine }: CloseParts,
  { slug }: VenueRow,
  command: { readonly kind: string; readonly [field: string]: Json },
): Promise<void> {
  const receipt = await engine.submit(slug, { by: BY, org: '', command });
  if (!receipt.ok && !DONE.has(receipt.rejection.code))
    throw new Error(
      `${command.kind}: ${receipt.rejection.code} ${canonical(receipt.rejection.data as Json)}`,
    );
}
