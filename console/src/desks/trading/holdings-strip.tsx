import { useQuery } from '@tanstack/react-query';
import { memo, type ReactNode } from 'react';
import { Asked } from '../../parts/states';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import type { Instrument } from './answers';
import { HoldingsTable } from './holdings-table';
import { holdingsQuery } from './queries';
import { words } from './words';

/** The two holdings that the ticket is about: the instrument and the cash. */
export const HoldingsStrip = memo(function HoldingsStrip({
  instrument,
}: {
  instrument: Instrument;
}): ReactNode {
  const say = useWords(words);
  return (
    <section className="sheet" aria-labelledby="holdings">
      <header>
        <h2 id="holdings">{say('holdings.title')}</h2>
      </header>
      <Asked query={useQuery(holdingsQuery(useVenue()))}>
        {({ items }) => (
          <HoldingsTable
            holdings={items.filter(({ asset }) => asset === 'cash' || asset === instrument.symbol)}
          />
        )}
      </Asked>
    </section>
  );
});
