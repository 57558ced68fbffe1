import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { answer, api } from '../../api/client';
import { useAct } from '../../api/use-act';
import { ConfirmAct } from '../../parts/confirm-act';
import { Amount, Moment } from '../../parts/figures';
import { useDayFilters, useInstrumentFilter, wordFilter } from '../../parts/list-filters';
import { PagedTable } from '../../parts/paged-table';
import { RefusalNote } from '../../parts/refusal-note';
import { Empty } from '../../parts/states';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import type { Intent } from './answers';
import { words } from './block-words';
import { SideWord } from './side-word';
import { useTradingAccounts } from './use-trading-account';

const LOOK_AGAIN_MS = 5_000;
const STATES = ['INTENT', 'FILLED', 'WITHDRAWN', 'EXPIRED'] as const;

export function BlockIntents(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const currency = useCurrency();
  return (
    <PagedTable<Intent>
      name="block-intents"
      label={say('intents')}
      refetchInterval={LOOK_AGAIN_MS}
      rowKey={({ intentId }) => intentId}
      load={({ limit, after, filters, signal }) =>
        answer(
          api.GET('/api/v1/venues/{venue}/block-intents', {
            params: {
              path: { venue },
              query: {
                limit,
                ...(after !== undefined && { after }),
                ...(filters as { state?: Intent['state'] }),
              },
            },
            signal,
          }),
        )
      }
      filters={[
        useInstrumentFilter(),
        wordFilter('side', say('side'), ['buy', 'sell'], (side) => say(`side.${side}`)),
        wordFilter('state', say('state'), STATES, (state) => say(`state.${state}`)),
        ...useDayFilters(),
      ]}
      columns={[
        { title: say('at'), render: (_, { postedAt }) => <Moment at={postedAt} /> },
        { title: say('symbol'), dataIndex: 'symbol' },
        { title: say('side'), render: (_, { side }) => <SideWord side={side} /> },
        {
          title: `${say('price')} (${currency})`,
          align: 'right',
          render: (_, { price }) => <Amount of={price} />,
        },
        { title: say('quantity'), align: 'right', render: (_, { quantity }) => <Amount of={quantity} /> },
        {
          title: say('whose'),
          render: (_, { isOwn, poster }) => (isOwn ? say('own') : (poster ?? say('others'))),
        },
        { title: say('state'), render: (_, { state }) => wordOf(say, words, 'state', state) },
        { title: say('act'), render: (_, intent) => <ActOn intent={intent} /> },
      ]}
      empty={<Empty title={say('intents.none')}>{say('intents.next')}</Empty>}
    />
  );
}

function ActOn({ intent }: { intent: Intent }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const [isOpen, setOpen] = useState(false);
  const account = useTradingAccounts()[0];
  const refresh = [
    ['block-intents', venue],
    ['block-negotiations', venue],
    ['holdings', venue],
  ];
  const answering = useAct({
    act: (accountId: string, key) =>
      answer(
        api.POST('/api/v1/venues/{venue}/block-negotiations', {
          params: { path: { venue }, header: { 'Idempotency-Key': key } },
          body: { intentId: intent.intentId, accountId },
        }),
      ),
    refresh,
  });
  const withdrawing = useAct({
    act: (intentId: string, key) =>
      answer(
        api.POST('/api/v1/venues/{venue}/block-intents/{intent}/withdraw', {
          params: { path: { venue, intent: intentId }, header: { 'Idempotency-Key': key } },
        }),
      ),
    refresh,
    onDone: () => setOpen(false),
  });
  if (intent.state !== 'INTENT' || account === undefined) return null;
  if (!intent.isOwn)
    return (
      <>
        <Button size="small" loading={answering.isRunning} onClick={() => answering.run(account.accountId)}>
          {say('answer')}
        </Button>
        <RefusalNote refusal={answering.refusal} />
      </>
    );
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {say('withdraw')}
      </Button>
      <ConfirmAct
        isOpen={isOpen}
        title={say('withdraw')}
        consequence={say('withdraw.what')}
        act={say('withdraw')}
        isDestructive
        isRunning={withdrawing.isRunning}
        refusal={withdrawing.refusal}
        onAct={() => withdrawing.run(intent.intentId)}
        onClose={() => setOpen(false)}
      />
    </>
  );
}
