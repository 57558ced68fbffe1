import type { TableColumnType } from 'antd';
import { Amount, Moment } from '../../parts/figures';
import { type Say, wordOf } from '../../words/define-words';
import type { Order, OwnTrade } from './answers';
import { SideWord } from './side-word';
import { words } from './words';

type SayWord = Say<keyof typeof words.zh>;

export function orderColumns(say: SayWord, currency: string): readonly TableColumnType<Order>[] {
  return [
    { title: say('orders.at'), render: (_, { placedAt }) => <Moment at={placedAt} /> },
    { title: say('instrument'), dataIndex: 'symbol' },
    { title: say('ticket.side'), render: (_, { side }) => <SideWord side={side} /> },
    {
      title: `${say('ticket.price')} (${currency})`,
      align: 'right',
      render: (_, { price }) => <Amount of={price} />,
    },
    { title: say('ticket.quantity'), align: 'right', render: (_, { quantity }) => <Amount of={quantity} /> },
    { title: say('orders.filled'), align: 'right', render: (_, { filled }) => <Amount of={filled} /> },
    {
      title: say('orders.remaining'),
      align: 'right',
      render: (_, { remaining }) => <Amount of={remaining} />,
    },
    {
      title: `${say('orders.fees')} (${currency})`,
      align: 'right',
      render: (_, { fees }) => <Amount of={fees} />,
    },
    { title: say('orders.status'), render: (_, { status }) => wordOf(say, words, 'status', status) },
  ];
}

export function tradeColumns(say: SayWord, currency: string): readonly TableColumnType<OwnTrade>[] {
  return [
    { title: say('tape.at'), render: (_, { at }) => <Moment at={at} /> },
    { title: say('instrument'), dataIndex: 'symbol' },
    { title: say('ticket.side'), render: (_, { side }) => <SideWord side={side} /> },
    {
      title: `${say('ticket.price')} (${currency})`,
      align: 'right',
      render: (_, { price }) => <Amount of={price} />,
    },
    { title: say('ticket.quantity'), align: 'right', render: (_, { quantity }) => <Amount of={quantity} /> },
    {
      title: `${say('trades.value')} (${currency})`,
      align: 'right',
      render: (_, { value }) => <Amount of={value} />,
    },
    {
      title: `${say('trades.fee')} (${currency})`,
      align: 'right',
      render: (_, { fee }) => <Amount of={fee} />,
    },
    { title: say('trades.state'), render: (_, { state }) => wordOf(say, words, 'trades.state', state) },
  ];
}
