import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useId, useState } from 'react';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { grouped, typed } from '../../format/decimal';
import { ActButton } from '../../parts/act-button';
import { AccountChoice } from '../../parts/facts/account-choice';
import { useAccounts } from '../../parts/facts/names';
import { useTitleFilter } from '../../parts/list-filters';
import { PagedTable } from '../../parts/paged-table';
import { Empty } from '../../parts/states';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { BankNav } from './bank-nav';
import { words } from './bank-words';
import './operator.css';
import { Proposed, Said } from './proposed';
import { bankAccountsQuery } from './queries';
import { TextField } from './text-field';

/** How a member's money finds its account; and, while no statement books it, money entered by hand. */
export default function DepositsScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const [said, setSaid] = useState<ReactNode>();
  const banks = useQuery(bankAccountsQuery(venue)).data?.items;
  return (
    <>
      <div className="screen-head">
        <h1>{say('deposits')}</h1>
      </div>
      <BankNav />
      <Said>{said}</Said>
      <section className="sheet stack">
        <h2>{say('by.hand')}</h2>
        {banks !== undefined && banks.length > 0 ? (
          <p className="quiet">{say('by.hand.booked')}</p>
        ) : (
          <ByHand onSaid={setSaid} />
        )}
      </section>
      <section className="sheet stack">
        <h2>{say('routes')}</h2>
        <p className="quiet">{say('routes.what')}</p>
        <PagedTable<Told<'CashRoute'>>
          name="cash-routes"
          label={say('routes')}
          rowKey={({ accountId }) => accountId}
          load={({ limit, after, filters, signal }) =>
            answer(
              api.GET('/api/v1/venues/{venue}/cash-routes', {
                params: {
                  path: { venue },
                  query: {
                    limit,
                    ...(after !== undefined && { after }),
                    ...(filters as { title?: string; payee?: 'named' }),
                  },
                },
                signal,
              }),
            )
          }
          filters={[
            useTitleFilter(),
            {
              field: 'payee',
              label: say('payee'),
              options: (['named', 'missing'] as const).map((value) => ({
                value,
                label: say(`payee.${value}`),
              })),
            },
          ]}
          columns={[
            { title: say('account'), dataIndex: 'title' },
            { title: say('reference'), render: (_, { depositReference }) => <code>{depositReference}</code> },
            {
              title: say('payee'),
              render: (_, { payee }) =>
                payee === null ? (
                  <span className="quiet">{say('payee.none')}</span>
                ) : (
                  <>
                    {payee.name} <code>{payee.bank}</code> <code>{payee.number}</code>
                  </>
                ),
            },
          ]}
          empty={<Empty title={say('routes.none')}>{say('routes.none.next')}</Empty>}
        />
      </section>
    </>
  );
}

function ByHand({ onSaid }: { onSaid: (said: ReactNode) => void }): ReactNode {
  const say = useWords(words);
  const id = useId();
  const venue = useVenue();
  const currency = useCurrency();
  const accounts = useAccounts();
  const [accountId, setAccountId] = useState<string>();
  const [text, setText] = useState('');
  const [bankReference, setReference] = useState('');
  const amount = typed(text);
  const title = accounts.find((one) => one.accountId === accountId)?.title ?? '—';
  const isReady = accountId !== undefined && amount !== undefined && bankReference !== '';
  const facts = { amount: grouped(amount ?? '0'), currency, title };
  return (
    <>
      <div className="fields">
        <div>
          <label htmlFor={id}>{say('account')}</label>
          <AccountChoice id={id} value={accountId} onChange={setAccountId} />
        </div>
        <TextField label={`${say('amount')} (${currency})`} isFigure value={text} onChange={setText} />
        <TextField label={say('bank.reference')} value={bankReference} onChange={setReference} />
      </div>
      <div className="row">
        {(['deposits', 'withdrawals'] as const).map((door) => (
          <ActButton
            key={door}
            label={say(`hand.${door}`)}
            title={say(`hand.${door}`)}
            consequence={say(`hand.${door}.what`, facts)}
            reason={say('reason')}
            isReady={isReady}
            isPrimary={door === 'deposits'}
            isDestructive={door === 'withdrawals'}
            needsSecondPerson
            facts={[door, accountId, amount, bankReference]}
            perform={(reason, key) =>
              answer(
                api.POST(`/api/v1/venues/{venue}/${door}`, {
                  params: { path: { venue }, header: { 'Idempotency-Key': key } },
                  body: { accountId: accountId!, amount: amount!, bankReference, reason },
                }),
              )
            }
            refresh={[
              ['proposals', venue],
              ['inbox', venue],
            ]}
            onDone={(made) => onSaid(<Proposed made={made} />)}
          />
        ))}
      </div>
      <p className="quiet">{say('by.hand.what')}</p>
    </>
  );
}
