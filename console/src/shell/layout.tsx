import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { NavLink, Outlet, useLocation } from 'react-router';
import { meQuery, useMe } from '../api/session';
import { openRule, useOpenRule } from '../parts/open-rule';
import { useTour } from '../tour/tour-state';
import { useWords } from '../words/define-words';
import { KeyboardHelp } from './keyboard-help';
import { type MenuEntry, menuOf, rememberVenue } from './reach';
import { TopBar } from './top-bar';
import { useVenue } from './use-venue';
import { words } from './words';

const RuleDrawer = lazy(() => import('../parts/rule-drawer'));
const TourPanel = lazy(() => import('../tour/tour-panel'));

/** The frame around every screen: skip link, top bar, the desks of this person, the screen. */
export function Layout(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const { isPending } = useQuery(meQuery);
  const entries = menuOf(useMe(), venue);
  const rule = useOpenRule();
  const isOnTour = useTour()?.isOpen === true;
  useTitle(entries);
  useEffect(() => rememberVenue(venue), [venue]);
  if (isPending) return null;
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {say('skip')}
      </a>
      <TopBar />
      <div className="desks">
        <nav aria-label={say('desks')}>
          {desksOf(entries).map((group) => (
            <DeskMenu key={group[0]!.desk.key} entries={group} />
          ))}
        </nav>
      </div>
      <main className="screen" id="content" tabIndex={-1}>
        <Outlet />
      </main>
      {isOnTour && (
        <Suspense>
          <TourPanel />
        </Suspense>
      )}
      <KeyboardHelp />
      {rule !== undefined && (
        <Suspense>
          <RuleDrawer rule={rule} onClose={() => openRule(undefined)} />
        </Suspense>
      )}
    </div>
  );
}

function DeskMenu({ entries }: { entries: readonly MenuEntry[] }): ReactNode {
  const { desk } = entries[0]!;
  const say = useWords(desk.words);
  return (
    <section>
      <h2>{say('title')}</h2>
      <ul>
        {entries.map(({ to, screen }) => (
          <li key={to}>
            <NavLink to={to}>{say(screen.menu)}</NavLink>
          </li>
        ))}
      </ul>
    </section>
  );
}

function desksOf(entries: readonly MenuEntry[]): readonly (readonly MenuEntry[])[] {
  const groups = new Map<string, MenuEntry[]>();
  for (const entry of entries) groups.set(entry.desk.key, [...(groups.get(entry.desk.key) ?? []), entry]);
  return [...groups.values()];
}

/** The tab is named after the screen; a new screen begins at its top, for readers of the page too. */
function useTitle(entries: readonly MenuEntry[]): void {
  const { pathname } = useLocation();
  const current = entries.find(({ to }) => pathname === to || pathname.startsWith(`${to}/`));
  const say = useWords(current?.desk.words ?? words);
  const title = current === undefined ? 'Airshed' : `${say(current.screen.menu as never)} · Airshed`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => {
    // Newer browsers answer with a promise, which an effect must not give back.
    void window.scrollTo(0, 0);
  }, [pathname]);
}
