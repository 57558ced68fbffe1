import type { ReactNode } from 'react';
import { useDeskName } from '../../shell/use-desk';
import { useWords } from '../../words/define-words';
import { ZoneLabel } from '../figures';
import { RightsTable } from './rights-table';
import { NoticesTable, TransfersTable } from './transfers-table';
import { words } from './words';

/** A plant's rights, its transfers and every notice; an office sees all transfers. */
export default function PermitsScreen(): ReactNode {
  const say = useWords(words);
  const isPlant = useDeskName() === 'trading';
  const own = say(isPlant ? 'transfers.own' : 'transfers');
  return (
    <>
      <div className="screen-head">
        <h1>{say('title')}</h1>
        <ZoneLabel />
      </div>
      <p className="quiet">{say('about')}</p>
      <section className="sheet stack" aria-labelledby="transfers">
        <h2 id="transfers">{own}</h2>
        <TransfersTable label={own} />
      </section>
      {isPlant && (
        <section className="sheet stack" aria-labelledby="rights">
          <h2 id="rights">{say('rights')}</h2>
          <RightsTable />
        </section>
      )}
      <section className="sheet stack" aria-labelledby="notices">
        <h2 id="notices">{say('notices')}</h2>
        <NoticesTable />
      </section>
    </>
  );
}
