import type { Json } from '../../src/kernel/json.js';
import type { BlockNegotiation, BlockTerms } from '../../src/market/domain/block-agreement.js';
import { BlockAgreements } from '../../src/market/domain/block-agreements.js';
import type { OneWayBidding } from '../../src/market/domain/one-way-bidding.js';
import { OneWayBiddings } from '../../src/market/domain/one-way-biddings.js';
import { instead, type PlantedBug } from './planting.js';

/** Bugs in what is negotiated outside the books. */
export const NEGOTIATED: readonly PlantedBug[] = [
  {
    name: 'an offer counts as a word for it',
    about: ['blocks'],
    noticedBy: ['B1 journal'],
    plant: instead(BlockAgreements.prototype, 'offer', (original) => {
      return function (negotiation: BlockNegotiation, terms: BlockTerms) {
        original.call(this, negotiation, terms);
        // The founding is sound, and is decided again by those who start from the first record.
        if (negotiation.version > 1)
          negotiation.confirmed[terms.offeredBy] = { seq: terms.seq, at: terms.at };
      };
    }),
  },
  {
    name: 'who registered first is forgotten at the award',
    about: ['biddings'],
    noticedBy: ['B2 journal'],
    plant: instead(OneWayBiddings.prototype, 'standing', (original) => {
      return function (bidding: OneWayBidding) {
        return original.call(this, bidding).slice(1);
      };
    }),
  },
  {
    name: 'after a restart nobody has paid a deposit',
    about: ['biddings'],
    noticedBy: ['I1–I9 memory'],
    plant: instead(OneWayBiddings, 'restore', (original) => {
      return function (state: Json | undefined) {
        const oneWay = original.call(this, state) as OneWayBiddings;
        for (const { bidders } of oneWay.open()) for (const bidder of bidders) bidder.deposit = 0;
        return oneWay;
      };
    }),
  },
];
