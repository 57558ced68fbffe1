import { defineDesk } from '../define-desk';

/** Who runs the market: the exchange's desk and the clearing desk. */
const OPERATORS = ['session.run', 'settlement.run'];
const CLEARING = ['settlement.run'];

export default defineDesk({
  key: 'operator',
  order: 30,
  words: {
    zh: {
      title: '运营',
      'menu.today': '今日概览',
      'menu.sessions': '交易日与停牌',
      'menu.days': '日终',
      'menu.settlement': '结算',
      'menu.disputes': '异议与交收失败',
      'menu.reconciliation': '对账',
      'menu.bank': '银行',
      'menu.jobs': '队列与任务',
      'menu.approvals': '待办审批',
      'menu.health': '运行状况',
    },
    en: {
      title: 'Operations',
      'menu.today': 'Today',
      'menu.sessions': 'Days and halts',
      'menu.days': 'Day close',
      'menu.settlement': 'Settlement',
      'menu.disputes': 'Failures and disputes',
      'menu.reconciliation': 'Reconciliation',
      'menu.bank': 'Bank',
      'menu.jobs': 'Queues and jobs',
      'menu.approvals': 'Approvals',
      'menu.health': 'Health',
    },
  },
  screens: [
    { path: 'today', power: OPERATORS, menu: 'menu.today', load: () => import('./today-screen') },
    {
      path: 'approvals',
      power: OPERATORS,
      menu: 'menu.approvals',
      load: () => import('./approvals-screen'),
    },
    { path: 'approvals/:proposalId', power: OPERATORS, load: () => import('./approval-screen') },
    {
      path: 'sessions',
      power: ['session.run', 'halt.propose'],
      menu: 'menu.sessions',
      load: () => import('./sessions-screen'),
    },
    { path: 'days', power: OPERATORS, menu: 'menu.days', load: () => import('./days-screen') },
    { path: 'days/:day', power: OPERATORS, load: () => import('./day-screen') },
    {
      path: 'settlement',
      power: CLEARING,
      menu: 'menu.settlement',
      load: () => import('./settlement-screen'),
    },
    { path: 'settlement/runs', power: CLEARING, load: () => import('./settlement-runs-screen') },
    { path: 'settlement/statements', power: CLEARING, load: () => import('./member-statements-screen') },
    { path: 'settlement/days/:day', power: CLEARING, load: () => import('./settlement-day-screen') },
    { path: 'failures', power: OPERATORS, menu: 'menu.disputes', load: () => import('./failures-screen') },
    { path: 'failures/disputes', power: OPERATORS, load: () => import('./disputes-screen') },
    {
      path: 'reconciliation',
      power: OPERATORS,
      menu: 'menu.reconciliation',
      load: () => import('./reconciliation-screen'),
    },
    { path: 'reconciliation/breaks', power: OPERATORS, load: () => import('./breaks-screen') },
    { path: 'reconciliation/breaks/:breakId', power: OPERATORS, load: () => import('./break-screen') },
    { path: 'reconciliation/runs/:run', power: OPERATORS, load: () => import('./run-screen') },
    { path: 'bank', power: ['cash.enter'], menu: 'menu.bank', load: () => import('./bank-screen') },
    { path: 'bank/deposits', power: ['cash.enter'], load: () => import('./deposits-screen') },
    { path: 'bank/withdrawals', power: ['cash.enter'], load: () => import('./withdrawals-screen') },
    { path: 'bank/payment-files', power: ['cash.enter'], load: () => import('./payment-files-screen') },
    { path: 'bank/statements', power: ['cash.enter'], load: () => import('./bank-statements-screen') },
    { path: 'bank/lines', power: ['cash.enter'], load: () => import('./bank-lines-screen') },
    { path: 'jobs', power: CLEARING, menu: 'menu.jobs', load: () => import('./jobs-screen') },
    { path: 'health', power: OPERATORS, menu: 'menu.health', load: () => import('./health-screen') },
  ],
});
