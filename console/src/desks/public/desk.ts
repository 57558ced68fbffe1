import { defineDesk } from '../define-desk';

export default defineDesk({
  key: 'public',
  order: 90,
  words: {
    zh: {
      title: '公开信息',
      'menu.overview': '行情一览',
      'menu.allocations': '配额分配公示',
      'menu.cancellations': '自愿注销公示',
      'menu.rules': '交易规则',
      'menu.verify': '核验',
    },
    en: {
      title: 'Public',
      'menu.overview': 'Market at a glance',
      'menu.allocations': 'Allocation list',
      'menu.cancellations': 'Cancellations',
      'menu.rules': 'Rules in plain words',
      'menu.verify': 'Verify',
    },
  },
  screens: [
    { path: 'overview', power: 'public', menu: 'menu.overview', load: () => import('./overview-screen') },
    {
      path: 'allocations',
      power: 'public',
      menu: 'menu.allocations',
      load: () => import('./allocations-screen'),
    },
    {
      path: 'cancellations',
      power: 'public',
      menu: 'menu.cancellations',
      load: () => import('./cancellations-screen'),
    },
    { path: 'rules', power: 'public', menu: 'menu.rules', load: () => import('./rules-screen') },
    { path: 'verify', power: 'public', menu: 'menu.verify', load: () => import('./verify-screen') },
  ],
});
