import { randomUUID } from 'node:crypto';
import type { Json } from '../../src/kernel/json.js';
import type { TestApp } from '../support/app.js';
import { SAFE } from '../support/custody-venue.js';
import { packWith } from '../support/market-world.js';
import { done, type VenueClient } from './venue-client.js';

export const SLOW = 'SLOW-2026';

/** An instrument whose pack, unlike the demonstration's, lets nothing leave at once. */
export async function createSlowInstrument(app: TestApp, venue: VenueClient): Promise<void> {
  const pack = { ...packWith(SAFE, 'demo'), pack: 'slow' } as unknown as Json;
  const command = { kind: 'load-rule-pack', pack };
  await app.engine.submit('demo', { by: 'system:setup', org: '', key: randomUUID(), command });
  await venue.createInstrument({ symbol: SLOW, rulePack: 'slow' });
}

/** What a plant has of safe movement: a trusted account, a waiting transfer, a notice and a certificate, one of each. */
export class CustodyObjects {
  constructor(
    private readonly venue: VenueClient,
    private readonly plant: string,
    private readonly accountId: string,
    /** An account of somebody else. */
    private readonly other: string,
  ) {}

  async allocate(): Promise<void> {
    await this.venue.allocate(SLOW, [{ accountId: this.accountId, quantity: '1000' }], '1000000');
    const units = { accountId: this.accountId, symbol: SLOW, quantity: '1', reason: 'by law' };
    await this.venue.agreed('issuer', ['approver'], 'freezes', { ...units, authority: 'Court' });
    const signers = [`${this.plant}-manager`, 'approver'];
    await this.venue.agreed(this.plant, signers, 'surrenders', { ...units, year: 2026 });
  }

  async trust(): Promise<string> {
    const path = `accounts/${this.accountId}/trusted-accounts`;
    const known = await this.firstOf(path, ({ removedAt }) => removedAt === null);
    if (known !== undefined) return known.trustId;
    const addition = { trustedAccountId: this.other, reason: 'our own bank' };
    await this.venue.agreed(this.plant, [`${this.plant}-manager`], path, addition);
    return (await this.firstOf(path)).trustId;
  }

  async delayedTransfer(): Promise<string> {
    const path = 'delayed-transfers?state=WAITING';
    const known = await this.firstOf(path);
    if (known !== undefined) return known.delayedTransferId;
    const transfer = { fromAccountId: this.accountId, toAccountId: this.other, symbol: SLOW };
    await this.venue.agreed(this.plant, [`${this.plant}-manager`], 'transfers', {
      ...transfer,
      quantity: '1',
      reason: 'sold elsewhere',
    });
    return (await this.firstOf(path)).delayedTransferId;
  }

  async notice(): Promise<string> {
    return (await this.firstOf('notices')).noticeId;
  }

  async certificate(): Promise<string> {
    const path = `accounts/${this.accountId}/certificates`;
    const known = await this.firstOf(path);
    return known?.code ?? done(await this.venue.post(this.plant, path, { symbol: SLOW })).body.code;
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  private async firstOf(path: string, isRight: (item: any) => boolean = () => true): Promise<any> {
    return done(await this.venue.get(this.plant, path)).body.items.find(isRight);
  }
}
