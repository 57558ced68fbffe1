/** What a superuser might do to auctions, and the promise that notices it. */
export const AUCTION_FAULTS: readonly (readonly [string, string, string])[] = [
  ['A1', 'an award grows', `UPDATE auction_awards SET quantity = quantity + 1`],
  [
    'A2',
    'a purchase limit is overstepped',
    `UPDATE auctions SET notice = jsonb_set(notice, '{purchaseLimitBps}', '1')`,
  ],
  ['A3', 'deposits are kept back after the end', `UPDATE auction_bidders SET held = guarantee`],
  ['A4', 'the money of an award never moved', `DELETE FROM ledger_postings WHERE cause = 'auction-award'`],
  ['A5 bids', 'an opened bid is edited', `UPDATE auction_bids SET price = price + 1 WHERE state = 'COUNTED'`],
  [
    'A5 bids',
    'a bid that stood is said not to open',
    `UPDATE auction_bids SET nonce = NULL, state = 'REJECTED', awarded = 0`,
  ],
  ['A5 result', 'the price is lifted', `UPDATE auctions SET result = jsonb_set(result, '{price}', '9999')`],
  ['A5 result', 'an award goes to a losing bid', `UPDATE auction_bids SET awarded = quantity - awarded`],
];
