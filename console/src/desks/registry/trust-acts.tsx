import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { answer, api } from '../../api/client';
import { asRefusal } from '../../api/refusal';
import type { Told } from '../../api/told';
import { instantText, zoneLabel } from '../../format/instant';
import { ActButton } from '../../parts/act-button';
import { Field } from '../../parts/field';
import { ProposeAct } from '../../parts/proposals/propose-act';
import { RefusalNote } from '../../parts/refusal-note';
import { Asked } from '../../parts/states';
import { useSettled } from '../../parts/use-settled';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { language } from '../../words/language';
import { words } from './custody-words';

const ALL = 500;

/** Puts an account on the list: the day from which it will be trusted is said before anything is proposed. */
export function TrustAct({
  accounts,
  onMade,
}: {
  accounts: readonly Told<'Account'>[];
  onMade: (made: Told<'ProposalMade'>) => void;
}): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const [isOpen, setOpen] = useState(false);
  const [account, setAccount] = useState(accounts[0]!.accountId);
  const [written, setWritten] = useState('');
  const trusted = written.trim();
  const settled = useSettled(trusted);
  const forecast = useQuery({
    queryKey: ['trust-forecast', venue, account, settled],
    enabled: isOpen && settled !== '',
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/accounts/{account}/trusted-accounts/forecast', {
          params: { path: { venue, account }, query: { trustedAccountId: settled } },
          signal,
        }),
      ),
  });
  const spoken = language();
  const known = settled === trusted ? forecast.data : undefined;
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {say('trust')}
      </Button>
      <ProposeAct
        isOpen={isOpen}
        title={say('trust.title')}
        act={say('trust.act')}
        isReady={known !== undefined}
        consequence={
          <div className="stack">
            <label>
              {say('of.account')}
              <Select
                aria-label={say('of.account')}
                style={{ width: '100%' }}
                value={account}
                onChange={setAccount}
                options={accounts.map(({ accountId, title }) => ({ value: accountId, label: title }))}
              />
            </label>
            <Field
              label={say('trusted.one')}
              value={written}
              most={64}
              onChange={setWritten}
              hint={say('id.hint')}
            />
            {trusted !== '' && forecast.isError && settled === trusted && (
              <RefusalNote refusal={asRefusal(forecast.error)} title={say('forecast.refused')} />
            )}
            {known !== undefined && (
              <p className="note" role="status" data-testid="trust-forecast">
                {known.atOnce
                  ? say('trust.now')
                  : say('trust.from', {
                      at: `${instantText(known.effectiveAt, spoken)} ${zoneLabel(spoken)}`,
                    })}
              </p>
            )}
          </div>
        }
        propose={({ reason }, key) =>
          answer(
            api.POST('/api/v1/venues/{venue}/accounts/{account}/trusted-accounts', {
              params: { path: { venue, account }, header: { 'Idempotency-Key': key } },
              body: { trustedAccountId: trusted, reason },
            }),
          )
        }
        refresh={['trusted-accounts']}
        onClose={() => setOpen(false)}
        onMade={(made) => {
          onMade(made);
          setWritten('');
          setOpen(false);
        }}
      />
    </>
  );
}

/** Takes an account off the list, at once; what is on its way because it was trusted stops. */
export function Distrust({
  of,
  onDone,
}: {
  of: Told<'TrustedAccount'>;
  onDone: (seq: number) => void;
}): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const { accountId, trustId } = of;
  return (
    <ActButton
      label={say('distrust')}
      title={say('distrust.title')}
      act={say('distrust.act')}
      consequence={
        <div className="stack">
          <p>{say('distrust.what')}</p>
          <Stopping of={of} />
        </div>
      }
      size="small"
      isDestructive
      facts={trustId}
      perform={(_, key) =>
        answer(
          api.POST('/api/v1/venues/{venue}/accounts/{account}/trusted-accounts/{trust}/removal', {
            params: {
              path: { venue, account: accountId, trust: trustId },
              header: { 'Idempotency-Key': key },
            },
          }),
        )
      }
      refresh={['trusted-accounts', 'delayed-transfers', 'tasks', 'notices'].map((name) => [name, venue])}
      onDone={({ seq }) => onDone(seq)}
    />
  );
}

/** How many transfers would be stopped. */
function Stopping({ of: { accountId, trustedAccountId } }: { of: Told<'TrustedAccount'> }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const query = useQuery({
    queryKey: ['delayed-transfers', venue, 'to', accountId],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/delayed-transfers', {
          params: {
            path: { venue },
            query: { state: 'WAITING', fromAccountId: accountId, limit: ALL },
          },
          signal,
        }),
      ),
  });
  return (
    <Asked query={query}>
      {({ items }) => {
        const stopped = items.filter((one) => one.trusted && one.toAccountId === trustedAccountId);
        return <p>{say('distrust.stops', { count: stopped.length })}</p>;
      }}
    </Asked>
  );
}
