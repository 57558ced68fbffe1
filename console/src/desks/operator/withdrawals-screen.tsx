import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { grouped } from '../../format/decimal';
import { ActButton } from '../../parts/act-button';
import { AccountName } from '../../parts/facts/names';
import { Amount, Moment, ZoneLabel } from '../../parts/figures';
import { Mark, type Tone } from '../../parts/mark';
import { PagedTable } from '../../parts/paged-table';
import { Empty } from '../../parts/states';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { BankNav } from './bank-nav';
import { words } from './payment-words';
import { Proposed, Said } from './proposed';

type Withdrawal = Told<'CashWithdrawal'>;
const STATES = ['REQUESTED', 'FILED', 'IN_TRANSIT', 'CONFIRMED', 'RETURNED', 'VOIDED'] as const;
const toneOf = (state: string): Tone =>
  state === 'CONFIRMED' ? 'good' : state === 'REQUESTED' ? 'warn' : state === 'IN_TRANSIT' ? 'warn' : 'quiet';

/** Money that members asked for, and where it is. */
export default function WithdrawalsScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const currency = useCurrency();
  const [said, setSaid] = useState<ReactNode>();
  return (
    <>
      <div className="screen-head">
        <h1>{say('withdrawals')}</h1>
        <ZoneLabel />
      </div>
      <BankNav />
      <Said>{said}</Said>
      <PagedTable<Withdrawal>
        name="cash-withdrawals"
        label={say('withdrawals')}
        rowKey={({ withdrawalId }) => withdrawalId}
        load={({ limit, after, filters, signal }) =>
          answer(
            api.GET('/api/v1/venues/{venue}/cash-withdrawals', {
              params: {
                path: { venue },
                query: {
                  limit,
                  ...(after !== undefined && { after }),
                  ...(filters as { state?: Withdrawal['state'] }),
                },
              },
              signal,
            }),
          )
        }
        filters={[
          {
            field: 'state',
            label: say('state'),
            options: STATES.map((value) => ({ value, label: say(`withdrawal.${value}`) })),
          },
        ]}
        columns={[
          { title: say('reference'), render: (_, { reference }) => <code>{reference}</code> },
          { title: say('what'), render: (_, { kind }) => wordOf(say, words, 'transfer', kind) },
          {
            title: say('account'),
            render: (_, { accountId }) => (accountId === null ? '—' : <AccountName id={accountId} />),
          },
          {
            title: `${say('amount')} (${currency})`,
            align: 'right',
            render: (_, { amount }) => <Amount of={amount} />,
          },
          {
            title: say('payee'),
            render: (_, { payee: { name, number } }) => (
              <>
                {name} <code>{number}</code>
              </>
            ),
          },
          {
            title: say('state'),
            render: (_, { state }) => (
              <Mark tone={toneOf(state)}>{wordOf(say, words, 'withdrawal', state)}</Mark>
            ),
          },
          {
            title: say('act'),
            render: (_, one) =>
              one.state === 'IN_TRANSIT' && (
                <ActButton
                  label={say('void')}
                  title={say('void.title', { reference: one.reference })}
                  act={say('void.act')}
                  consequence={say('void.what', { amount: grouped(one.amount), currency })}
                  reason={say('reason')}
                  size="small"
                  isDestructive
                  needsSecondPerson
                  facts={one.withdrawalId}
                  perform={(reason, key) =>
                    answer(
                      api.POST('/api/v1/venues/{venue}/cash-withdrawals/{withdrawal}/void', {
                        params: {
                          path: { venue, withdrawal: one.withdrawalId },
                          header: { 'Idempotency-Key': key },
                        },
                        body: { reason },
                      }),
                    )
                  }
                  refresh={[
                    ['cash-withdrawals', venue],
                    ['proposals', venue],
                  ]}
                  onDone={(made) => setSaid(<Proposed made={made} />)}
                />
              ),
          },
          { title: say('changed'), render: (_, { changedAt }) => <Moment at={changedAt} style="minute" /> },
          { title: say('note'), render: (_, { note }) => note || '—' },
        ]}
        actions={<Link to={`/${venue}/operator/bank/payment-files`}>{say('draft.go')}</Link>}
        empty={<Empty title={say('withdrawals.none')}>{say('withdrawals.none.next')}</Empty>}
      />
    </>
  );
}
