import type { TableColumnType } from 'antd';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { Said } from '../../parts/said';
import { useWords } from '../../words/define-words';
import { AmendOrder } from './amend-order';
import { words } from './amend-words';
import type { Order } from './answers';
import { CancelOrder, isOpenOrder } from './cancelling';
import { words as trading } from './words';

export interface OrderActs {
  readonly column: TableColumnType<Order>;
  /** What the last amendment became, and the dialog of the next one: stands above the list. */
  readonly above: ReactNode;
}

/** What one does to an order of one's own. The dialog is the list's: an order may leave the list while it is open. */
export function useOrderActs(): OrderActs {
  const say = useWords(words);
  const sayTrading = useWords(trading);
  const [amended, setAmended] = useState<Order>();
  const [said, setSaid] = useState<string>();
  return {
    column: {
      title: say('acts'),
      fixed: 'right',
      render: (_, order) =>
        isOpenOrder(order) && (
          <div className="row tight">
            <Button
              size="small"
              aria-label={say('open.named', {
                ...{ symbol: order.symbol, remaining: order.remaining, price: order.price },
                side: sayTrading(`ticket.${order.side}`),
              })}
              onClick={() => setAmended(order)}
            >
              {say('open')}
            </Button>
            <CancelOrder order={order} />
          </div>
        ),
    },
    above: (
      <>
        <Said>{said}</Said>
        {amended !== undefined && (
          <AmendOrder
            key={amended.orderId}
            order={amended}
            onDone={(text) => {
              setSaid(text);
              setAmended(undefined);
            }}
            onClose={() => setAmended(undefined)}
          />
        )}
      </>
    ),
  };
}
