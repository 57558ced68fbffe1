import { useQuery } from '@tanstack/react-query';
import { Button, Input, Segmented, Select } from 'antd';
import { memo, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { Link } from 'react-router';
import { answer, api } from '../../api/client';
import { usePower } from '../../api/session';
import { useAct } from '../../api/use-act';
import { Amount } from '../../parts/figures';
import { RefusalNote } from '../../parts/refusal-note';
import { Asked, Empty } from '../../parts/states';
import { useShortcuts } from '../../shell/keyboard';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import type { Account, Holding, Instrument } from './answers';
import { accountsQuery, holdingsQuery } from './queries';
import { checked, type Draft, hintsOf, most, PRICE_PLACES, valueOf } from './ticket-draft';
import { words } from './words';

export interface OrderTicketProps {
  readonly instrument: Instrument;
  /** The band of the day. */
  readonly floor: string | null;
  readonly ceiling: string | null;
  /** A price chosen in the book; a new object for every choice. */
  readonly wish: { readonly price: string } | undefined;
}

export const OrderTicket = memo(function OrderTicket(props: OrderTicketProps): ReactNode {
  const say = useWords(words);
  const mayPlace = usePower('order.place');
  return (
    <section className="sheet ticket" aria-labelledby="ticket">
      <header>
        <h2 id="ticket">{say('ticket.title')}</h2>
      </header>
      {mayPlace ? (
        <WithAccounts {...props} />
      ) : (
        <Empty title={say('ticket.sign')}>
          <Link to="/">→</Link>
        </Empty>
      )}
    </section>
  );
});

function WithAccounts(props: OrderTicketProps): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const holdings = useQuery(holdingsQuery(venue));
  return (
    <Asked query={useQuery(accountsQuery(venue))}>
      {({ items }) => {
        const accounts = items.filter(({ state }) => state === 'ACTIVE');
        if (accounts.length === 0) return <Empty title={say('ticket.none')}>{say('ticket.none.next')}</Empty>;
        return <Ticket {...props} accounts={accounts} holdings={holdings.data?.items ?? []} />;
      }}
    </Asked>
  );
}

interface TicketProps extends OrderTicketProps {
  readonly accounts: readonly Account[];
  readonly holdings: readonly Holding[];
}

function Ticket({ instrument, floor, ceiling, wish, accounts, holdings }: TicketProps): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const currency = useCurrency();
  const id = useId();
  const [accountId, setAccountId] = useState(accounts[0]!.accountId);
  const [draft, setDraft] = useState<Draft>({
    side: 'buy',
    type: 'limit',
    price: '',
    quantity: '',
    force: 'DAY',
  });
  const change = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }));
  useEffect(() => {
    if (wish !== undefined) setDraft((before) => ({ ...before, price: wish.price, type: 'limit' }));
  }, [wish]);
  const availableOf = (asset: string): string =>
    holdings.find((holding) => holding.accountId === accountId && holding.asset === asset)?.available ?? '0';
  const means = { sellable: availableOf(instrument.symbol), cash: availableOf('cash') };
  const band = { floor, ceiling };
  const ready = checked(draft, instrument);
  const hints = hintsOf(draft, instrument, band, means);
  const placing = useAct({
    act: (order: NonNullable<typeof ready>, key) =>
      answer(
        api.POST('/api/v1/venues/{venue}/orders', {
          params: { path: { venue }, header: { 'Idempotency-Key': key } },
          body: { ...order, accountId, symbol: instrument.symbol },
        }),
      ),
    refresh: [
      ['orders', venue],
      ['holdings', venue],
      ['trades', venue],
    ],
    onDone: () => change({ quantity: '' }),
  });
  const price = useRef<HTMLInputElement>(null);
  const quantity = useRef<HTMLInputElement>(null);
  useShortcuts(
    useMemo(
      () => [
        { key: 'b', what: say('key.buy'), run: () => change({ side: 'buy' }) },
        { key: 's', what: say('key.sell'), run: () => change({ side: 'sell' }) },
        { key: 'p', what: say('key.price'), run: () => price.current?.focus() },
        { key: 'q', what: say('key.quantity'), run: () => quantity.current?.focus() },
      ],
      [say],
    ),
  );
  const atMost = most(draft, means, instrument.unitScale, band.ceiling);
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready !== undefined) placing.run(ready);
      }}
    >
      {accounts.length > 1 && (
        <Select
          aria-label={say('ticket.account')}
          value={accountId}
          onChange={setAccountId}
          options={accounts.map((account) => ({ value: account.accountId, label: account.title }))}
        />
      )}
      <Segmented
        block
        aria-label={say('ticket.side')}
        className={`side-${draft.side}`}
        value={draft.side}
        options={(['buy', 'sell'] as const).map((value) => ({ value, label: say(`ticket.${value}`) }))}
        onChange={(side) => change({ side })}
      />
      <div className="row">
        <Segmented
          aria-label={say('ticket.type')}
          value={draft.type}
          options={(['limit', 'market'] as const).map((value) => ({ value, label: say(`ticket.${value}`) }))}
          onChange={(type) =>
            change({ type, ...(type === 'market' && draft.force === 'DAY' && { force: 'IOC' }) })
          }
        />
        <Select
          aria-label={say('ticket.force')}
          value={draft.force}
          popupMatchSelectWidth={false}
          onChange={(force) => change({ force })}
          options={(['DAY', 'IOC', 'FOK'] as const)
            .filter((value) => draft.type === 'limit' || value !== 'DAY')
            .map((value) => ({ value, label: say(`ticket.force.${value}`) }))}
        />
      </div>
      {draft.type === 'limit' && (
        <label htmlFor={`${id}-price`}>
          {say('ticket.price')} <span className="quiet">{`${currency}/${instrument.unitName}`}</span>
          <FigureInput
            id={`${id}-price`}
            inputRef={price}
            value={draft.price}
            hint={hints.price}
            onChange={(text) => change({ price: text })}
          />
        </label>
      )}
      <label htmlFor={`${id}-quantity`}>
        {say('ticket.quantity')} <span className="quiet">{instrument.unitName}</span>
        <FigureInput
          id={`${id}-quantity`}
          inputRef={quantity}
          value={draft.quantity}
          hint={hints.quantity}
          onChange={(text) => change({ quantity: text })}
        />
      </label>
      <Hint id={`${id}-price`} hint={hints.price} places={PRICE_PLACES} />
      <Hint id={`${id}-quantity`} hint={hints.quantity} places={instrument.unitScale} />
      <dl className="facts figures" data-testid="before-sending">
        <dt>{say('ticket.band')}</dt>
        <dd className="number">
          <Amount of={band.floor} /> – <Amount of={band.ceiling} />
        </dd>
        <dt>{say('ticket.sellable')}</dt>
        <dd className="number">
          <Amount of={means.sellable} unit={instrument.unitName} />
        </dd>
        <dt>{say('ticket.power')}</dt>
        <dd className="number">
          <Amount of={means.cash} unit={currency} />
        </dd>
        {draft.side === 'buy' && (
          <>
            <dt>{say('ticket.most')}</dt>
            <dd className="number">
              <Amount of={atMost} unit={instrument.unitName} />
            </dd>
          </>
        )}
        <dt>{say('ticket.value')}</dt>
        <dd className="number">
          <Amount of={valueOf(draft)} unit={currency} />
        </dd>
      </dl>
      <div className="row">
        <Button
          type="primary"
          htmlType="submit"
          className={`send-${draft.side}`}
          disabled={ready === undefined}
          loading={placing.isRunning}
        >
          {say(`ticket.${draft.side}`)} {instrument.symbol}
        </Button>
        <Button disabled={atMost === undefined} onClick={() => change({ quantity: atMost ?? '' })}>
          {say('ticket.all')}
        </Button>
      </div>
      <RefusalNote refusal={placing.refusal} unitScale={instrument.unitScale} />
      {placing.done !== undefined && placing.refusal === undefined && (
        <p className="note good" role="status" data-testid="accepted">
          {say('ticket.done', {
            status: wordOf(say, words, 'status', placing.done.status),
            filled: placing.done.filled,
            remaining: placing.done.remaining,
            seq: placing.done.seq,
          })}{' '}
          <span className="quiet">{say('ticket.rules', { pack: placing.done.rulePack })}</span>
        </p>
      )}
    </form>
  );
}

type HintKey = ReturnType<typeof hintsOf>['price'];

function FigureInput({
  id,
  inputRef,
  value,
  hint,
  onChange,
}: {
  id: string;
  inputRef: React.RefObject<HTMLInputElement | null>;
  value: string;
  hint: HintKey;
  onChange: (text: string) => void;
}): ReactNode {
  return (
    <Input
      id={id}
      // The kit hands out its own object; the element inside is what the keyboard needs.
      ref={(kit) => {
        inputRef.current = kit?.input ?? null;
      }}
      inputMode="decimal"
      autoComplete="off"
      className="figure"
      value={value}
      status={hint === undefined ? '' : 'warning'}
      aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

function Hint({ id, hint, places }: { id: string; hint: HintKey; places: number }): ReactNode {
  const say = useWords(words);
  if (hint === undefined) return null;
  return (
    <p id={`${id}-hint`} className="note warn">
      {say(`ticket.hint.${hint}`, { places })}
    </p>
  );
}
