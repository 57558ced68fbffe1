import type { Json } from '../../kernel/json.js';
import { AUCTIONS_LIVE_MAX } from '../../kernel/limits.js';
import { accept, type Outcome, reject } from '../../kernel/rejection.js';
import type { Command, CommandContext, Handlers } from '../../sequencer/domain/command.js';
import { OPENER_PARTS, type OpenerPart } from './auction.js';
import { type Draft, noticeOf, packAt } from './auction-rules.js';
import { faultOfNotice } from './notice.js';
import { isKey, isUsablePublicKey } from './sealing.js';
import { auctionIn, type AuctionsWorld } from './world.js';

type DraftAuction = Command & { readonly draft: Draft };

interface RegisterOpener extends Command {
  readonly auctionNo: number;
  readonly part: OpenerPart;
  readonly publicKey: string;
  readonly seedCommitment: string;
}

export const draftHandlers: Handlers = {
  'draft-auction': draftAuction,
  'register-opener': registerOpener,
};

function draftAuction(world: AuctionsWorld, { draft }: DraftAuction, context: CommandContext): Outcome<Json> {
  const { registry, auctions } = world;
  if (auctions.liveCount >= AUCTIONS_LIVE_MAX) return reject('auctions.too_many_auctions');
  const instrument = registry.instrument(draft.instrumentNo);
  if (instrument === undefined) return reject('auctions.unknown_instrument');
  if (instrument.state === 'RETIRED') return reject('auctions.instrument_retired');
  const pack = packAt(world.rules, instrument, context.at);
  const notice = pack && noticeOf(draft, instrument, pack);
  if (notice === undefined) return reject('auctions.not_in_market');
  const seller = registry.account(notice.sellerAccount);
  if (seller === undefined || seller.kind !== 'government' || seller.state !== 'ACTIVE')
    return reject('auctions.seller_not_government');
  const fault = faultOfNotice(notice);
  if (fault !== undefined) return reject('auctions.bad_notice', { detail: fault });

  const { auctionNo } = auctions.add(notice, context.by, context.at);
  context.emit({ type: 'AuctionDrafted', auctionNo, instrumentNo: notice.instrumentNo });
  return accept({ auctionNo, state: 'DRAFT' });
}

/** Until the announcement: a lost key may still be exchanged for another. */
function registerOpener(
  world: AuctionsWorld,
  { auctionNo, part, publicKey, seedCommitment }: RegisterOpener,
  context: CommandContext,
): Outcome<Json> {
  const found = auctionIn(world, auctionNo, ['DRAFT']);
  if (!found.ok) return found;
  const auction = found.value;
  const other = auction.openers[OPENER_PARTS.find((each) => each !== part)!];
  if (other?.by === context.by) return reject('auctions.four_eyes');
  if (!isUsablePublicKey(publicKey) || !isKey(seedCommitment)) return reject('auctions.bad_key');
  if (other?.publicKey === publicKey || other?.seedCommitment === seedCommitment)
    return reject('auctions.bad_key');

  auction.openers[part] = {
    ...{ by: context.by, publicKey, seedCommitment },
    ...{ privateKey: '', seed: '', revealedAt: 0 },
  };
  world.auctions.change(auction, context.at);
  context.emit({ type: 'AuctionOpenerRegistered', auctionNo, part, publicKey, seedCommitment });
  return accept({ auctionNo, part });
}
