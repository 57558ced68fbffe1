import type { Json } from '../kernel/json.js';
import type { JournalBatch } from '../audit/index.js';
import { DRY_RUN_COMMANDS_MAX, DRY_RUN_SLICE_MS } from '../kernel/limits.js';
import { RejectionError } from '../kernel/rejection.js';
import type { PackFile } from '../rules/index.js';
import { type Differences, DifferencesFound } from './differences.js';
import { type Period, TwoRoads } from './two-roads.js';

/** Where a venue's past comes from. */
export interface Past {
  /** The machine's state at a place before the period; undefined: from the beginning. */
  readonly start: Json | undefined;
  readonly batches: AsyncIterable<JournalBatch>;
}

export interface DryRunReport extends Differences {
  readonly period: Period;
  /** Instruments that the pack rules. */
  readonly instruments: readonly {
    readonly instrumentNo: number;
    readonly symbol: string;
    readonly unitScale: number;
  }[];
}

export interface DryRunManners {
  /** Commands of the period decided so far. */
  readonly onProgress?: (commands: number) => unknown;
  /** Lets others use the thread. */
  readonly turn?: () => Promise<void>;
  readonly most?: number;
}

const CLOCK_LOOKS = 64;

/** Decides a past period again under a draft and tells what would have differed. Throws `rules.dry_run_too_long`, `rules.dry_run_empty`. */
export async function dryRun(
  draft: PackFile,
  period: Period,
  past: Past,
  { onProgress, turn = nextTurn, most = DRY_RUN_COMMANDS_MAX }: DryRunManners = {},
): Promise<DryRunReport> {
  const roads = new TwoRoads(draft, period, past.start);
  const found = new DifferencesFound();
  let commands = 0;
  let steps = 0;
  let since = performance.now();
  for await (const batch of past.batches) {
    for (const pair of roads.take(batch)) {
      if (pair !== undefined) {
        if ((commands += 1) > most)
          throw new RejectionError({ code: 'rules.dry_run_too_long', data: { most } });
        found.take(pair);
      }
      if (++steps % CLOCK_LOOKS === 0 && performance.now() - since > DRY_RUN_SLICE_MS) {
        onProgress?.(commands);
        await turn();
        since = performance.now();
      }
    }
    if (roads.isOver) break;
  }
  if (!roads.hasBegun) throw new RejectionError({ code: 'rules.dry_run_empty', data: { ...period } });
  const { asWas, asIf } = roads;
  const instruments = [...asIf.registry.allInstruments()]
    .filter(({ packName }) => packName === draft.pack)
    .map(({ instrumentNo, symbol, unitScale }) => ({ instrumentNo, symbol, unitScale }));
  return { period, instruments, ...found.told(asWas, asIf) };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
