import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { answer, api } from '../../api/client';
import { usePower } from '../../api/session';
import type { Told } from '../../api/told';
import { ActButton } from '../../parts/act-button';
import { ShortText } from '../../parts/facts/copied-text';
import { AccountName } from '../../parts/facts/names';
import { Moment, ZoneLabel } from '../../parts/figures';
import { Mark } from '../../parts/mark';
import { useAccountFilter, useDayFilters } from '../../parts/list-filters';
import { PagedTable } from '../../parts/paged-table';
import { Empty } from '../../parts/states';
import { useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { Said } from './proposed';
import { FailuresNav } from './settlement-nav';
import { words } from './settlement-words';

type Dispute = Told<'Dispute'>;
const STATES = ['OPEN', 'ACCEPTED', 'REJECTED'] as const;
const TONES = { OPEN: 'warn', ACCEPTED: 'bad', REJECTED: 'quiet' } as const;

/** Objections of members to what was settled: answered before the next opening. */
export default function DisputesScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const [said, setSaid] = useState<ReactNode>();
  return (
    <>
      <div className="screen-head">
        <h1>{say('disputes')}</h1>
        <ZoneLabel />
      </div>
      <FailuresNav />
      <Said>{said}</Said>
      <PagedTable<Dispute>
        name="disputes"
        label={say('disputes')}
        rowKey={({ dispute }) => String(dispute)}
        load={({ limit, after, filters, signal }) =>
          answer(
            api.GET('/api/v1/venues/{venue}/disputes', {
              params: {
                path: { venue },
                query: {
                  limit,
                  ...(after !== undefined && { after }),
                  ...(filters as { state?: 'OPEN'; accountId?: string; from?: string; to?: string }),
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
            options: STATES.map((value) => ({ value, label: say(`dispute.state.${value}`) })),
          },
          useAccountFilter(),
          ...useDayFilters(),
        ]}
        columns={[
          { title: say('dispute'), align: 'right', dataIndex: 'dispute' },
          { title: say('day'), dataIndex: 'tradingDay' },
          { title: say('trade'), render: (_, { tradeId }) => <ShortText of={tradeId} /> },
          {
            title: say('account'),
            render: (_, { accountId }) => (accountId === undefined ? '—' : <AccountName id={accountId} />),
          },
          { title: say('grounds'), render: (_, { grounds }) => <Wide text={grounds} /> },
          {
            title: say('state'),
            render: (_, { state }) => (
              <Mark tone={TONES[state]}>{wordOf(say, words, 'dispute.state', state)}</Mark>
            ),
          },
          { title: say('act'), render: (_, dispute) => <Acts dispute={dispute} onSaid={setSaid} /> },
          { title: say('filed'), render: (_, { filedAt }) => <Moment at={filedAt} style="minute" /> },
          { title: say('deadline'), render: (_, { deadline }) => <Moment at={deadline} style="minute" /> },
          { title: say('answer'), render: (_, { answer: said }) => <Wide text={said || '—'} /> },
        ]}
        empty={<Empty title={say('disputes.none')}>{say('disputes.none.next')}</Empty>}
      />
    </>
  );
}

function Wide({ text }: { text: string }): ReactNode {
  return <div style={{ minWidth: 160, maxWidth: 320, whiteSpace: 'normal' }}>{text}</div>;
}

function Acts({
  dispute: { dispute, state, proposalId },
  onSaid,
}: {
  dispute: Dispute;
  onSaid: (said: ReactNode) => void;
}): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const mayAnswer = usePower('dispute.answer');
  const opened = (id: string): ReactNode => (
    <Link to={`/${venue}/operator/approvals/${id}`}>{say('annulment.open')}</Link>
  );
  if (state !== 'OPEN') return proposalId === null ? null : opened(proposalId);
  if (!mayAnswer) return null;
  const params = (key: string) => ({
    path: { venue, dispute: String(dispute) },
    header: { 'Idempotency-Key': key },
  });
  return (
    <div className="row">
      <ActButton
        label={say('reject')}
        title={say('reject.title', { dispute })}
        consequence={say('reject.what')}
        reason={say('answer')}
        size="small"
        facts={dispute}
        perform={(text, key) =>
          answer(
            api.POST('/api/v1/venues/{venue}/disputes/{dispute}/reject', {
              params: params(key),
              body: { answer: text },
            }),
          )
        }
        refresh={[['disputes', venue]]}
        onDone={({ seq }) => onSaid(say('reject.done', { dispute, seq }))}
      />
      <ActButton
        label={say('accept')}
        title={say('accept.title', { dispute })}
        consequence={say('accept.what')}
        reason={say('answer')}
        size="small"
        isDestructive
        needsSecondPerson
        facts={dispute}
        perform={(text, key) =>
          answer(
            api.POST('/api/v1/venues/{venue}/disputes/{dispute}/accept', {
              params: params(key),
              body: { answer: text },
            }),
          )
        }
        refresh={[
          ['disputes', venue],
          ['proposals', venue],
        ]}
        onDone={({ seq, proposalId: id }) =>
          onSaid(
            <>
              {say('accept.done', { dispute, seq })} {opened(id)}
            </>,
          )
        }
      />
    </div>
  );
}
