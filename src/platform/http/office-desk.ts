import { createHmac, hkdfSync } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import type { Json } from '../../kernel/json.js';
import { RejectionError } from '../../kernel/rejection.js';
import type { Secrets } from '../secrets.js';
import { DATABASE_POOL } from '../tokens.js';
import type { Caller, OnceTicket } from './caller.js';
import { SECRETS } from './http-tokens.js';

/** Office commands: one ordinary transaction each, and each idempotency key done once. */
@Injectable()
export class OfficeDesk {
  private readonly hashKey: Buffer;

  constructor(
    @Inject(DATABASE_POOL) private readonly pool: pg.Pool,
    @Inject(SECRETS) secrets: Pick<Secrets, 'idSecret'>,
  ) {
    this.hashKey = Buffer.from(hkdfSync('sha256', secrets.idSecret, '', 'airshed office requests v1', 32));
  }

  /**
   * Same caller, key and request: the stored answer, nothing done again. Another request: 409.
   * The key's row is in the command's own transaction, so a crash leaves both or neither;
   * two at once wait for each other on the unique key.
   */
  async once<T extends Json>(
    caller: Caller,
    ticket: OnceTicket,
    work: (client: pg.PoolClient) => Promise<T>,
  ): Promise<T> {
    // Keyed: a plain hash of a body that holds a password could be guessed from a stolen table.
    const hash = createHmac('sha256', this.hashKey)
      .update(ticket.route)
      .update('\n')
      .update(ticket.rawBody ?? '')
      .digest();
    return this.transaction(async (client) => {
      const { rowCount } = await client.query(
        `INSERT INTO office_idempotency (person_id, key, request_hash) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
        [caller.personId, ticket.key, hash],
      );
      if (rowCount === 0) return this.replay<T>(client, caller, ticket, hash);
      const answer = await work(client);
      await client.query(`UPDATE office_idempotency SET answer = $3 WHERE person_id = $1 AND key = $2`, [
        caller.personId,
        ticket.key,
        JSON.stringify(answer),
      ]);
      return answer;
    });
  }

  /** Commits what `work` wrote, or nothing. */
  async transaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      const answer = await work(client);
      await client.query('COMMIT');
      return answer;
    } catch (error) {
      await client.query('ROLLBACK').catch((fault: Error) => (broken = fault));
      throw error;
    } finally {
      client.release(broken);
    }
  }

  private async replay<T>(
    client: pg.PoolClient,
    caller: Caller,
    ticket: OnceTicket,
    hash: Buffer,
  ): Promise<T> {
    const { rows } = await client.query(
      `SELECT request_hash, answer FROM office_idempotency WHERE person_id = $1 AND key = $2`,
      [caller.personId, ticket.key],
    );
    if (!hash.equals(rows[0].request_hash as Buffer))
      throw new RejectionError({ code: 'http.idempotency_conflict' });
    ticket.markReplayed();
    return rows[0].answer as T;
  }
}
