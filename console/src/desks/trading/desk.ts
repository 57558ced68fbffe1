import { defineDesk } from '../define-desk';

export default defineDesk({
  key: 'trading',
  order: 10,
  words: {
    zh: {
      title: '交易',
      'menu.market': '行情与下单',
      'menu.blocks': '大宗协议',
      'menu.orders': '委托',
      'menu.trades': '成交',
      'menu.holdings': '持仓与资金',
      'menu.statements': '结算单',
    },
    en: {
      title: 'Trading',
      'menu.market': 'Market',
      'menu.blocks': 'Block agreements',
      'menu.orders': 'Orders',
      'menu.trades': 'Trades',
      'menu.holdings': 'Holdings and cash',
      'menu.statements': 'Statements',
    },
  },
  screens: [
    { path: 'market', power: 'public', menu: 'menu.market', load: () => import('./market-screen') },
    {
      path: 'blocks',
      power: ['block.negotiate'],
      menu: 'menu.blocks',
      load: () => import('./blocks-screen'),
    },
    { path: 'orders', power: ['order.place'], menu: 'menu.orders', load: () => import('./orders-screen') },
    { path: 'trades', power: ['order.place'], menu: 'menu.trades', load: () => import('./trades-screen') },
    {
      path: 'holdings',
      power: ['order.place'],
      menu: 'menu.holdings',
      load: () => import('./holdings-screen'),
    },
    {
      path: 'statements',
      power: ['order.place'],
      menu: 'menu.statements',
      load: () => import('./statements-screen'),
    },
  ],
});
