import { answer, api } from '../api/client';
import { forgetLog, keepLog, keptLog, type KeptLog } from './kept-log';
import { type Judgement, verifyCheckpoint, verifyConsistency, verifyInclusion } from './verifier';

export interface LogCheck {
  /** Of the newest checkpoint: its form and its signature. */
  readonly signature: Judgement;
  readonly note: string;
  /** What this browser had seen before; absent at the first look. */
  readonly before: KeptLog | undefined;
  /** That the newest log is the one seen before with records added; absent at the first look. */
  readonly growth: Judgement | undefined;
  /** That one record, drawn by this browser, is where the log says. */
  readonly sample: { readonly seq: number; readonly judgement: Judgement } | undefined;
  readonly keys: readonly string[];
}

/** Fetches what is public of a log and judges it here; only what held is kept for the next time. */
export async function checkLog(log: string): Promise<LogCheck> {
  const before = keptLog(log);
  const [keys, note] = await Promise.all([keysOf(log, before), noteOf(log)]);
  const signature = await verifyCheckpoint(note, { keys });
  const size = signature.checkpoint?.size ?? 0;
  const growth =
    before === undefined || !signature.ok ? undefined : await checkGrowth({ log, before, note, size, keys });
  const sample = signature.ok && size > 0 ? await drawSample(log, size, keys) : undefined;
  if (signature.ok && growth?.ok !== false && sample?.judgement.ok !== false)
    keepLog(log, { note, size, keys, at: new Date().toISOString() });
  return { signature, note, before, growth, sample, keys };
}

/** Begins anew: the next look is the first. */
export function beginAnew(log: string): void {
  forgetLog(log);
}

/** One record that the person who is signed in may read, with what was sent and answered. */
export async function checkRecord(
  log: string,
  seq: number,
): Promise<{ readonly judgement: Judgement; readonly told: string }> {
  const record = await answer(
    api.GET('/api/v1/logs/{log}/records/{seq}', { params: { path: { log, seq } } }),
  );
  const keys = await keysOf(log, keptLog(log));
  return { judgement: await verifyInclusion(record, { keys }), told: record.told };
}

/** The keys of the first look: a log that changes its key later is noticed, not believed. */
async function keysOf(log: string, before: KeptLog | undefined): Promise<readonly string[]> {
  if (before !== undefined) return before.keys;
  const { keys } = await answer(api.GET('/api/v1/logs/{log}/keys', { params: { path: { log } } }));
  return keys.map(({ vkey }) => vkey);
}

function noteOf(log: string): Promise<string> {
  return answer<string>(
    api.GET('/api/v1/logs/{log}/checkpoint', { params: { path: { log } }, parseAs: 'text' }),
  );
}

interface Growth {
  readonly log: string;
  readonly before: KeptLog;
  readonly note: string;
  readonly size: number;
  readonly keys: readonly string[];
}

async function checkGrowth({ log, before, note, size, keys }: Growth): Promise<Judgement> {
  // A shorter log cannot be asked for its growth: the judge says that it shrank.
  const hashes =
    size < before.size
      ? []
      : (
          await answer(
            api.GET('/api/v1/logs/{log}/proofs/consistency', {
              params: { path: { log }, query: { from: before.size, to: size } },
            }),
          )
        ).hashes;
  return verifyConsistency({ older: before.note, newer: note, hashes }, { keys });
}

async function drawSample(log: string, size: number, keys: readonly string[]) {
  // Which one is asked for cannot be known beforehand.
  const seq = 1 + (crypto.getRandomValues(new Uint32Array(1))[0]! % size);
  const proof = await answer(
    api.GET('/api/v1/logs/{log}/proofs/inclusion/{seq}', {
      params: { path: { log, seq }, query: { size } },
    }),
  );
  return { seq, judgement: await verifyInclusion(proof, { keys }) };
}
