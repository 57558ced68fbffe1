/** What an account has, by what may be done with it: only what is available can be sold or spent. */
export const BUCKETS = ['available', 'posted', 'incoming', 'held', 'outgoing', 'locked', 'frozen'] as const;
