import { defineDesk } from '../define-desk';

/** Units that leave, and the accounts that are trusted with them. */
const MOVES = ['transfer.propose', 'transfer.approve'] as const;

/** An enterprise’s own matters with the registry: who proposes for it, and who signs what was proposed. */
const OWN = ['cancel-units.propose', 'cancel-units.approve'] as const;

export default defineDesk({
  key: 'registry',
  order: 15,
  words: {
    zh: {
      title: '企业登记',
      'menu.inbox': '待我办理',
      'menu.batches': '配额发放与缴回',
      'menu.accounts': '账户与编号',
      'menu.transfers': '划转与可信账户',
      'menu.notices': '账户通知',
      'menu.trail': '操作轨迹',
    },
    en: {
      title: 'Registry',
      'menu.inbox': 'Inbox',
      'menu.batches': 'Allocations',
      'menu.accounts': 'Accounts and serials',
      'menu.transfers': 'Transfers and trust',
      'menu.notices': 'Notices',
      'menu.trail': 'Own trail',
    },
  },
  screens: [
    { path: 'inbox', power: OWN, menu: 'menu.inbox', load: () => import('./inbox-screen') },
    { path: 'inbox/:proposalId', power: OWN, load: () => import('./proposal-screen') },
    {
      path: 'batches',
      power: OWN,
      menu: 'menu.batches',
      load: () => import('../../parts/batches/batches-screen'),
    },
    { path: 'batches/:batchId', power: OWN, load: () => import('../../parts/batches/batch-screen') },
    {
      path: 'accounts',
      power: OWN,
      menu: 'menu.accounts',
      load: () => import('../../parts/registry/accounts-screen'),
    },
    { path: 'accounts/:accountId', power: OWN, load: () => import('../../parts/registry/account-screen') },
    { path: 'transfers', power: MOVES, menu: 'menu.transfers', load: () => import('./transfers-screen') },
    { path: 'transfers/new', power: ['transfer.propose'], load: () => import('./new-transfer-screen') },
    { path: 'transfers/trusted', power: MOVES, load: () => import('./trusted-screen') },
    { path: 'notices', power: OWN, menu: 'menu.notices', load: () => import('./notices-screen') },
    { path: 'trail', power: OWN, menu: 'menu.trail', load: () => import('../../parts/trail/trail-screen') },
    { path: 'trail/objects/:object', power: OWN, load: () => import('../../parts/trail/timeline-screen') },
    { path: 'trail/people/:personId', power: OWN, load: () => import('../../parts/trail/timeline-screen') },
  ],
});
