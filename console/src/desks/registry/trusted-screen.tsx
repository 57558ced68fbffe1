import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { answer, api } from '../../api/client';
import { usePower } from '../../api/session';
import type { Told } from '../../api/told';
import { AccountName, accountsQuery } from '../../parts/facts/names';
import { Moment, ZoneLabel } from '../../parts/figures';
import { Mark, type Tone } from '../../parts/mark';
import { PagedTable } from '../../parts/paged-table';
import { ProposedNote } from '../../parts/proposals/propose-act';
import { Said } from '../../parts/said';
import { Asked, Empty } from '../../parts/states';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { CustodyNav } from './custody-nav';
import { words } from './custody-words';
import { Distrust, TrustAct } from './trust-acts';

type Trusted = Told<'TrustedAccount'>;
const STATES: readonly Trusted['state'][] = ['COOLING', 'TRUSTED', 'REMOVED'];
const TONES: Readonly<Record<Trusted['state'], Tone>> = {
  COOLING: 'warn',
  TRUSTED: 'good',
  REMOVED: 'quiet',
};

/** To whom the accounts of one's organisation send without delay. */
export default function TrustedScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  return (
    <>
      <div className="screen-head">
        <h1>{say('trusted')}</h1>
        <ZoneLabel />
      </div>
      <p className="quiet">{say('trusted.about')}</p>
      <CustodyNav />
      <Asked query={useQuery(accountsQuery(venue))}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={say('no.account')}>{say('no.account.next')}</Empty>
          ) : (
            <TrustedTable accounts={items} />
          )
        }
      </Asked>
    </>
  );
}

function TrustedTable({ accounts }: { accounts: readonly Told<'Account'>[] }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const mayPropose = usePower('transfer.propose');
  const [made, setMade] = useState<Told<'ProposalMade'>>();
  const [said, setSaid] = useState<ReactNode>();
  const [first, ...others] = accounts;
  return (
    <>
      <Said>{said}</Said>
      <ProposedNote made={made} />
      <PagedTable<Trusted>
        name="trusted-accounts"
        label={say('trusted')}
        rowKey={({ trustId }) => trustId}
        load={({ limit, after, filters, signal }) =>
          answer(
            api.GET('/api/v1/venues/{venue}/accounts/{account}/trusted-accounts', {
              params: {
                path: { venue, account: filters['account'] ?? first!.accountId },
                query: {
                  limit,
                  ...(after !== undefined && { after }),
                  ...(filters['state'] !== undefined && { state: filters['state'] as Trusted['state'] }),
                },
              },
              signal,
            }),
          )
        }
        filters={[
          {
            field: 'account',
            label: say('of.account'),
            none: first!.title,
            options: others.map(({ accountId, title }) => ({ value: accountId, label: title })),
          },
          {
            field: 'state',
            label: say('state'),
            options: STATES.map((value) => ({ value, label: say(`trust.${value}`) })),
          },
        ]}
        actions={mayPropose && <TrustAct accounts={accounts} onMade={setMade} />}
        columns={[
          {
            title: say('trusted.one'),
            render: (_, { trustedAccountId }) => <AccountName id={trustedAccountId} />,
          },
          { title: say('added'), render: (_, { addedAt }) => <Moment at={addedAt} style="minute" /> },
          { title: say('effective'), render: (_, { effectiveAt }) => <Moment at={effectiveAt} /> },
          {
            title: say('state'),
            render: (_, { state }) => <Mark tone={TONES[state]}>{say(`trust.${state}`)}</Mark>,
          },
          { title: say('removed'), render: (_, { removedAt }) => <Moment at={removedAt} style="minute" /> },
          {
            title: say('act'),
            render: (_, one) =>
              one.state !== 'REMOVED' && (
                <Distrust of={one} onDone={(seq) => setSaid(say('distrusted', { seq }))} />
              ),
          },
        ]}
        empty={
          <Empty title={say('trusted.none')}>
            <p>{say(mayPropose ? 'trusted.none.next' : 'trusted.none.wait')}</p>
          </Empty>
        }
      />
    </>
  );
}
