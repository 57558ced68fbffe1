import type { Pool } from 'pg';
import {
  ACCESS_FLOOD_GATHER_MS,
  ACCESS_GATHER_MS,
  ACCESS_LINES_MAX,
  ACCESS_LINES_OF_ONE_MAX,
  ACCESS_UNWRITTEN_MS,
} from '../../kernel/limits.js';
import { appendOfficeEntry } from './office-journal.js';

export type AccessKind = 'data-read' | 'trail-read' | 'access-denied' | 'login-failed' | 'credential-refused';

/** Something that was read or refused, as many times as it happened while notes were gathered. */
export interface AccessLine {
  readonly what: AccessKind;
  /** '' for a stranger. */
  readonly person: string;
  /** Of whoever is not signed in. */
  readonly address: string;
  /** Method and route: `GET /api/v1/venues/:venue/orders/:order`. */
  readonly door: string;
  readonly venue: string;
  readonly venueNo: number;
  /** What the address named: the letters of an id and the number, or the rest of the id, behind it. */
  readonly objects: readonly (readonly [string, string])[];
  readonly query: string;
  /** `accepted`, or the code of the refusal. */
  readonly code: string;
  readonly times: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** How many different lines this one stands for beyond its own. */
  readonly others: number;
}

export type Access = Omit<AccessLine, 'times' | 'firstAt' | 'lastAt' | 'others'>;

export interface AccessNotesParts {
  readonly pool: Pool;
  readonly nowMicros: () => number;
  /** Calls later, not at all when called off. */
  readonly later: (ms: number, then: () => void) => () => void;
  readonly onError: (error: unknown) => void;
}

/**
 * What would write without end if every case had its own entry: reads of data of others, denials, failed logins. Cases
 * that look alike are counted in one line, and the lines of a second are one entry of the office journal.
 */
export class AccessNotes {
  private lines = new Map<string, AccessLine>();
  private ofOne = new Map<string, number>();
  /** When a write failed that none has succeeded after. */
  private failingSince: number | undefined;
  /** The last entry was full. */
  private isFlooded = false;
  private callOff: (() => void) | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly parts: AccessNotesParts) {}

  /** False when nothing could be written for too long: whoever reads on now would not be seen. */
  get isRecording(): boolean {
    const { failingSince } = this;
    return failingSince === undefined || this.parts.nowMicros() - failingSince < ACCESS_UNWRITTEN_MS * 1_000;
  }

  note(access: Access): void {
    const at = this.parts.nowMicros();
    const one = access.person === '' ? `from ${access.address}` : access.person;
    const key = JSON.stringify(access);
    if (this.lines.has(key)) return this.count(key, at);
    const held = this.ofOne.get(one) ?? 0;
    // Every kind has room for what stands for the rest, so that nothing is left unsaid.
    if (this.lines.size >= ACCESS_LINES_MAX) return this.countAmongOthers({ ...access, person: '' }, at);
    if (held >= ACCESS_LINES_OF_ONE_MAX) return this.countAmongOthers(access, at);
    this.ofOne.set(one, held + 1);
    this.add(key, { ...access, times: 1, firstAt: at, lastAt: at, others: 0 });
  }

  /** Writes what is noted; what cannot be written stays. */
  flush(): Promise<void> {
    this.callOff?.();
    this.callOff = undefined;
    const written = this.writing.then(() => this.write());
    // Whoever comes next tries again, whatever became of this one.
    this.writing = written.catch(() => undefined);
    return written;
  }

  async stop(): Promise<void> {
    await this.flush().catch(this.parts.onError);
    this.callOff?.();
  }

  private async write(): Promise<void> {
    const { lines, ofOne } = this;
    if (lines.size === 0) return;
    this.lines = new Map();
    this.ofOne = new Map();
    this.isFlooded = lines.size >= ACCESS_LINES_MAX;
    try {
      await this.append([...lines.values()]);
      this.failingSince = undefined;
    } catch (error) {
      const since = this.lines;
      this.lines = lines;
      this.ofOne = ofOne;
      this.failingSince ??= this.parts.nowMicros();
      for (const line of since.values()) this.again(line);
      this.writeLater();
      throw error;
    }
  }

  private async append(lines: AccessLine[]): Promise<void> {
    const client = await this.parts.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      await appendOfficeEntry(client, {
        actor: 'system:audit',
        kind: 'access-noted',
        subject: 'access',
        detail: { lines: lines as never },
      });
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK').catch((fault: Error) => (broken = fault));
      throw error;
    } finally {
      client.release(broken);
    }
  }

  private count(key: string, at: number): void {
    const line = this.lines.get(key)!;
    this.lines.set(key, { ...line, times: line.times + 1, lastAt: at });
  }

  private countAmongOthers({ what, person, code }: Access, at: number): void {
    const blank = { address: '', door: '', venue: '', venueNo: 0, objects: [], query: '' };
    const key = `others ${what} ${person}`;
    const line = this.lines.get(key);
    if (line === undefined)
      this.add(key, { what, person, ...blank, code, times: 1, firstAt: at, lastAt: at, others: 1 });
    else this.lines.set(key, { ...line, times: line.times + 1, lastAt: at, others: line.others + 1 });
  }

  /** A line that was noted while another entry could not be written. */
  private again({ times, firstAt, lastAt, others, ...access }: AccessLine): void {
    const key = others > 0 ? `others ${access.what} ${access.person}` : JSON.stringify(access);
    const known = this.lines.get(key);
    if (known !== undefined)
      this.lines.set(key, { ...known, times: known.times + times, lastAt, others: known.others + others });
    else if (this.lines.size >= ACCESS_LINES_MAX) this.countAmongOthers({ ...access, person: '' }, lastAt);
    else this.add(key, { ...access, times, firstAt, lastAt, others });
  }

  private add(key: string, line: AccessLine): void {
    this.lines.set(key, line);
    if (this.callOff === undefined) this.writeLater();
  }

  private writeLater(): void {
    const ms = this.isFlooded ? ACCESS_FLOOD_GATHER_MS : ACCESS_GATHER_MS;
    this.callOff?.();
    this.callOff = this.parts.later(ms, () => void this.flush().catch(this.parts.onError));
  }
}
