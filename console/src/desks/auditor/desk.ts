import { defineDesk } from '../define-desk';

/** Whoever reads every record of every house: an auditor, and nobody else. */
const AUDITOR = ['audit.read:all'] as const;

export default defineDesk({
  key: 'auditor',
  order: 60,
  words: {
    zh: {
      title: '审计（只读）',
      'menu.trail': '审计轨迹',
      'menu.journal': '日志与检查点',
      'menu.reports': '日报',
      'menu.balances': '余额',
      'menu.trades': '市场与成交',
      'menu.accounts': '账户',
      'menu.batches': '配额分配',
      'menu.proposals': '提案记录',
      'menu.freezes': '冻结与标记',
      'menu.rules': '规则包',
    },
    en: {
      title: 'Audit (read only)',
      'menu.trail': 'Audit trail',
      'menu.journal': 'Journal',
      'menu.reports': 'Day reports',
      'menu.balances': 'Balances',
      'menu.trades': 'Market and trades',
      'menu.accounts': 'Accounts',
      'menu.batches': 'Allocation',
      'menu.proposals': 'Proposals',
      'menu.freezes': 'Freezes',
      'menu.rules': 'Rule packs',
    },
  },
  screens: [
    {
      path: 'trail',
      power: AUDITOR,
      menu: 'menu.trail',
      load: () => import('../../parts/trail/trail-screen'),
    },
    {
      path: 'trail/objects/:object',
      power: AUDITOR,
      load: () => import('../../parts/trail/timeline-screen'),
    },
    {
      path: 'trail/people/:personId',
      power: AUDITOR,
      load: () => import('../../parts/trail/timeline-screen'),
    },
    { path: 'journal', power: AUDITOR, menu: 'menu.journal', load: () => import('./journal-screen') },
    {
      path: 'day-reports',
      power: AUDITOR,
      menu: 'menu.reports',
      load: () => import('../../parts/day-reports/reports-screen'),
    },
    { path: 'day-reports/:day', power: AUDITOR, load: () => import('../../parts/day-reports/report-screen') },
    { path: 'balances', power: AUDITOR, menu: 'menu.balances', load: () => import('./balances-screen') },
    {
      path: 'watch',
      power: AUDITOR,
      menu: 'menu.trades',
      load: () => import('../../parts/watch/watch-screen'),
    },
    {
      path: 'accounts',
      power: AUDITOR,
      menu: 'menu.accounts',
      load: () => import('../../parts/registry/accounts-screen'),
    },
    {
      path: 'accounts/:accountId',
      power: AUDITOR,
      load: () => import('../../parts/registry/account-screen'),
    },
    {
      path: 'batches',
      power: AUDITOR,
      menu: 'menu.batches',
      load: () => import('../../parts/batches/batches-screen'),
    },
    { path: 'batches/:batchId', power: AUDITOR, load: () => import('../../parts/batches/batch-screen') },
    { path: 'proposals', power: AUDITOR, menu: 'menu.proposals', load: () => import('./proposals-screen') },
    { path: 'proposals/:proposalId', power: AUDITOR, load: () => import('./proposal-screen') },
    {
      path: 'freezes',
      power: AUDITOR,
      menu: 'menu.freezes',
      load: () => import('../../parts/registry/freezes-screen'),
    },
    {
      path: 'rules',
      power: AUDITOR,
      menu: 'menu.rules',
      load: () => import('../../parts/rules/packs-screen'),
    },
    { path: 'rules/compare', power: AUDITOR, load: () => import('../../parts/rules/compare-screen') },
    { path: 'rules/:packId', power: AUDITOR, load: () => import('../../parts/rules/pack-screen') },
    { path: 'rule-drafts', power: AUDITOR, load: () => import('../../parts/rules/drafts-screen') },
    { path: 'rule-drafts/:draftId', power: AUDITOR, load: () => import('../../parts/rules/draft-screen') },
    {
      path: 'rule-drafts/:draftId/dry-runs/:dryRunId',
      power: AUDITOR,
      load: () => import('../../parts/rules/dry-run-screen'),
    },
  ],
});
