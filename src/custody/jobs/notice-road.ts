import { open } from 'node:fs/promises';
import { join } from 'node:path';

/** One notice as it leaves the house. */
export interface OutgoingNotice {
  readonly venueNo: number;
  readonly noticeNo: number;
  readonly kind: string;
  readonly org: string;
  readonly causedBy: string;
  readonly at: number;
  readonly facts: unknown;
}

/**
 * The other road on which representatives hear of a movement: mail, text message, webhook. It may be walked twice for one
 * notice, whose number says so; throwing means that it did not arrive.
 */
export interface NoticeRoad {
  send(notice: OutgoingNotice): Promise<void>;
}

export const NOTICE_ROAD = Symbol('NOTICE_ROAD');

/** A line of JSON a notice in a file: for a mail program beside the service, and for people who look. */
export class FileRoad implements NoticeRoad {
  private readonly file: string;

  constructor(dataDir: string) {
    this.file = join(dataDir, 'notices.ndjson');
  }

  async send(notice: OutgoingNotice): Promise<void> {
    const handle = await open(this.file, 'a', 0o600);
    try {
      await handle.write(`${JSON.stringify(notice)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}
