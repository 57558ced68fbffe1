import { answer, api } from '../../api/client';
import { keepLog, keptLog } from './kept-log';
import type { Judgement } from './verifier';

export interface Verified {
  readonly judgement: Judgement;
  /** The record itself was hashed to its place; else only that the place is in the log. */
  readonly isWhole: boolean;
  /** Since when this browser knows the key; null when it has just met it. */
  readonly keyKeptSince: string | null;
  /** The log names another key than the one this browser kept. */
  readonly isOtherKey: boolean;
  /** Records in the checkpoint that this browser kept, of which the new one is a growth; undefined without one. */
  readonly grownFrom: number | undefined;
}

type Answered = Parameters<typeof import('./verifier').verifyInclusion>[0];

/** The proof of a record, asked for and judged here; nothing that the service says about it is believed. */
export async function verifyRecord(
  log: string,
  seq: number,
  seesWhole: boolean,
  signal?: AbortSignal,
): Promise<Verified> {
  const params = { path: { log, seq } };
  const stop = signal === undefined ? {} : { signal };
  const [verifier, proof, { keys, witnesses }] = await Promise.all([
    // A chunk of its own: who never looks at a proof never loads the verifier.
    import('./verifier'),
    seesWhole
      ? answer(api.GET('/api/v1/logs/{log}/records/{seq}', { params, ...stop }))
      : answer(api.GET('/api/v1/logs/{log}/proofs/inclusion/{seq}', { params, ...stop })),
    answer(api.GET('/api/v1/logs/{log}/keys', { params: { path: { log } }, ...stop })),
  ]);
  const kept = keptLog(log);
  const named = keys.map(({ vkey }) => vkey);
  const isOtherKey = kept !== undefined && !named.includes(kept.vkey);
  // Keys that the log handed over in its own name come after the one that was met first.
  const brought = {
    keys: isOtherKey ? [kept.vkey] : named,
    witnesses: witnesses.filter(({ to }) => to === null).map(({ vkey }) => vkey),
    quorum: 0,
  };
  const judgement = await verifier.verifyInclusion(proof as unknown as Answered, brought);
  const grown = judgement.ok ? await growth(log, kept?.checkpoint, proof.checkpoint, brought) : undefined;
  if (judgement.ok && grown?.broken === undefined)
    keepLog(log, {
      vkey: kept?.vkey ?? named.at(-1) ?? '',
      since: kept?.since ?? new Date().toISOString(),
      checkpoint: grown?.isOlder === true ? (kept?.checkpoint ?? proof.checkpoint) : proof.checkpoint,
    });
  return {
    judgement: grown?.broken ?? judgement,
    isWhole: seesWhole,
    keyKeptSince: kept?.since ?? null,
    isOtherKey,
    grownFrom: grown?.from,
  };
}

interface Growth {
  readonly from: number;
  readonly isOlder: boolean;
  readonly broken: Judgement | undefined;
}

/** The checkpoint that this browser kept must be the beginning of the new one. */
async function growth(
  log: string,
  older: string | undefined,
  newer: string,
  brought: Parameters<typeof import('./verifier').verifyConsistency>[1],
): Promise<Growth | undefined> {
  if (older === undefined) return undefined;
  const [from, to] = [sizeOf(older), sizeOf(newer)];
  if (from === 0 || from > to) return { from, isOlder: from > to, broken: undefined };
  const { verifyConsistency } = await import('./verifier');
  const hashes =
    from === to
      ? []
      : (
          await answer(
            api.GET('/api/v1/logs/{log}/proofs/consistency', {
              params: { path: { log }, query: { from, to } },
            }),
          )
        ).hashes;
  const judged = await verifyConsistency({ older, newer, hashes }, brought);
  return { from, isOlder: false, broken: judged.ok ? undefined : judged };
}

function sizeOf(note: string): number {
  return Number.parseInt(note.split('\n')[1] ?? '0', 10);
}
