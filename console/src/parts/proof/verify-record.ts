import { answer, api } from '../../api/client';
import { keepLog, type KeptLog, keptLog } from '../../proof/kept-log';
import type { Judgement } from '../../proof/verifier';

export interface Verified {
  readonly judgement: Judgement;
  /** The record itself was hashed to its place; else only that the place is in the log. */
  readonly isWhole: boolean;
  /** When this browser kept the keys that were used; null when it has just met them. */
  readonly keptAt: string | null;
  /** The log names none of the keys that this browser kept. */
  readonly isOtherKey: boolean;
  /** Records in the checkpoint that this browser kept, of which the new one is a growth; undefined without one. */
  readonly grownFrom: number | undefined;
}

/** The proof of a record, asked for and judged here; nothing that the service says about it is believed. */
export async function verifyRecord(
  log: string,
  seq: number,
  seesWhole: boolean,
  signal: AbortSignal,
): Promise<Verified> {
  const params = { path: { log, seq } };
  const [{ verifyInclusion }, proof, named] = await Promise.all([
    // A chunk of its own: who never looks at a proof never loads the verifier.
    import('../../proof/verifier'),
    seesWhole
      ? answer(api.GET('/api/v1/logs/{log}/records/{seq}', { params, signal }))
      : answer(api.GET('/api/v1/logs/{log}/proofs/inclusion/{seq}', { params, signal })),
    answer(api.GET('/api/v1/logs/{log}/keys', { params: { path: { log } }, signal })),
  ]);
  const before = keptLog(log);
  const told = named.keys.map(({ vkey }) => vkey);
  const keys = before?.keys ?? told;
  const witnesses = named.witnesses.filter(({ to }) => to === null).map(({ vkey }) => vkey);
  // Witnesses are shown when they signed, and not asked for: which are needed is the reader's to say.
  const judgement = await verifyInclusion(proof, { keys, witnesses, quorum: 0 });
  const growth =
    before !== undefined && judgement.ok ? await judgeGrowth(log, before, proof, keys, signal) : undefined;
  const isNewer = proof.size >= (before?.size ?? 0);
  if (judgement.ok && growth?.ok !== false && isNewer)
    keepLog(log, { note: proof.checkpoint, size: proof.size, keys, at: new Date().toISOString() });
  return {
    judgement: growth?.ok === false ? growth : judgement,
    isWhole: seesWhole,
    keptAt: before?.at ?? null,
    isOtherKey: before !== undefined && !told.some((vkey) => before.keys.includes(vkey)),
    grownFrom: growth === undefined ? undefined : before?.size,
  };
}

/** The checkpoint that this browser kept must be the beginning of the new one. */
async function judgeGrowth(
  log: string,
  { note, size: from }: KeptLog,
  { checkpoint, size: to }: { readonly checkpoint: string; readonly size: number },
  keys: readonly string[],
  signal: AbortSignal,
): Promise<Judgement | undefined> {
  // An answer that was on its way while a newer one was kept: nothing grew.
  if (from === 0 || from > to) return undefined;
  const { verifyConsistency } = await import('../../proof/verifier');
  const hashes =
    from === to
      ? []
      : (
          await answer(
            api.GET('/api/v1/logs/{log}/proofs/consistency', {
              params: { path: { log }, query: { from, to } },
              signal,
            }),
          )
        ).hashes;
  return verifyConsistency({ older: note, newer: checkpoint, hashes }, { keys });
}
