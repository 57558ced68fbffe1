import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { answer, api } from '../../api/client';
import { useAct } from '../../api/use-act';
import { ConfirmAct } from '../../parts/confirm-act';
import { RefusalNote } from '../../parts/refusal-note';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import type { Order } from './answers';
import { accountsQuery, openOrdersQuery } from './queries';
import { words } from './words';

const OPEN = new Set(['OPEN', 'PARTLY_FILLED']);

export function isOpenOrder({ status }: Order): boolean {
  return OPEN.has(status);
}

/** One press: an order that is cancelled can be placed again. */
export function CancelOrder({ order }: { order: Order }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const cancelling = useAct({
    act: (orderId: string) =>
      answer(
        api.DELETE('/api/v1/venues/{venue}/orders/{order}', { params: { path: { venue, order: orderId } } }),
      ),
    refresh: [
      ['orders', venue],
      ['holdings', venue],
    ],
  });
  if (!isOpenOrder(order)) return null;
  const { orderId, symbol, remaining, price } = order;
  return (
    <>
      <Button
        size="small"
        loading={cancelling.isRunning}
        aria-label={say('orders.cancel.named', {
          symbol,
          remaining,
          price,
          side: say(`ticket.${order.side}`),
        })}
        onClick={() => cancelling.run(orderId)}
      >
        {say('orders.cancel')}
      </Button>
      <RefusalNote refusal={cancelling.refusal} />
    </>
  );
}

/** Everything of the account that has open orders, after saying how much that is. */
export function CancelAll(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const [isOpen, setOpen] = useState(false);
  const { items: orders = [], next } = useQuery(openOrdersQuery(venue)).data ?? {};
  const accounts = useQuery(accountsQuery(venue)).data?.items ?? [];
  const account = accounts[0];
  const cancelling = useAct({
    act: (accountId: string, key) =>
      answer(
        api.POST('/api/v1/venues/{venue}/orders/cancel-all', {
          params: { path: { venue }, header: { 'Idempotency-Key': key } },
          body: { accountId },
        }),
      ),
    refresh: [
      ['orders', venue],
      ['holdings', venue],
    ],
    onDone: () => setOpen(false),
  });
  if (orders.length === 0 || account === undefined || accounts.length > 1) return null;
  // More than one page of them: at least so many.
  const count = next === undefined ? orders.length : `${orders.length}+`;
  return (
    <>
      <Button danger onClick={() => setOpen(true)}>
        {say('orders.cancel.all')}
      </Button>
      <ConfirmAct
        isOpen={isOpen}
        isDestructive
        title={say('orders.cancel.all')}
        consequence={say('orders.cancel.all.what', { account: account.title, count })}
        act={say('orders.cancel.all.act', { count })}
        isRunning={cancelling.isRunning}
        refusal={cancelling.refusal}
        onAct={() => cancelling.run(account.accountId)}
        onClose={() => setOpen(false)}
      />
    </>
  );
}
