import { parseCheckpoint } from '../domain/checkpoint.js';
import type { Witness } from './witness.js';

/** The log is not what it was: the witness names it and signs nothing. */
export class LogMisbehaved extends Error {
  constructor(
    readonly reason: string,
    readonly note: string,
  ) {
    super(`THE LOG IS ${reason.toUpperCase()}: ${note.split('\n').slice(0, 3).join(' ')}`);
    this.name = 'LogMisbehaved';
  }
}

export interface Round {
  readonly size: number;
  /** Witnesses whose signatures the log took. */
  readonly accepted: readonly string[];
}

/** Looks at a log once: fetches its checkpoint, asks for the proof, signs, brings the signature. `log` is its prefix. */
export async function witnessOnce(witness: Witness, log: string): Promise<Round> {
  const note = await (await get(`${log}/checkpoint`)).text();
  const said = parseCheckpoint(note);
  if (said === undefined) throw new LogMisbehaved('malformed', note);
  const oldSize = witness.seen(said.origin)?.size ?? 0;
  if (oldSize > said.size) throw new LogMisbehaved('shrunk', note);
  const proof = oldSize > 0 && oldSize < said.size ? await consistency(log, oldSize, said.size) : [];
  const result = witness.witness({ oldSize, proof, note });
  if (!result.ok) throw new LogMisbehaved(result.reason, note);
  const checkpoint = `${said.note.text}\n${result.lines}`;
  const response = await fetch(`${log}/cosignatures`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ checkpoint }),
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  const answer = (await response.json()) as { accepted?: string[] };
  return { size: said.size, accepted: answer.accepted ?? [] };
}

/** A log that does not answer is no proof of anything. */
const ANSWER_MS = 10_000;

async function consistency(log: string, from: number, to: number): Promise<Buffer[]> {
  const answer = await get(`${log}/proofs/consistency?from=${from}&to=${to}`);
  const { hashes } = (await answer.json()) as { hashes: string[] };
  return hashes.map((hash) => Buffer.from(hash, 'base64'));
}

async function get(url: string): Promise<Response> {
  const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  return response;
}
