import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { log } from '../../platform/logger.js';
import type { Settings } from '../../platform/settings.js';
import { DATABASE_POOL, SETTINGS } from '../../platform/tokens.js';
import { growLog, LogRefused } from '../commands/grow-log.js';
import { KeyNotHere, signCheckpoint, type SignerParts } from '../commands/sign-checkpoint.js';
import { signNote } from '../commands/sign-note.js';
import { allLogs, journalLength, openMissingLogs, type StoredCheckpoint } from '../store/log-tables.js';
import { PrivateKeys } from '../store/private-keys.js';
import { SignedMemory } from '../store/signed-memory.js';

export function signerParts(pool: Pool, settings: Settings): SignerParts & { readonly prefix: string } {
  return {
    pool,
    keys: new PrivateKeys(settings.DATA_DIR),
    memory: new SignedMemory(settings.DATA_DIR),
    algorithms: settings.LOG_SIGNATURES,
    prefix: settings.LOG_ORIGIN,
  };
}

/** Keeps logs up to date and signed. Idempotent: however often and from wherever it is called, a log only grows. */
@Injectable()
export class LogKeeper {
  private readonly parts: SignerParts & { readonly prefix: string };

  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.parts = signerParts(pool, settings);
  }

  /** Numbers of logs whose journal has records that they have not; new venues get a log. */
  async logsWithNews(): Promise<{ readonly logNo: number; readonly journal: number }[]> {
    await openMissingLogs(this.pool, this.parts.prefix, () => randomBytes(32));
    const logs = await allLogs(this.pool);
    const measured = await Promise.all(
      logs.map(async (one) => ({ ...one, journal: await journalLength(this.pool, one.logNo) })),
    );
    return measured.filter(({ size, journal }) => size < journal);
  }

  /**
   * The log of a venue (0: the office's) has every record committed before this call, under a signed checkpoint: the
   * port of whoever closes a day. Throws LogRefused when the log cannot be signed.
   */
  async checkpoint(logNo: number): Promise<StoredCheckpoint | undefined> {
    await openMissingLogs(this.pool, this.parts.prefix, () => randomBytes(32));
    await growLog(this.pool, logNo);
    return signCheckpoint(this.parts, logNo);
  }

  /** Signs a text with a log's keys; `textOf` is given the log's origin. Throws KeyNotHere where the keys are not. */
  async signNote(logNo: number, textOf: (origin: string) => string): Promise<string | undefined> {
    await openMissingLogs(this.pool, this.parts.prefix, () => randomBytes(32));
    return signNote(this.parts, logNo, textOf);
  }

  /** What a doorbell asks for. A refusal is said aloud here, and again at the next bell, until somebody has looked. */
  async answer(logNo: number): Promise<void> {
    try {
      await this.checkpoint(logNo);
    } catch (error) {
      if (error instanceof KeyNotHere) log.warn({ logNo }, error.message);
      else if (error instanceof LogRefused) log.error({ logNo, log: error.logName }, error.message);
      else throw error;
    }
  }
}
