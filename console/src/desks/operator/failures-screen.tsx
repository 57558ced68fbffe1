import { type ReactNode, useId, useState } from 'react';
import { answer, api } from '../../api/client';
import { usePower } from '../../api/session';
import type { Told } from '../../api/told';
import { grouped } from '../../format/decimal';
import { ActButton } from '../../parts/act-button';
import { AccountChoice } from '../../parts/facts/account-choice';
import { ShortText } from '../../parts/facts/copied-text';
import { AccountName, useInstruments } from '../../parts/facts/names';
import { Amount, Moment, ZoneLabel } from '../../parts/figures';
import { Mark, type Tone } from '../../parts/mark';
import { PagedTable } from '../../parts/paged-table';
import { Empty } from '../../parts/states';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { Proposed, Said } from './proposed';
import { FailuresNav } from './settlement-nav';
import { words } from './settlement-words';

type Failure = Told<'FailedDelivery'>;
const CENTS = 2;
const SETTLED = new Set(['DELIVERED', 'RECOVERED']);
const WAITING = new Set(['RETRY', 'RESERVE_COVERED']);
const toneOf = (state: string): Tone => (SETTLED.has(state) ? 'good' : WAITING.has(state) ? 'warn' : 'bad');

/** What could not be delivered: who must act, and what can be done. */
export default function FailuresScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const isClearing = usePower('settlement.run');
  const [said, setSaid] = useState<ReactNode>();
  return (
    <>
      <div className="screen-head">
        <h1>{say('failures')}</h1>
        <ZoneLabel />
      </div>
      <FailuresNav />
      <Said>{said}</Said>
      <PagedTable<Failure>
        name="failed-deliveries"
        label={say('failures')}
        rowKey={({ tradeId, leg }) => `${tradeId} ${leg}`}
        load={({ limit, after, filters, signal }) =>
          answer(
            api.GET('/api/v1/venues/{venue}/failed-deliveries', {
              params: {
                path: { venue },
                query: {
                  limit,
                  ...(after !== undefined && { after }),
                  ...(filters as { state?: 'owed' }),
                  ...(filters['state'] === undefined && { state: 'all' as const }),
                },
              },
              signal,
            }),
          )
        }
        filters={[
          { field: 'state', label: say('state'), options: [{ value: 'owed', label: say('failures.owed') }] },
        ]}
        actions={
          isClearing && (
            <>
              <RetryAll onSaid={setSaid} />
              <NameReserve onSaid={setSaid} />
            </>
          )
        }
        columns={[
          { title: say('asset'), dataIndex: 'symbol' },
          { title: say('leg'), render: (_, { leg }) => say(`leg.${leg}`) },
          {
            title: say('debtor'),
            render: (_, { accountId }) => (
              <div style={{ maxWidth: 180, whiteSpace: 'normal' }}>
                <AccountName id={accountId} />
              </div>
            ),
          },
          { title: say('owes'), align: 'right', render: (_, { owes }) => <Amount of={owes} /> },
          {
            title: say('state'),
            render: (_, { state, obstacle }) => (
              <Mark tone={toneOf(state)}>
                {wordOf(say, words, 'failure', state)} · {say(`obstacle.${obstacle}`)}
              </Mark>
            ),
          },
          { title: say('act'), render: (_, failure) => <Acts failure={failure} onSaid={setSaid} /> },
          { title: say('day'), dataIndex: 'tradingDay' },
          { title: say('trade'), render: (_, { tradeId }) => <ShortText of={tradeId} /> },
          { title: say('owner'), render: (_, { owner }) => (owner === '' ? '—' : say(`owner.${owner}`)) },
          { title: say('retries'), align: 'right', dataIndex: 'retries' },
          {
            title: say('retry.next'),
            render: (_, { nextRetryAt }) => <Moment at={nextRetryAt} style="minute" />,
          },
          { title: say('since'), render: (_, { since }) => <Moment at={since} style="minute" /> },
          { title: say('reason'), render: (_, { reason }) => reason || '—' },
        ]}
        empty={<Empty title={say('failures.none')}>{say('failures.none.next')}</Empty>}
      />
    </>
  );
}

interface ActProps {
  readonly onSaid: (said: ReactNode) => void;
}

function RetryAll({ onSaid }: ActProps): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  return (
    <ActButton
      label={say('retry.all')}
      title={say('retry.all')}
      consequence={say('retry.all.what')}
      perform={(_, key) =>
        answer(
          api.POST('/api/v1/venues/{venue}/failed-deliveries/retries', {
            params: { path: { venue }, header: { 'Idempotency-Key': key } },
          }),
        )
      }
      refresh={[['failed-deliveries', venue]]}
      onDone={({ given, owed, seq }) => onSaid(say('retry.all.done', { given, owed, seq }))}
    />
  );
}

function NameReserve({ onSaid }: ActProps): ReactNode {
  const say = useWords(words);
  const id = useId();
  const venue = useVenue();
  const [accountId, setAccountId] = useState<string>();
  return (
    <ActButton
      label={say('reserve')}
      title={say('reserve')}
      act={say('reserve.act')}
      consequence={
        <div className="stack">
          <p>{say('reserve.what')}</p>
          <label htmlFor={id}>{say('account')}</label>
          <AccountChoice id={id} value={accountId} onChange={setAccountId} />
        </div>
      }
      reason={say('reason')}
      isReady={accountId !== undefined}
      needsSecondPerson
      facts={accountId}
      perform={(reason, key) =>
        answer(
          api.POST('/api/v1/venues/{venue}/settlement-reserve', {
            params: { path: { venue }, header: { 'Idempotency-Key': key } },
            body: { accountId: accountId!, reason },
          }),
        )
      }
      refresh={[['proposals', venue]]}
      onDone={(made) => onSaid(<Proposed made={made} />)}
    />
  );
}

function Acts({ failure, onSaid }: ActProps & { failure: Failure }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const currency = useCurrency();
  const [mayCover, mayDefault] = [usePower('cash.enter'), usePower('freeze.propose')];
  const { tradeId, state, owes, leg, coveredByReserve, accountId, nextRetryAt, obstacle } = failure;
  const instrument = useInstruments().find(({ symbol }) => symbol === failure.symbol);
  if (SETTLED.has(state)) return null;
  // What is still tried again, or waits for somebody else's delivery, is nobody's default yet.
  const isEarly = nextRetryAt !== null || obstacle === 'SHORT';
  const unitScale = leg === 'CASH' ? CENTS : (instrument?.unitScale ?? 0);
  const params = (key: string) => ({
    path: { venue, trade: tradeId },
    header: { 'Idempotency-Key': key },
  });
  const unit = leg === 'CASH' ? currency : (instrument?.unitName ?? '');
  const facts = { owes: `${grouped(owes)} ${unit}`, leg: say(`leg.${leg}`), symbol: failure.symbol };
  return (
    <div className="stack" style={{ gap: 4, alignItems: 'flex-start' }}>
      {mayCover && !coveredByReserve && (
        <ActButton
          label={say('cover')}
          title={say('cover')}
          act={say('cover.act')}
          size="small"
          needsSecondPerson
          consequence={say('cover.what', facts)}
          reason={say('reason')}
          facts={tradeId}
          unitScale={unitScale}
          perform={(reason, key) =>
            answer(
              api.POST('/api/v1/venues/{venue}/failed-deliveries/{trade}/cover', {
                params: params(key),
                body: { reason },
              }),
            )
          }
          refresh={[
            ['failed-deliveries', venue],
            ['proposals', venue],
          ]}
          onDone={(made) => onSaid(<Proposed made={made} />)}
        />
      )}
      {mayDefault && state !== 'DEFAULTED' && isEarly && (
        <span className="quiet" style={{ maxWidth: 170, whiteSpace: 'normal' }}>
          {say(nextRetryAt === null ? 'default.short' : 'default.early')}
        </span>
      )}
      {mayDefault && state !== 'DEFAULTED' && !isEarly && (
        <ActButton
          label={say('default')}
          title={say('default')}
          act={say('default.act')}
          size="small"
          isDestructive
          needsSecondPerson
          consequence={
            <>
              {say('default.what', facts)} <AccountName id={accountId} />
            </>
          }
          reason={say('reason')}
          facts={tradeId}
          unitScale={unitScale}
          perform={(reason, key) =>
            answer(
              api.POST('/api/v1/venues/{venue}/failed-deliveries/{trade}/default', {
                params: params(key),
                body: { reason },
              }),
            )
          }
          refresh={[
            ['failed-deliveries', venue],
            ['proposals', venue],
          ]}
          onDone={(made) => onSaid(<Proposed made={made} />)}
        />
      )}
    </div>
  );
}
