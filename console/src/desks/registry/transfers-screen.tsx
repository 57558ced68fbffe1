import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { answer, api } from '../../api/client';
import { usePower } from '../../api/session';
import type { Told } from '../../api/told';
import { grouped } from '../../format/decimal';
import { instantText } from '../../format/instant';
import { ActButton } from '../../parts/act-button';
import { AccountName, useAccounts, useInstruments } from '../../parts/facts/names';
import { Amount, Moment, ZoneLabel } from '../../parts/figures';
import { Mark, type Tone } from '../../parts/mark';
import { PagedTable } from '../../parts/paged-table';
import { ProposalsTable } from '../../parts/proposals/proposals-table';
import { Said } from '../../parts/said';
import { Empty } from '../../parts/states';
import { useNow } from '../../parts/use-now';
import { useDesk } from '../../shell/use-desk';
import { useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { language } from '../../words/language';
import { CustodyNav } from './custody-nav';
import { words } from './custody-words';

type Waiting = Told<'DelayedTransfer'>;
const STATES: readonly Waiting['state'][] = ['WAITING', 'EXECUTED', 'CANCELLED', 'STOPPED'];
const TONES: Readonly<Record<Waiting['state'], Tone>> = {
  WAITING: 'warn',
  EXECUTED: 'good',
  CANCELLED: 'quiet',
  STOPPED: 'bad',
};
const LOOK_AGAIN_MS = 20_000;

/** What leaves the accounts of one's organisation outside the market: signed and waiting, or not signed yet. */
export default function TransfersScreen(): ReactNode {
  const say = useWords(words);
  const desk = useDesk();
  const navigate = useNavigate();
  const mayPropose = usePower('transfer.propose');
  const [said, setSaid] = useState<ReactNode>();
  return (
    <>
      <div className="screen-head">
        <h1>{say('title')}</h1>
        <ZoneLabel />
        <span className="push" />
        {mayPropose && (
          <Button type="primary" onClick={() => void navigate(`${desk}/transfers/new`)}>
            {say('new')}
          </Button>
        )}
      </div>
      <p className="quiet">{say('about')}</p>
      <CustodyNav />
      <Said>{said}</Said>
      <section className="sheet stack" aria-labelledby="waiting">
        <h2 id="waiting">{say('waiting')}</h2>
        <WaitingTable onSaid={setSaid} />
      </section>
      <section className="sheet stack" aria-labelledby="proposed">
        <h2 id="proposed">{say('proposed')}</h2>
        <ProposalsTable path="inbox" first="all" action="transfer-units" />
      </section>
    </>
  );
}

function WaitingTable({ onSaid }: { onSaid: (said: ReactNode) => void }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  const mayPropose = usePower('transfer.propose');
  return (
    <PagedTable<Waiting>
      name="delayed-transfers"
      label={say('waiting')}
      rowKey={({ delayedTransferId }) => delayedTransferId}
      refetchInterval={LOOK_AGAIN_MS}
      load={({ limit, after, filters, signal }) =>
        answer(
          api.GET('/api/v1/venues/{venue}/delayed-transfers', {
            params: {
              path: { venue },
              query: {
                limit,
                ...(after !== undefined && { after }),
                ...(filters as { state?: Waiting['state']; fromAccountId?: string; symbol?: string }),
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
          options: STATES.map((value) => ({ value, label: say(`state.${value}`) })),
        },
        {
          field: 'fromAccountId',
          label: say('from'),
          options: useAccounts().map(({ accountId, title }) => ({ value: accountId, label: title })),
        },
        {
          field: 'symbol',
          label: say('symbol'),
          options: useInstruments().map(({ symbol }) => ({ value: symbol, label: symbol })),
        },
      ]}
      columns={[
        { title: say('due'), render: (_, { dueAt }) => <Moment at={dueAt} style="minute" /> },
        { title: say('quantity'), align: 'right', render: (_, { quantity }) => <Amount of={quantity} /> },
        { title: say('symbol'), dataIndex: 'symbol' },
        { title: say('to'), render: (_, { toAccountId }) => <AccountName id={toAccountId} /> },
        {
          title: say('state'),
          render: (_, { state, note }) => (
            <>
              <Mark tone={TONES[state]}>{say(`state.${state}`)}</Mark>
              {note !== '' && (
                <p className="quiet" style={{ maxWidth: 220, whiteSpace: 'normal' }}>
                  {wordOf(say, words, 'note', note.replace(/^\w+\./, ''))}
                </p>
              )}
            </>
          ),
        },
        {
          title: say('act'),
          render: (_, one) => one.state === 'WAITING' && <CallOff of={one} onSaid={onSaid} />,
        },
        { title: say('until'), render: (_, { cancelUntil }) => <Moment at={cancelUntil} style="minute" /> },
        { title: say('why'), render: (_, { trusted }) => say(trusted ? 'why.window' : 'why.delay') },
        { title: say('from'), render: (_, { fromAccountId }) => <AccountName id={fromAccountId} /> },
        { title: say('approved'), render: (_, { approvedAt }) => <Moment at={approvedAt} style="minute" /> },
      ]}
      empty={
        <Empty title={say('waiting.none')}>
          <p>{say('waiting.none.next')}</p>
          {mayPropose && <Link to={`${desk}/transfers/new`}>{say('new')}</Link>}
        </Empty>
      }
    />
  );
}

/** Offered as long as the reader's clock says so; the service's own decides. */
function CallOff({ of, onSaid }: { of: Waiting; onSaid: (said: ReactNode) => void }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const now = useNow(5_000);
  if (now >= Date.parse(of.cancelUntil)) return <span className="quiet">{say('too.late')}</span>;
  const { delayedTransferId, quantity, symbol, dueAt } = of;
  return (
    <ActButton
      label={say('call.off')}
      title={say('call.off.title', { quantity: grouped(quantity), symbol })}
      act={say('call.off.act', { quantity: grouped(quantity) })}
      consequence={say('call.off.what', {
        ...{ quantity: grouped(quantity), symbol, due: instantText(dueAt, language()) },
      })}
      reason={say('call.off.reason')}
      size="small"
      isDestructive
      facts={delayedTransferId}
      perform={(reason, key) =>
        answer(
          api.POST('/api/v1/venues/{venue}/delayed-transfers/{delayedTransfer}/cancel', {
            params: {
              path: { venue, delayedTransfer: delayedTransferId },
              header: { 'Idempotency-Key': key },
            },
            body: { reason },
          }),
        )
      }
      refresh={['delayed-transfers', 'tasks', 'holdings', 'notices'].map((name) => [name, venue])}
      onDone={({ seq }) => onSaid(say('called.off', { quantity: grouped(quantity), symbol, seq }))}
    />
  );
}
