import { may, type Me } from '../api/session';
import type { Desk, ScreenSpec } from '../desks/define-desk';
import { DESKS } from '../desks/desks';

export interface MenuEntry {
  readonly to: string;
  readonly desk: Desk;
  readonly screen: ScreenSpec & { readonly menu: string };
}

/** The menu of a person at a venue: what their powers open, nothing that would refuse them. */
export function menuOf(me: Me | null, venue: string): readonly MenuEntry[] {
  return DESKS.flatMap((desk) =>
    desk.screens.flatMap((screen) =>
      screen.menu !== undefined && may(me, screen.power)
        ? [{ to: `/${venue}/${desk.key}/${screen.path}`, desk, screen: { ...screen, menu: screen.menu } }]
        : [],
    ),
  );
}

const KEPT_VENUE = 'airshed.venue';

export function rememberVenue(venue: string): void {
  localStorage.setItem(KEPT_VENUE, venue);
}

/** The venue last looked at, if there still is one of that name; else the first. */
export function firstVenue(venues: readonly { readonly venue: string }[]): string | undefined {
  const kept = localStorage.getItem(KEPT_VENUE);
  return (venues.find(({ venue }) => venue === kept) ?? venues[0])?.venue;
}
