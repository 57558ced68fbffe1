import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { answer, api } from '../../api/client';
import { useAct } from '../../api/use-act';
import { grouped, rounded, times } from '../../format/decimal';
import { ConfirmAct } from '../../parts/confirm-act';
import { Amount, Moment } from '../../parts/figures';
import { useDayFilters, useInstrumentFilter, wordFilter } from '../../parts/list-filters';
import { PagedTable } from '../../parts/paged-table';
import { Empty } from '../../parts/states';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import type { Negotiation } from './answers';
import { words } from './block-words';
import { instrumentsQuery } from '../../parts/market-queries';
import { SideWord } from './side-word';
import { TermsFields, termsOf } from './terms-fields';

const LOOK_AGAIN_MS = 5_000;
const STATES = ['NEGOTIATING', 'FILLED', 'WITHDRAWN', 'EXPIRED'] as const;

export function BlockNegotiations(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const currency = useCurrency();
  return (
    <PagedTable<Negotiation>
      name="block-negotiations"
      label={say('negotiations')}
      refetchInterval={LOOK_AGAIN_MS}
      rowKey={({ negotiationId }) => negotiationId}
      load={({ limit, after, filters, signal }) =>
        answer(
          api.GET('/api/v1/venues/{venue}/block-negotiations', {
            params: {
              path: { venue },
              query: {
                limit,
                ...(after !== undefined && { after }),
                ...(filters as { state?: Negotiation['state'] }),
              },
            },
            signal,
          }),
        )
      }
      filters={[
        useInstrumentFilter(),
        wordFilter('state', say('state'), STATES, (state) => say(`state.${state}`)),
        ...useDayFilters(),
      ]}
      columns={[
        { title: say('at'), render: (_, { changedAt }) => <Moment at={changedAt} /> },
        { title: say('symbol'), dataIndex: 'symbol' },
        { title: say('side'), render: (_, negotiation) => <SideWord side={ownSide(negotiation)} /> },
        { title: say('version.head'), render: (_, { version }) => say('version', { version }) },
        {
          title: `${say('price')} (${currency})`,
          align: 'right',
          render: (_, { price }) => <Amount of={price} />,
        },
        { title: say('quantity'), align: 'right', render: (_, { quantity }) => <Amount of={quantity} /> },
        { title: say('state'), render: (_, negotiation) => <State negotiation={negotiation} /> },
        { title: say('act'), render: (_, negotiation) => <ActOn negotiation={negotiation} /> },
      ]}
      empty={<Empty title={say('negotiations.none')}>{say('negotiations.next')}</Empty>}
    />
  );
}

function ownSide({ posterSide, you }: Negotiation): 'buy' | 'sell' {
  if (you !== 'responder') return posterSide;
  return posterSide === 'buy' ? 'sell' : 'buy';
}

function State({ negotiation: { state, confirmedBy } }: { negotiation: Negotiation }): ReactNode {
  const say = useWords(words);
  return (
    <>
      <div>{wordOf(say, words, 'state', state)}</div>
      {state === 'NEGOTIATING' && (
        <div className="quiet">
          {confirmedBy.length === 0
            ? say('confirmed.none')
            : say('confirmed', { who: confirmedBy.map((party) => say(`party.${party}`)).join(', ') })}
        </div>
      )}
    </>
  );
}

function ActOn({ negotiation }: { negotiation: Negotiation }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const currency = useCurrency();
  const [open, setOpen] = useState<'confirm' | 'offer' | 'withdraw'>();
  const { negotiationId, symbol, version, price, quantity, state, you, confirmedBy } = negotiation;
  const [terms, setTerms] = useState({ price, quantity });
  const instrument = useQuery(instrumentsQuery(venue)).data?.items.find((item) => item.symbol === symbol);
  const spec = {
    refresh: [
      ['block-negotiations', venue],
      ['block-intents', venue],
      ['holdings', venue],
      ['trades', venue],
    ],
    onDone: () => setOpen(undefined),
  };
  const params = (key: string) => ({
    path: { venue, negotiation: negotiationId },
    header: { 'Idempotency-Key': key },
  });
  const at = '/api/v1/venues/{venue}/block-negotiations/{negotiation}';
  const confirming = useAct({
    ...spec,
    act: (body: { version: number }, key) => answer(api.POST(`${at}/confirm`, { params: params(key), body })),
  });
  const offering = useAct({
    ...spec,
    act: (body: { price: string; quantity: string }, key) =>
      answer(api.POST(`${at}/offers`, { params: params(key), body })),
  });
  const leaving = useAct({
    ...spec,
    act: (_: string, key) => answer(api.POST(`${at}/withdraw`, { params: params(key) })),
  });
  if (state !== 'NEGOTIATING' || you === undefined || instrument === undefined) return null;
  const ready = termsOf(terms, instrument.unitScale);
  const close = (): void => setOpen(undefined);
  return (
    <div className="row">
      {!confirmedBy.includes(you) && (
        <Button size="small" type="primary" onClick={() => setOpen('confirm')}>
          {say('confirm')}
        </Button>
      )}
      <Button
        size="small"
        onClick={() => {
          setTerms({ price, quantity });
          setOpen('offer');
        }}
      >
        {say('offer')}
      </Button>
      <Button size="small" onClick={() => setOpen('withdraw')}>
        {say('withdraw')}
      </Button>
      <ConfirmAct
        isOpen={open === 'confirm'}
        title={say('confirm')}
        consequence={say('confirm.what', {
          ...{ version, symbol, unit: instrument.unitName },
          quantity: grouped(quantity),
          price: grouped(price),
          value: `${grouped(rounded(times(price, quantity), 2))} ${currency}`,
        })}
        act={say('confirm.act', { quantity: grouped(quantity), price: grouped(price) })}
        isRunning={confirming.isRunning}
        refusal={confirming.refusal}
        onAct={() => confirming.run({ version })}
        onClose={close}
      />
      <ConfirmAct
        isOpen={open === 'offer'}
        title={say('offer')}
        consequence={
          <>
            <p>{say('offer.what')}</p>
            <TermsFields terms={terms} unit={instrument.unitName} onChange={setTerms} />
            <p className="quiet">{say('hint')}</p>
          </>
        }
        act={say('offer.act')}
        isRunning={offering.isRunning}
        refusal={offering.refusal}
        onAct={() => ready !== undefined && offering.run(ready)}
        onClose={close}
      />
      <ConfirmAct
        isOpen={open === 'withdraw'}
        title={say('withdraw')}
        consequence={say('leave.what')}
        act={say('withdraw')}
        isDestructive
        isRunning={leaving.isRunning}
        refusal={leaving.refusal}
        onAct={() => leaving.run(negotiationId)}
        onClose={close}
      />
    </div>
  );
}
