import { defineDesk } from '../define-desk';

export default defineDesk({
  key: 'trading',
  order: 10,
  words: {
    zh: {
      title: '交易',
      'menu.market': '行情与下单',
      'menu.blocks': '大宗协议',
      'menu.biddings': '单向竞价',
      'menu.auctions': '有偿分配拍卖',
      'menu.permits': '排污权',
      'menu.orders': '委托',
      'menu.trades': '成交',
      'menu.holdings': '持仓与资金',
      'menu.statements': '结算单',
    },
    en: {
      title: 'Trading',
      'menu.market': 'Market',
      'menu.blocks': 'Block agreements',
      'menu.biddings': 'One-way bidding',
      'menu.auctions': 'Auctions',
      'menu.permits': 'Discharge rights',
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
    {
      path: 'biddings',
      power: 'public',
      menu: 'menu.biddings',
      load: () => import('../../parts/biddings/biddings-screen'),
    },
    {
      path: 'biddings/apply',
      power: ['one-way.apply'],
      load: () => import('../../parts/biddings/apply-screen'),
    },
    {
      path: 'biddings/applications/:proposalId',
      power: ['one-way.apply'],
      load: () => import('../../parts/biddings/application-screen'),
    },
    {
      path: 'biddings/:biddingId',
      power: 'public',
      load: () => import('../../parts/biddings/bidding-screen'),
    },
    {
      path: 'auctions',
      power: 'public',
      menu: 'menu.auctions',
      load: () => import('../../parts/auctions/auctions-screen'),
    },
    {
      path: 'auctions/:auctionId',
      power: 'public',
      load: () => import('../../parts/auctions/auction-screen'),
    },
    {
      path: 'permits',
      power: ['permit.apply', 'permit.submit'],
      menu: 'menu.permits',
      load: () => import('../../parts/permits/permits-screen'),
    },
    {
      path: 'permits/apply',
      power: ['permit.apply'],
      load: () => import('../../parts/permits/apply-screen'),
    },
    {
      path: 'permits/:transferId',
      power: ['permit.apply', 'permit.submit'],
      load: () => import('../../parts/permits/transfer-screen'),
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
    { path: 'trail', power: ['order.place'], load: () => import('../../parts/trail/trail-screen') },
    {
      path: 'trail/objects/:object',
      power: ['order.place'],
      load: () => import('../../parts/trail/timeline-screen'),
    },
    {
      path: 'trail/people/:personId',
      power: ['order.place'],
      load: () => import('../../parts/trail/timeline-screen'),
    },
  ],
});
