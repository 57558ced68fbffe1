import { defineWords } from '../../words/define-words';

export const words = defineWords('holdings', {
  zh: {
    account: '账户',
    asset: '资产',
    cash: '资金',
    available: '可用',
    posted: '登记数量',
    held: '委托冻结',
    incoming: '待收',
    outgoing: '待交付',
    locked: '当日买入锁定',
    frozen: '冻结',
  },
  en: {
    account: 'Account',
    asset: 'Asset',
    cash: 'Cash',
    available: 'Available',
    posted: 'Title',
    held: 'In orders',
    incoming: 'Incoming',
    outgoing: 'Outgoing',
    locked: 'Bought today',
    frozen: 'Frozen',
  },
});
