import { ratio } from '../../kernel/amount.js';

/** Where units go that an auction did not sell. */
export type UnsoldRule =
  /** All to the next auction of the calendar. */
  | { readonly kind: 'NEXT' }
  /** Evenly over so many following auctions (Reg. (EU) 1031/2010: four). */
  | { readonly kind: 'SPREAD'; readonly auctions: number }
  /** The same, but none grows beyond a share of its first volume (UK ETS: 125 %); what is over goes on to later ones. */
  | { readonly kind: 'CAPPED_SPREAD'; readonly auctions: number; readonly capPercent: number };

/** A coming auction: what it offers now, and what it offered before anything was carried into it. */
export interface ComingAuction {
  readonly volume: number;
  readonly firstVolume: number;
}

/**
 * New volumes of the coming auctions, in calendar order, and what found no room. The earlier auctions get the units that
 * do not divide evenly.
 */
export function carryUnsold(
  unsold: number,
  rule: UnsoldRule,
  coming: readonly ComingAuction[],
): { readonly volumes: number[]; readonly left: number } {
  const volumes = coming.map(({ volume }) => volume);
  const room = coming.map(({ volume, firstVolume }) =>
    rule.kind === 'CAPPED_SPREAD'
      ? Math.max(0, ratio(firstVolume, rule.capPercent, 100, 'FLOOR') - volume)
      : Infinity,
  );
  const spread = Math.min(rule.kind === 'NEXT' ? 1 : rule.auctions, coming.length);
  let left = unsold;
  for (let i = 0; i < spread; i++) give(i, ratio(left, 1, spread - i, 'CEIL'));
  // What a full auction could not take goes to the next one that can.
  for (let i = 0; i < volumes.length && left > 0 && rule.kind === 'CAPPED_SPREAD'; i++) give(i, left);
  return { volumes, left };

  function give(i: number, wanted: number): void {
    const given = Math.min(wanted, room[i]);
    volumes[i] += given;
    room[i] -= given;
    left -= given;
  }
}
