import { useQuery } from '@tanstack/react-query';
import { Button, Segmented, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { answer, api } from '../../api/client';
import { useAct } from '../../api/use-act';
import { RefusalNote } from '../../parts/refusal-note';
import { Empty, Loading } from '../../parts/states';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { words } from './block-words';
import { instrumentsQuery } from '../../parts/market-queries';
import { TermsFields, termsOf } from './terms-fields';
import { useTradingAccounts } from './use-trading-account';
import { words as trading } from './words';

export function PostIntent(): ReactNode {
  const say = useWords(words);
  const sayTrading = useWords(trading);
  const venue = useVenue();
  const instruments = useQuery(instrumentsQuery(venue)).data?.items;
  const accounts = useTradingAccounts();
  const [symbol, setSymbol] = useState<string>();
  const [accountId, setAccountId] = useState<string>();
  const [side, setSide] = useState<'buy' | 'sell'>('sell');
  const [terms, setTerms] = useState({ price: '', quantity: '' });
  const posting = useAct({
    act: (
      body: { accountId: string; symbol: string; side: 'buy' | 'sell'; price: string; quantity: string },
      key,
    ) =>
      answer(
        api.POST('/api/v1/venues/{venue}/block-intents', {
          params: { path: { venue }, header: { 'Idempotency-Key': key } },
          body,
        }),
      ),
    refresh: [
      ['block-intents', venue],
      ['holdings', venue],
    ],
    onDone: () => setTerms({ price: '', quantity: '' }),
  });
  if (instruments === undefined) return <Loading />;
  const instrument = instruments.find((item) => item.symbol === symbol) ?? instruments[0];
  const account = accounts.find((item) => item.accountId === accountId) ?? accounts[0];
  if (instrument === undefined || account === undefined)
    return <Empty title={sayTrading('ticket.none')}>{sayTrading('ticket.none.next')}</Empty>;
  const ready = termsOf(terms, instrument.unitScale);
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready !== undefined)
          posting.run({ accountId: account.accountId, symbol: instrument.symbol, side, ...ready });
      }}
    >
      <div className="row">
        <Select
          aria-label={say('symbol')}
          value={instrument.symbol}
          popupMatchSelectWidth={false}
          options={instruments.map((item) => ({ value: item.symbol, label: item.symbol }))}
          onChange={setSymbol}
        />
        {accounts.length > 1 && (
          <Select
            aria-label={say('account')}
            value={account.accountId}
            options={accounts.map((item) => ({ value: item.accountId, label: item.title }))}
            onChange={setAccountId}
          />
        )}
        <Segmented
          aria-label={say('side')}
          value={side}
          options={(['buy', 'sell'] as const).map((value) => ({ value, label: say(`side.${value}`) }))}
          onChange={setSide}
        />
      </div>
      <TermsFields terms={terms} unit={instrument.unitName} onChange={setTerms} />
      <p className="quiet">{say('hint')}</p>
      <div>
        <Button type="primary" htmlType="submit" disabled={ready === undefined} loading={posting.isRunning}>
          {say('post.act')}
        </Button>
      </div>
      <RefusalNote refusal={posting.refusal} unitScale={instrument.unitScale} />
      {posting.done !== undefined && posting.refusal === undefined && (
        <p className="note good" role="status">
          {say('post.done', { seq: posting.done.seq })}
        </p>
      )}
    </form>
  );
}
