import { useQuery } from '@tanstack/react-query';
import { Table } from 'antd';
import { memo, type ReactNode } from 'react';
import { Link } from 'react-router';
import { Asked, Empty } from '../../parts/states';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import type { Order } from './answers';
import { CancelAll } from './cancelling';
import { useOrderActs } from './order-acts';
import { orderColumns } from './order-columns';
import { openOrdersQuery } from './queries';
import { words } from './words';

/** The newest, beside the ticket; all of them are on a screen of their own, page by page. */
const SHOWN = 50;

/** What of one's own still stands in the market; it follows the stream of own orders. */
export const OpenOrders = memo(function OpenOrders(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const currency = useCurrency();
  const acts = useOrderActs();
  return (
    <section className="sheet" aria-labelledby="open-orders">
      <header>
        <h2 id="open-orders">{say('orders.open')}</h2>
        <span className="push" />
        <CancelAll />
      </header>
      {acts.above}
      <Asked query={useQuery(openOrdersQuery(venue))}>
        {({ items, next }) =>
          items.length === 0 ? (
            <Empty title={say('orders.none')}>{say('orders.none.next')}</Empty>
          ) : (
            <>
              <Table<Order>
                aria-label={say('orders.open')}
                size="small"
                rowKey="orderId"
                pagination={false}
                scroll={{ x: 'max-content' }}
                dataSource={items.slice(0, SHOWN)}
                columns={[...orderColumns(say, currency), acts.column]}
              />
              {(next !== undefined || items.length > SHOWN) && (
                <Link to={`/${venue}/trading/orders?orders.state=open`}>
                  {say('orders.more', { count: SHOWN })}
                </Link>
              )}
            </>
          )
        }
      </Asked>
    </section>
  );
});
