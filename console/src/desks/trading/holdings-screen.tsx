import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Asked, Empty } from '../../parts/states';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { HoldingsTable } from './holdings-table';
import { accountsQuery, holdingsQuery } from './queries';
import { useOwnNews } from './use-own-news';
import { words } from './words';
import { localName } from '../../words/local-name';

export default function HoldingsScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  useOwnNews(venue, true);
  const accounts = useQuery(accountsQuery(venue));
  const titleOf = (accountId: string): string =>
    localName(accounts.data?.items.find((account) => account.accountId === accountId)?.title ?? accountId);
  return (
    <>
      <div className="screen-head">
        <h1>{say('holdings.title')}</h1>
      </div>
      <section className="sheet stack">
        <Asked query={useQuery(holdingsQuery(venue))}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={say('holdings.none')}>{say('holdings.none.next')}</Empty>
            ) : (
              <>
                <HoldingsTable holdings={items} titleOf={titleOf} />
                <p className="quiet">{say('holdings.sum')}</p>
              </>
            )
          }
        </Asked>
      </section>
    </>
  );
}
