import { appendOfficeEntry } from '../../audit/index.js';
import type { Pool, PoolClient } from 'pg';
import { checkpointText, parseCheckpoint } from '../domain/checkpoint.js';
import { isSignedNote, keyIdOf, type LogAlgorithm, type NoteKey } from '../domain/note-key.js';
import { isConsistent } from '../domain/proof-check.js';
import { noteText } from '../domain/signed-note.js';
import { consistencyRanges } from '../domain/tree-range.js';
import { logKeys, type LogKeyRow, noteKeysOf, putKeyInForce } from '../store/key-tables.js';
import {
  addCheckpoint,
  journalHashAt,
  lastCheckpoint,
  lockLog,
  type MerkleLog,
  rangeHashes,
  type StoredCheckpoint,
} from '../store/log-tables.js';
import type { PrivateKeys, SigningKey } from '../store/private-keys.js';
import type { SignedMemory, SignedTree } from '../store/signed-memory.js';
import { LogRefused } from './grow-log.js';
import { inTransaction } from './transaction.js';

export interface SignerParts {
  readonly pool: Pool;
  readonly keys: PrivateKeys;
  readonly memory: SignedMemory;
  readonly algorithms: readonly LogAlgorithm[];
}

/** This process does not have the key that signs: another one does. */
export class KeyNotHere extends Error {
  constructor(algorithm: LogAlgorithm) {
    super(`the ${algorithm} key that signs logs is not in this process's DATA_DIR`);
    this.name = 'KeyNotHere';
  }
}

/**
 * Signs the tree as it is, if there is news since the last checkpoint or another key. Throws LogRefused when the tree is
 * not what was signed before with something added, as this database says or as this signer remembers.
 */
export async function signCheckpoint(
  parts: SignerParts,
  logNo: number,
): Promise<StoredCheckpoint | undefined> {
  const signers = await signingKeys(parts);
  return inTransaction(parts.pool, async (client) => {
    const log = await lockLog(client, logNo);
    if (log === undefined || log.size === 0) return undefined;
    const last = await lastCheckpoint(client, logNo);
    await assertJournal(client, log);
    const [root] = await rangeHashes(client, logNo, [{ from: 0, to: log.size }]);
    const known = noteKeysOf(await logKeys(client), log.origin);
    if (last !== undefined) {
      assertOurs(log, last, known);
      await assertGrowth(client, log, last, root!, 'its last checkpoint');
    }
    const remembered = parts.memory.recall(log.origin);
    if (remembered !== undefined)
      await assertGrowth(client, log, remembered, root!, 'what was signed before');
    const text = checkpointText({ origin: log.origin, size: log.size, root: root! });
    if (last?.size === log.size && isSignedByAll(last.note, signers, log.origin)) return last;
    parts.memory.remember(log.origin, { size: log.size, root: root! });
    const signatures = signers.map((key) => ({
      name: log.origin,
      keyId: keyIdOf({ ...key, name: log.origin }),
      signature: key.sign(text),
    }));
    const fresh = {
      checkpointNo: (last?.checkpointNo ?? 0) + 1,
      size: log.size,
      root: root!,
      note: noteText({ text, signatures }),
    };
    await addCheckpoint(client, logNo, fresh);
    return lastCheckpoint(client, logNo);
  });
}

/** The log's own head must still be a batch of the journal: a re-hashed journal has other hashes. */
async function assertJournal(client: PoolClient, log: MerkleLog): Promise<void> {
  const hash = await journalHashAt(client, log.logNo, log.size);
  if (hash === undefined) throw new LogRefused(log.name, `the journal no longer has record ${log.size}`);
  if (!hash.equals(log.journalHash))
    throw new LogRefused(log.name, `the journal's chain is another at record ${log.size}`);
}

function assertOurs({ name }: MerkleLog, last: StoredCheckpoint, known: readonly NoteKey[]): void {
  const said = parseCheckpoint(last.note);
  if (said === undefined || said.size !== last.size || !said.root.equals(last.root))
    throw new LogRefused(name, `checkpoint ${last.checkpointNo} does not say what its row says`);
  if (!isSignedNote(said.note, known))
    throw new LogRefused(name, `checkpoint ${last.checkpointNo} was not signed by a key of ours`);
}

async function assertGrowth(
  client: PoolClient,
  { logNo, name, size }: MerkleLog,
  older: SignedTree,
  newerRoot: Buffer,
  what: string,
): Promise<void> {
  if (older.size > size) throw new LogRefused(name, `it has ${size} records, ${what} had ${older.size}`);
  const proof = await rangeHashes(client, logNo, consistencyRanges(older.size, size));
  const claim = { older: older.size, newer: size, olderRoot: older.root, newerRoot, proof };
  if (!isConsistent(claim)) throw new LogRefused(name, `its tree is not ${what} with records added`);
}

function isSignedByAll(note: string, signers: readonly SigningKey[], origin: string): boolean {
  const lines = parseCheckpoint(note)?.note.signatures ?? [];
  const ids = new Set(lines.map(({ keyId }) => keyId));
  return signers.every((key) => ids.has(keyIdOf({ ...key, name: origin })));
}

/** One key an algorithm; the first one ever is made here. */
export async function signingKeys(parts: SignerParts): Promise<SigningKey[]> {
  const rows = await logKeys(parts.pool);
  const inForce = (algorithm: LogAlgorithm): LogKeyRow | undefined =>
    rows.find((row) => row.algorithm === algorithm && row.validTo === null);
  const found: SigningKey[] = [];
  for (const algorithm of parts.algorithms) {
    const row = inForce(algorithm);
    const key =
      row === undefined ? await makeFirstKey(parts, algorithm) : parts.keys.find(algorithm, row.publicKey);
    if (key === undefined) throw new KeyNotHere(algorithm);
    found.push(key);
  }
  return found;
}

async function makeFirstKey({ pool, keys }: SignerParts, algorithm: LogAlgorithm): Promise<SigningKey> {
  const key = keys.prepare(algorithm);
  await inTransaction(pool, async (client) => {
    const keyNo = await putKeyInForce(client, { ...key, algorithm, handover: null });
    // Every key that will ever vouch for the log has a beginning that somebody can read.
    await appendOfficeEntry(client, {
      actor: 'system:log-signer',
      kind: 'log-key-created',
      subject: `log-key-${keyNo}`,
      detail: { algorithm, keyNo, publicKey: key.publicKey.toString('base64') },
    });
  });
  keys.promote(algorithm);
  return key;
}
