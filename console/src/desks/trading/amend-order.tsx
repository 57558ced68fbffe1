import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { answer, api } from '../../api/client';
import { useAct } from '../../api/use-act';
import { grouped, plus, rounded, times } from '../../format/decimal';
import { ConfirmAct } from '../../parts/confirm-act';
import { Amount } from '../../parts/figures';
import { instrumentsQuery, tickerQuery } from '../../parts/market-queries';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { words } from './amend-words';
import { type Amendment, amendmentOf } from './amendment';
import type { Order } from './answers';
import { holdingsQuery, openOrdersQuery } from './queries';
import { words as trading } from './words';

export interface AmendOrderProps {
  readonly order: Order;
  readonly onDone: (said: string) => void;
  readonly onClose: () => void;
}

/** Another price or whole quantity: what becomes of the order and of its place in the queue is said before. */
export function AmendOrder({ order: asked, onDone, onClose }: AmendOrderProps): ReactNode {
  const say = useWords(words);
  const sayTrading = useWords(trading);
  const venue = useVenue();
  const id = useId();
  // It may be filled further while one thinks.
  const order =
    useQuery(openOrdersQuery(venue)).data?.items.find(({ orderId }) => orderId === asked.orderId) ?? asked;
  const instrument = useQuery(instrumentsQuery(venue)).data?.items.find(
    ({ symbol }) => symbol === order.symbol,
  );
  const ticker = useQuery(tickerQuery(venue, order.symbol)).data;
  const holdings = useQuery(holdingsQuery(venue)).data?.items ?? [];
  const [wished, setWished] = useState({ price: asked.price, quantity: asked.quantity });
  const free = (asset: string): string =>
    holdings.find((one) => one.accountId === order.accountId && one.asset === asset)?.available ?? '0';
  const band = { floor: ticker?.bandFloor ?? null, ceiling: ticker?.bandCeiling ?? null };
  const unitScale = instrument?.unitScale ?? 0;
  const means = { sellable: free(order.symbol), cash: free('cash') };
  const amendment = amendmentOf(order, wished, unitScale, band, means);
  const amending = useAct({
    act: (body: NonNullable<Amendment['body']>, key) =>
      answer(
        api.PATCH('/api/v1/venues/{venue}/orders/{order}', {
          params: { path: { venue, order: order.orderId }, header: { 'Idempotency-Key': key } },
          body,
        }),
      ),
    refresh: [
      ['orders', venue],
      ['holdings', venue],
      ['trades', venue],
    ],
    onDone: ({ status, fills, remaining, price, seq }, body) => {
      const isKept = body.price === undefined && amendment.place === 'kept';
      onDone(
        say(isKept ? 'done.kept' : 'done.lost', {
          ...{ remaining: grouped(remaining), price: grouped(price), seq },
          status: wordOf(sayTrading, trading, 'status', status),
          filled: grouped(fills.reduce((sum, fill) => plus(sum, fill.quantity), '0')),
        }),
      );
    },
  });
  const side = sayTrading(`ticket.${order.side}`);
  const { hint, price, quantity, body } = amendment;
  return (
    <ConfirmAct
      isOpen
      title={say('title', { side, symbol: order.symbol })}
      act={
        price === undefined || quantity === undefined
          ? say('act.none')
          : say('act', { price: grouped(price), quantity: grouped(quantity) })
      }
      consequence={
        <div className="stack">
          {(['price', 'quantity'] as const).map((field) => (
            <label key={field} htmlFor={`${id}-${field}`}>
              {say(field)}
              <Input
                id={`${id}-${field}`}
                className="figure"
                inputMode="decimal"
                autoComplete="off"
                value={wished[field]}
                aria-describedby={hint === undefined ? undefined : `${id}-hint`}
                onChange={({ target }) => setWished((before) => ({ ...before, [field]: target.value }))}
              />
            </label>
          ))}
          <NowAndLater order={order} amendment={amendment} />
          <p className="quiet">
            {say('band')} <Amount of={band.floor} /> – <Amount of={band.ceiling} />
          </p>
          {hint !== undefined && (
            <p id={`${id}-hint`} className="note warn">
              {say(`hint.${hint}`, { places: unitScale, filled: grouped(order.filled) })}
            </p>
          )}
          {price !== undefined && quantity !== undefined && (
            <p
              className={`note ${amendment.place === 'lost' ? 'warn' : 'good'}`}
              role="status"
              data-place={amendment.place}
            >
              {say(`place.${amendment.place}`)}
            </p>
          )}
        </div>
      }
      isReady={body !== undefined && instrument !== undefined}
      isRunning={amending.isRunning}
      refusal={amending.refusal}
      unitScale={unitScale}
      onAct={() => body !== undefined && amending.run(body)}
      onClose={onClose}
    />
  );
}

function NowAndLater({ order, amendment }: { order: Order; amendment: Amendment }): ReactNode {
  const say = useWords(words);
  const currency = useCurrency();
  const { filled } = order;
  const value = rounded(times(order.price, order.remaining), 2);
  const rows = [
    { key: 'price', unit: currency, now: order.price, later: amendment.price },
    { key: 'quantity', unit: '', now: order.quantity, later: amendment.quantity },
    { key: 'filled', unit: '', now: filled, later: filled },
    { key: 'remaining', unit: '', now: order.remaining, later: amendment.remaining },
    { key: 'value', unit: currency, now: value, later: amendment.value },
  ] as const;
  return (
    <table className="dense" data-testid="amendment">
      <thead>
        <tr>
          <td />
          <th className="number">{say('now')}</th>
          <th className="number">{say('later')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, unit, now, later }) => (
          <tr key={key}>
            <th scope="row">
              {say(`row.${key}`)} {unit !== '' && `(${unit})`}
            </th>
            <td className="number">
              <Amount of={now} />
            </td>
            <td className="number">
              {later === now ? (
                <Amount of={later} />
              ) : (
                <strong>
                  <Amount of={later} />
                </strong>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
