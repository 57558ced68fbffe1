import { randomUUID } from 'node:crypto';
import request, { type Response } from 'supertest';
import { promiseOf } from '../support/auction-house.js';

export interface Served {
  readonly address: string;
  tokenOf(login: string): Promise<string>;
}

/** A person at the doors of one venue. */
export class VenueClient {
  constructor(
    private readonly app: Served,
    private readonly venue = 'demo',
  ) {}

  async get(login: string | null, path: string, accept = '*/*'): Promise<Response> {
    const call = request(this.app.address).get(this.path(path)).set('Accept', accept);
    return login === null ? call : call.set('Authorization', `Bearer ${await this.app.tokenOf(login)}`);
  }

  async post(
    login: string | null,
    path: string,
    body: object = {},
    key: string = randomUUID(),
  ): Promise<Response> {
    return this.send('post', login, path, body, key);
  }

  async send(
    verb: 'post' | 'put' | 'delete',
    login: string | null,
    path: string,
    body: object = {},
    key: string = randomUUID(),
  ): Promise<Response> {
    const call = request(this.app.address)
      [verb](this.path(path))
      .set('Idempotency-Key', key)
      .set('Content-Type', 'application/json')
      .send(JSON.stringify(body));
    return login === null ? call : call.set('Authorization', `Bearer ${await this.app.tokenOf(login)}`);
  }

  /** Posts a proposal and lets every checker sign it; throws with the problem of the step that was refused. */
  async agreed(maker: string, checkers: readonly string[], path: string, body: object): Promise<Response> {
    const proposal = done(await this.post(maker, path, body));
    const { proposalId, payloadHash } = proposal.body;
    let last = proposal;
    for (const checker of checkers)
      last = done(await this.post(checker, `proposals/${proposalId}/approve`, { payloadHash }));
    return last;
  }

  /** Applied for by a plant's manager, reviewed by the issuer, opened by the approver. */
  async openAccount(manager: string, title: string): Promise<string> {
    const { accountId } = done(await this.post(manager, 'accounts', { title, kind: 'compliance' })).body;
    done(await this.post('issuer', `accounts/${accountId}/review`));
    done(await this.post('approver', `accounts/${accountId}/approve`));
    return accountId;
  }

  /** A government account of the bureau, with allowances to auction. */
  async openSeller(symbol: string, quantity: string, cap: string): Promise<string> {
    const application = { title: 'Auction account', kind: 'government' };
    const { accountId } = done(await this.post('issuer', 'accounts', application)).body;
    done(await this.post('issuer2', `accounts/${accountId}/review`));
    done(await this.post('approver', `accounts/${accountId}/approve`));
    await this.allocate(symbol, [{ accountId, quantity }], cap);
    return accountId;
  }

  /** Drafted by the issuer, promised by both openers, announced by four eyes. */
  async announceAuction(draft: object): Promise<string> {
    const { auctionId } = done(await this.post('issuer', 'auctions', draft)).body;
    done(await this.post('exchange', `auctions/${auctionId}/openers`, promiseOf('first')));
    done(await this.post('approver', `auctions/${auctionId}/openers`, promiseOf('second')));
    await this.agreed('issuer', ['approver'], `auctions/${auctionId}/announcements`, {});
    return auctionId;
  }

  async createInstrument(change: object): Promise<void> {
    await this.agreed('issuer', ['approver'], 'instruments', { ...AN_ALLOWANCE, ...change });
  }

  /** The whole road of an allocation: cap, draft, submit, approve, create, distribute. */
  async allocate(
    symbol: string,
    lines: readonly { accountId: string; quantity: string }[],
    cap: string,
  ): Promise<string> {
    await this.agreed('issuer', ['approver'], `instruments/${symbol}/caps`, { year: 2026, quantity: cap });
    const { batchId } = done(
      await this.post('issuer', 'allocation-batches', { symbol, year: 2026, fileHash: FILE, lines }),
    ).body;
    done(await this.post('issuer', `allocation-batches/${batchId}/submit`, {}));
    done(await this.post('approver', `allocation-batches/${batchId}/approve`, { fileHash: FILE }));
    done(await this.post('clearing1', `allocation-batches/${batchId}/create`));
    done(await this.post('clearing1', `allocation-batches/${batchId}/distribute`));
    return batchId;
  }

  private path(path: string): string {
    return `/api/v1/venues/${this.venue}/${path}`;
  }
}

export const FILE = 'a'.repeat(64);

export const AN_ALLOWANCE = {
  symbol: 'TEST-2026',
  kind: 'carbon',
  pollutant: 'CO2',
  zone: 'CN',
  sector: 'power',
  vintage: 2026,
  unitName: 't',
  unitScale: 0,
  tick: '0.01',
  lot: '1',
  rulePack: 'demo',
  referencePrice: '74.63',
};

export function done(response: Response): Response {
  if (response.status >= 300) throw new Error(`${response.status} ${JSON.stringify(response.body)}`);
  return response;
}

/** The application for a bidding whose registration and bids are open at once and for so many seconds. */
export function aBidding(accountId: string, seconds: number, now = Date.now()): object {
  const from = (later: number): string => new Date(now + later * 1_000).toISOString();
  return {
    ...{ accountId, symbol: 'CEA-2026', side: 'sell', quantity: '10', floorPrice: '70.00' },
    ...{ depositPercent: '10', rule: 'WHOLE', reason: 'surplus of the year' },
    ...{ registrationOpensAt: from(-60), registrationClosesAt: from(seconds) },
    ...{ biddingOpensAt: from(-60), biddingClosesAt: from(seconds) },
  };
}
