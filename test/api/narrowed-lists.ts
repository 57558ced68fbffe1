import type { NarrowedList, Row } from './narrowed.js';

const text = (field: string) => (row: Row) => String(row[field]);
const isNull = (field: string, yes: string, no: string) => (row: Row) => (row[field] === null ? yes : no);
const titles: NarrowedList['sifts'] = {
  title: [
    ['PLANT', 'third p', '%', '_'],
    ({ title }, part) => String(title).toLowerCase().includes(part.toLowerCase()),
  ],
};
const clearing = 'clearing1';

export const settlementRuns: NarrowedList = {
  ...{ login: clearing, list: 'settlement-runs', at: text('changedAt') },
  by: { state: true },
};
export const settlementDays: NarrowedList = {
  ...{ login: clearing, list: 'settlement-days', at: text('day') },
  by: { state: true },
};
export const reconciliations: NarrowedList = {
  ...{ login: clearing, list: 'reconciliations', at: text('day') },
  by: { kind: ({ isClose }) => (isClose === true ? 'close' : 'now') },
  sifts: { different: [['true', 'false'], ({ breaks }, asked) => asked === 'false' || breaks !== 0] },
};
export const dayReports: NarrowedList = { login: null, list: 'day-reports', by: {}, at: text('day') };

/** `holder`: an account whose units are in every freeze of serials. */
export const freezesOf = (holder: string): NarrowedList => ({
  ...{ login: 'issuer', list: 'freezes', at: text('frozenAt') },
  by: { state: true, kind: true, symbol: true },
  sifts: {
    accountId: [[holder], ({ accountId, kind }) => accountId === holder || kind === 'SERIALS'],
  },
});

export const serialsOf = (accountId: string): NarrowedList => ({
  ...{ login: 'issuer', list: `accounts/${accountId}/serials` },
  by: { symbol: true },
  sifts: {
    serial: [
      ['1', '2', '10000', '999999999'],
      ({ first, last }, serial) => Number(first) <= Number(serial) && Number(serial) <= Number(last),
    ],
  },
});

/** Lists of the offices, and what an enterprise sees of them. */
export const OFFICE_LISTS: readonly NarrowedList[] = [
  settlementRuns,
  ...[clearing, 'plant-a'].map((login) => ({
    ...{ login, list: 'disputes', at: text('tradingDay') },
    by: { state: true, accountId: true } as const,
  })),
  ...['plant-a', 'auditor'].map((login) => ({
    ...{ login, list: 'notices', at: text('at') },
    by: { kind: true, accountId: true, acknowledged: isNull('acknowledgedAt', 'false', 'true') } as const,
  })),
  ...['plant-a-manager', 'exchange'].map((login) => ({ login, list: 'inbox', by: { kind: true } as const })),
  { login: null, list: 'bank-accounts', by: { kind: true } },
  { login: clearing, list: 'cash-routes', by: { payee: isNull('payee', 'missing', 'named') }, sifts: titles },
  { login: 'issuer', list: 'accounts', by: { state: true, kind: true }, sifts: titles },
  {
    ...{ login: 'issuer', list: 'deductions' },
    by: { accountId: true, symbol: true, state: ({ open }) => (Number(open) > 0 ? 'OPEN' : 'PAID') },
  },
];
