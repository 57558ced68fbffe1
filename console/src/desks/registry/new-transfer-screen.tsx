import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { accountsQuery, useInstruments } from '../../parts/facts/names';
import { FormPage } from '../../parts/form-page';
import { ProposedNote } from '../../parts/proposals/propose-act';
import { Asked, Empty } from '../../parts/states';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { words } from './custody-words';
import { type Offered, TransferDraft } from './transfer-draft';

const ALL = 500;

/** Units to another account: what would become of it is said before it is proposed. */
export default function NewTransferScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  return (
    <FormPage title={say('new.title')} about={say('new.about')} list="transfers" back={say('back')}>
      <Asked query={useQuery(accountsQuery(venue))}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={say('no.account')}>{say('no.account.next')}</Empty>
          ) : (
            <From accounts={items} />
          )
        }
      </Asked>
    </FormPage>
  );
}

/** From which account; then what it holds can be chosen. */
function From({ accounts }: { accounts: readonly Told<'Account'>[] }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const instruments = useInstruments();
  const [from, setFrom] = useState(accounts[0]!.accountId);
  const [made, setMade] = useState<Told<'ProposalMade'>>();
  const holdings = useQuery({
    queryKey: ['holdings', venue, from],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/holdings', {
          params: { path: { venue }, query: { accountId: from, limit: ALL } },
          signal,
        }),
      ),
  });
  return (
    <section className="sheet stack">
      <ProposedNote made={made} />
      <label>
        {say('from')}
        <Select
          aria-label={say('from')}
          className="wide"
          value={from}
          onChange={setFrom}
          options={accounts.map(({ accountId, title }) => ({ value: accountId, label: title }))}
        />
      </label>
      <Asked query={holdings}>
        {({ items }) => {
          const offered = items.flatMap(({ asset, available }): Offered[] => {
            const instrument = instruments.find(({ symbol }) => symbol === asset);
            return instrument === undefined ? [] : [{ instrument, available }];
          });
          return offered.length === 0 ? (
            <Empty title={say('nothing.held')}>{say('nothing.held.next')}</Empty>
          ) : (
            <TransferDraft key={made?.proposalId} from={from} offered={offered} onMade={setMade} />
          );
        }}
      </Asked>
    </section>
  );
}
