import { defineDesk } from '../define-desk';

/** Whoever makes or checks what the registry does. */
const BUREAU = ['registry.propose', 'registry.approve'] as const;
/** Units are created and given out by the clearing desk, with the batch before its eyes. */
const BATCHES = ['batch.draft', 'batch.approve', 'batch.execute'] as const;
/** The exchange drafts rules and proposes them; the bureau tries and approves them. */
const RULES = ['rules.propose', 'rules.approve', 'registry.propose'] as const;

export default defineDesk({
  key: 'regulator',
  order: 20,
  words: {
    zh: {
      title: '监管',
      'menu.inbox': '待办审批',
      'menu.batches': '配额分配',
      'menu.instruments': '标的与总量',
      'menu.auctions': '有偿分配拍卖',
      'menu.permits': '排污权',
      'menu.accounts': '账户',
      'menu.freezes': '冻结与标记',
      'menu.watch': '市场监看',
      'menu.limits': '限额与止损',
      'menu.rules': '规则包',
      'menu.reports': '日报',
      'menu.trail': '审计轨迹',
    },
    en: {
      title: 'Supervision',
      'menu.inbox': 'Inbox',
      'menu.batches': 'Allocation',
      'menu.instruments': 'Instruments',
      'menu.auctions': 'Auctions',
      'menu.permits': 'Discharge rights',
      'menu.accounts': 'Accounts',
      'menu.freezes': 'Freezes',
      'menu.watch': 'Market watch',
      'menu.limits': 'Limits',
      'menu.rules': 'Rule packs',
      'menu.reports': 'Day reports',
      'menu.trail': 'Audit trail',
    },
  },
  screens: [
    { path: 'inbox', power: BUREAU, menu: 'menu.inbox', load: () => import('./inbox-screen') },
    { path: 'inbox/:proposalId', power: 'signed-in', load: () => import('./proposal-screen') },
    {
      path: 'batches',
      power: BATCHES,
      menu: 'menu.batches',
      load: () => import('../../parts/batches/batches-screen'),
    },
    { path: 'batches/new', power: ['batch.draft'], load: () => import('../../parts/batches/draft-screen') },
    { path: 'batches/:batchId', power: BATCHES, load: () => import('../../parts/batches/batch-screen') },
    {
      path: 'instruments',
      power: BUREAU,
      menu: 'menu.instruments',
      load: () => import('../../parts/instruments/instruments-screen'),
    },
    {
      path: 'instruments/new',
      power: ['instrument.propose'],
      load: () => import('../../parts/instruments/new-instrument-screen'),
    },
    {
      path: 'instruments/:symbol',
      power: BUREAU,
      load: () => import('../../parts/instruments/instrument-screen'),
    },
    {
      path: 'deductions',
      power: BUREAU,
      load: () => import('../../parts/instruments/deductions-screen'),
    },
    {
      path: 'auctions',
      power: ['auction.draft', 'auction.approve'],
      menu: 'menu.auctions',
      load: () => import('../../parts/auctions/auctions-screen'),
    },
    {
      path: 'auctions/new',
      power: ['auction.draft'],
      load: () => import('../../parts/auctions/draft-screen'),
    },
    {
      path: 'auctions/:auctionId',
      power: ['auction.draft', 'auction.approve'],
      load: () => import('../../parts/auctions/auction-screen'),
    },
    {
      path: 'permits',
      power: ['permit.review', 'permit.approve'],
      menu: 'menu.permits',
      load: () => import('../../parts/permits/permits-screen'),
    },
    {
      path: 'permits/:transferId',
      power: ['permit.review', 'permit.approve'],
      load: () => import('../../parts/permits/transfer-screen'),
    },
    {
      path: 'accounts',
      power: BUREAU,
      menu: 'menu.accounts',
      load: () => import('../../parts/registry/accounts-screen'),
    },
    { path: 'accounts/:accountId', power: BUREAU, load: () => import('../../parts/registry/account-screen') },
    {
      path: 'freezes',
      power: BUREAU,
      menu: 'menu.freezes',
      load: () => import('../../parts/registry/freezes-screen'),
    },
    {
      path: 'watch',
      power: BUREAU,
      menu: 'menu.watch',
      load: () => import('../../parts/watch/watch-screen'),
    },
    {
      path: 'limits',
      power: ['kill-switch.engage'],
      menu: 'menu.limits',
      load: () => import('../../parts/watch/limits-screen'),
    },
    { path: 'rules', power: RULES, menu: 'menu.rules', load: () => import('../../parts/rules/packs-screen') },
    { path: 'rules/compare', power: 'public', load: () => import('../../parts/rules/compare-screen') },
    { path: 'rules/:packId', power: 'public', load: () => import('../../parts/rules/pack-screen') },
    {
      path: 'rule-drafts',
      power: ['rules-draft.read'],
      load: () => import('../../parts/rules/drafts-screen'),
    },
    {
      path: 'rule-drafts/:draftId',
      power: ['rules-draft.read'],
      load: () => import('../../parts/rules/draft-screen'),
    },
    {
      path: 'rule-drafts/:draftId/dry-runs/:dryRunId',
      power: ['rules-draft.read'],
      load: () => import('../../parts/rules/dry-run-screen'),
    },
    {
      path: 'day-reports',
      power: BUREAU,
      menu: 'menu.reports',
      load: () => import('../../parts/day-reports/reports-screen'),
    },
    {
      path: 'day-reports/:day',
      power: 'public',
      load: () => import('../../parts/day-reports/report-screen'),
    },
    {
      path: 'trail',
      power: BUREAU,
      menu: 'menu.trail',
      load: () => import('../../parts/trail/trail-screen'),
    },
    {
      path: 'trail/objects/:object',
      power: ['audit.read'],
      load: () => import('../../parts/trail/timeline-screen'),
    },
    {
      path: 'trail/people/:personId',
      power: ['audit.read'],
      load: () => import('../../parts/trail/timeline-screen'),
    },
  ],
});
