import { createHmac, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { RejectionError } from '../../kernel/rejection.js';
import type { Caller, OnceTicket } from '../../platform/http/index.js';
import { refusalOfBid } from '../domain/bid-check.js';
import { bidCommitment, sealBid } from '../domain/sealing.js';
import { type AuctionRow, AuctionTables } from '../queries/auction-tables.js';
import { parseDecimal } from '../../kernel/decimal.js';
import { type Bidding, moneyFrom } from './shapes.js';

export interface Sealed {
  readonly sealed: string;
  readonly commitment: string;
  /** What opens the commitment; only the bidder is told. */
  readonly nonce?: string;
}

/**
 * Seals a bid that comes in the clear, after telling what can be told before the opening. Its random parts come from a
 * secret that lives and dies with this process: the same request gives the same seal, so that it may be sent twice, and
 * nobody can make them again later to look into a bid.
 */
@Injectable()
export class SealingDesk {
  private readonly secret = randomBytes(32);

  constructor(@Inject(AuctionTables) private readonly tables: AuctionTables) {}

  async seal(
    venueNo: number,
    auction: AuctionRow,
    accountNo: number,
    bid: Bidding,
    { personId }: Caller,
    { key }: OnceTicket,
  ): Promise<Sealed> {
    const { price, quantity, sealed, commitment } = bid;
    const isSealed = sealed !== undefined && commitment !== undefined;
    if (isSealed && price === undefined && quantity === undefined) return { sealed, commitment };
    if (quantity === undefined || sealed !== undefined || commitment !== undefined)
      throw new RejectionError({
        code: 'auctions.bad_seal',
        detail: 'either quantity, or sealed and commitment',
      });
    const { auction_no: auctionNo, openers, notice, unit_scale: scale } = auction;
    const bidder = await this.tables.bidder(venueNo, auctionNo, accountNo);
    if (bidder === undefined) throw new RejectionError({ code: 'auctions.no_guarantee' });
    const wish = {
      quantity: parseDecimal(quantity, scale) ?? -1,
      ...(price !== undefined && { price: moneyFrom(price) ?? -1 }),
    };
    const guaranteeFen = await this.tables.groupGuarantee(venueNo, auctionNo, bidder.group_name);
    const refusal = refusalOfBid(notice, guaranteeFen, wish);
    if (refusal !== undefined) throw new RejectionError(refusal);

    const random = (what: string): Buffer =>
      createHmac('sha256', this.secret)
        .update(JSON.stringify([what, venueNo, auctionNo, accountNo, personId, key, price ?? '', quantity]))
        .digest();
    const place = {
      publicKeys: [openers.first!.publicKey, openers.second!.publicKey] as const,
      bidderNo: bidder.bidder_no,
    };
    const secret = { ...wish, nonce: random('nonce').toString('hex') };
    return {
      sealed: sealBid(place, secret, random('ephemeral'), random('iv').subarray(0, 12)),
      commitment: bidCommitment(place, secret),
      nonce: secret.nonce,
    };
  }
}
