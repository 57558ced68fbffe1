import { MONEY, office, officeReading, type Reach, shows } from './reach.js';

const statement = (why: string, as: Record<string, string>): Reach => ({
  ...shows(why, { query: { from: '2020-01-01', to: '2099-12-31', ...as } }),
  masked: {
    exchange_op: 'the operator sees orders and trades, not whose they are',
    auditor: 'a statement is of the caller’s own organisation; the auditor reads the trades',
    clearing_op: 'a statement is of the caller’s own organisation; the desk reads the trades',
  },
});

/** The doors of settlement, its disputes and its jobs. */
export const SETTLEMENT_DOORS: Readonly<Record<string, Reach>> = {
  'GET settlement-runs': officeReading('settlement is the clearing operator’s'),
  'GET settlement-runs/pending': officeReading('settlement is the clearing operator’s'),
  'POST settlement-runs/:run/retry': office('settlement is the clearing operator’s'),
  'GET statements': statement('the trades of one’s own accounts, whoever asks', {}),
  'GET statements/file': statement('the same figures as a file', { format: 'csv' }),
  'GET /api/v1/job-queues': officeReading('the jobs desk is the clearing operator’s'),
  'GET /api/v1/job-queues/:queue/jobs': office('the jobs desk is the clearing operator’s'),
  'POST /api/v1/job-queues/:queue/jobs/:job/retry': office('the jobs desk is the clearing operator’s'),
  'POST /api/v1/job-queues/:queue/jobs/:job/cancel': office('the jobs desk is the clearing operator’s'),
  'GET settlement-days': officeReading('settlement is the clearing operator’s'),
  'GET settlement-days/:day': office('settlement is the clearing operator’s'),
  'POST settlement-days/:day/runs': office('settlement is the clearing operator’s'),
  // No delivery fails and nobody disputes in the tenants' venue: settlement-day.spec sees what each side is shown.
  'GET failed-deliveries': {
    reach: 'tenant',
    why: 'the failures of one’s own accounts',
    refused: () => [],
  },
  'POST failed-deliveries/retries': office('settlement is the clearing operator’s'),
  'POST failed-deliveries/:trade/cover': office(MONEY),
  'POST failed-deliveries/:trade/default': office('defaults are declared by the offices'),
  'POST settlement-reserve': office(MONEY),
  'GET disputes': {
    reach: 'tenant',
    why: 'both parties of a trade see a dispute about it, nobody else’s',
    refused: () => [],
  },
  'POST trades/:trade/disputes': {
    reach: 'tenant',
    why: 'a party’s own trade',
    asks: ({ trade }) => [{ params: { trade: trade.id }, body: { grounds: 'not what was agreed' } }],
  },
  'POST disputes/:dispute/accept': office('disputes are answered by the exchange'),
  'POST disputes/:dispute/reject': office('disputes are answered by the exchange'),
};
