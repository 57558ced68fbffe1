import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { AccountName } from '../../parts/facts/names';
import { HoldingsList } from '../../parts/holdings/holdings-list';
import { useAccountFilter, useInstrumentFilter } from '../../parts/list-filters';
import { Empty } from '../../parts/states';
import { useDesk } from '../../shell/use-desk';
import { useWords } from '../../words/define-words';
import { words } from './words';

/** Every account's money and goods, bucket by bucket. */
export default function BalancesScreen(): ReactNode {
  const say = useWords(words);
  const desk = useDesk();
  return (
    <>
      <div className="screen-head">
        <h1>{say('balances.title')}</h1>
      </div>
      <HoldingsList
        name="balances"
        label={say('balances.title')}
        filters={[useAccountFilter(), useInstrumentFilter()]}
        account={(id) => (
          <Link to={`${desk}/accounts/${id}`}>
            <AccountName id={id} />
          </Link>
        )}
        empty={
          <Empty title={say('balances.none')}>
            <p>{say('balances.none.next')}</p>
          </Empty>
        }
      />
    </>
  );
}
