import type { ReactNode } from 'react';
import { AccountName } from '../../parts/facts/names';
import { HoldingsList } from '../../parts/holdings/holdings-list';
import { useAccountFilter, useInstrumentFilter } from '../../parts/list-filters';
import { Empty } from '../../parts/states';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { useOwnNews } from './use-own-news';
import { words } from './words';

/** What every account of one's own has, and in which bucket. */
export default function HoldingsScreen(): ReactNode {
  const say = useWords(words);
  const accounts = useAccountFilter();
  const instrument = useInstrumentFilter();
  useOwnNews(useVenue(), true);
  return (
    <>
      <div className="screen-head">
        <h1>{say('holdings.title')}</h1>
      </div>
      <section className="sheet stack">
        <HoldingsList
          name="holdings"
          label={say('holdings.title')}
          filters={[...(accounts.options!.length > 1 ? [accounts] : []), instrument]}
          account={(id) => <AccountName id={id} />}
          empty={<Empty title={say('holdings.none')}>{say('holdings.none.next')}</Empty>}
        />
        <p className="quiet">{say('holdings.sum')}</p>
      </section>
    </>
  );
}
