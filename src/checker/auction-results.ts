import type { PoolClient } from 'pg';
import { bidCommitment, clearingOf, type OpenedAuction, unsealBid } from '../auctions/index.js';
import { Findings } from './findings.js';
import type { Verdict } from './invariant.js';

const PROMISES = {
  'A5 bids': 'a bid is opened exactly as it was sealed and committed to; none that stood is left out',
  'A5 result': 'the price and all awards follow from the opened bids, cleared once more',
};

interface AuctionRow {
  readonly auction_no: number;
  readonly notice: OpenedAuction['notice'];
  readonly openers: OpenedAuction['openers'];
  readonly result: { readonly price: number; readonly sold: number } | null;
}
interface BidRow {
  readonly bid_no: number;
  readonly account_no: string;
  readonly bidder_no: number;
  readonly group_name: string;
  readonly state: string;
  readonly sealed: string;
  readonly commitment: string;
  readonly price: string | null;
  readonly quantity: string | null;
  readonly nonce: string | null;
  readonly awarded: string;
  readonly placed_seq: string;
}
interface GroupRow {
  readonly group_name: string;
  readonly guarantee: string;
}

/** Opens every sealed bid once more with the revealed keys, and clears once more. */
export async function checkAuctions(client: PoolClient, venueNo: number): Promise<Verdict[]> {
  const findings = new Findings(PROMISES);
  const { rows } = await client.query<AuctionRow>(
    `SELECT auction_no, notice, openers, result FROM auctions
     WHERE venue_no = $1 AND (state IN ('OPENED', 'CLEARED', 'SETTLED') OR result IS NOT NULL) ORDER BY auction_no`,
    [venueNo],
  );
  for (const auction of rows) {
    const bids = await client.query<BidRow>(
      `SELECT b.*, p.bidder_no, p.group_name FROM auction_bids b JOIN auction_bidders p USING (venue_no, auction_no, account_no)
       WHERE venue_no = $1 AND auction_no = $2 AND state NOT IN ('REPLACED', 'WITHDRAWN') ORDER BY bid_no`,
      [venueNo, auction.auction_no],
    );
    for (const bid of bids.rows) checkBid(findings, auction, bid);
    if (auction.result !== null) await checkResult(findings, client, venueNo, auction, bids.rows);
  }
  return findings.verdicts();
}

function checkBid(findings: Findings, { auction_no: auctionNo, openers }: AuctionRow, bid: BidRow): void {
  const { first, second } = openers;
  const place = { publicKeys: [first.publicKey, second.publicKey] as const, bidderNo: bid.bidder_no };
  const secret = unsealBid(place, bid.sealed, [first.privateKey, second.privateKey]);
  const isAsCommitted = secret !== undefined && bidCommitment(place, secret) === bid.commitment;
  const isAsOpened =
    isAsCommitted &&
    secret.nonce === bid.nonce &&
    String(secret.quantity) === bid.quantity &&
    (secret.price === undefined ? null : String(secret.price)) === bid.price;
  const holds = bid.nonce === null ? bid.state === 'REJECTED' && !isAsCommitted : isAsOpened;
  findings.check('A5 bids', holds, () => `bid ${bid.bid_no} of auction ${auctionNo}`);
}

async function checkResult(
  findings: Findings,
  client: PoolClient,
  venueNo: number,
  auction: AuctionRow,
  bids: readonly BidRow[],
): Promise<void> {
  const { rows } = await client.query<GroupRow>(
    `SELECT group_name, sum(guarantee) AS guarantee FROM auction_bidders WHERE venue_no = $1 AND auction_no = $2 GROUP BY 1 ORDER BY 1`,
    [venueNo, auction.auction_no],
  );
  const outcome = clearingOf({
    auctionNo: auction.auction_no,
    notice: auction.notice,
    openers: auction.openers,
    groups: rows.map(({ group_name, guarantee }) => ({
      groupName: group_name,
      guaranteeFen: Number(guarantee),
    })),
    bids: bids
      .filter(({ state }) => state === 'COUNTED')
      .map((bid) => ({
        bidNo: bid.bid_no,
        groupName: bid.group_name,
        quantity: Number(bid.quantity),
        placedSeq: Number(bid.placed_seq),
        ...(bid.price !== null && { price: Number(bid.price) }),
      })),
  });
  const { price, sold } = auction.result!;
  const won = new Map(
    outcome.awards.flatMap((award) => award.bids.map(({ bidId, quantity }) => [bidId, quantity])),
  );
  const isSame =
    outcome.price === price &&
    outcome.sold === sold &&
    bids.every((bid) => (won.get(`b${bid.bid_no}`) ?? 0) === Number(bid.awarded));
  findings.check(
    'A5 result',
    isSame,
    () => `auction ${auction.auction_no}: ${outcome.sold} at ${outcome.price}`,
  );
}
