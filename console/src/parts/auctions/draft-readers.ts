/** Whoever may read drafts, as their door asks. */
export const DRAFT_READERS = ['auction.draft', 'auction.approve', 'auction.open'] as const;
