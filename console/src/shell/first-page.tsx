import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Navigate } from 'react-router';
import { meQuery, venuesQuery } from '../api/session';
import { Asked, Empty } from '../parts/states';
import { useWords } from '../words/define-words';
import { firstVenue, menuOf } from './reach';
import { useVenue } from './use-venue';
import { WelcomePage } from './welcome-page';
import { words } from './words';

/** Strangers are told who they can be; others go to their first desk. */
export function FirstPage(): ReactNode {
  const say = useWords(words);
  const named = useVenue();
  const me = useQuery(meQuery);
  const venues = useQuery(venuesQuery);
  return (
    <Asked query={me}>
      {(person) => (
        <Asked query={venues}>
          {({ items }) => {
            if (person === null) return <WelcomePage />;
            const venue = named === '' ? firstVenue(items) : named;
            const first = venue === undefined ? undefined : menuOf(person, venue)[0];
            if (first !== undefined) return <Navigate to={first.to} replace />;
            if (venue !== undefined && named === '') return <Navigate to={`/${venue}`} replace />;
            return <Empty title={say('no.desk.title')}>{say('no.desk.what')}</Empty>;
          }}
        </Asked>
      )}
    </Asked>
  );
}
