import { ofAccount, MONEY, office, officeReading, type Reach, shows } from './reach.js';

/** By its name: whoever is confined to their own asks in vain for another's, and reads their own. */
const statement = (as: Record<string, string>): Reach => ({
  reach: 'tenant',
  why: 'a member’s own, and whoever settles or audits its trades',
  asks: ({ organisation }) => [
    { query: { from: '2020-01-01', to: '2099-12-31', ...as, orgId: organisation.id } },
  ],
  masked: { exchange_op: 'the operator sees orders and trades, not whose they are' },
});

/** The doors of settlement, its disputes and its jobs. */
export const SETTLEMENT_DOORS: Readonly<Record<string, Reach>> = {
  'GET settlement-runs': officeReading('settlement is the clearing operator’s'),
  'GET settlement-runs/pending': officeReading('settlement is the clearing operator’s'),
  'POST settlement-runs/:run/retry': office('settlement is the clearing operator’s'),
  'GET statements': statement({}),
  'GET statements/file': statement({ format: 'csv' }),
  'GET /api/v1/job-queues': officeReading('the jobs desk is the clearing operator’s'),
  'GET /api/v1/job-queues/:queue/jobs': office('the jobs desk is the clearing operator’s'),
  'POST /api/v1/job-queues/:queue/jobs/:job/retry': office('the jobs desk is the clearing operator’s'),
  'POST /api/v1/job-queues/:queue/jobs/:job/cancel': office('the jobs desk is the clearing operator’s'),
  'GET settlement-days': officeReading('settlement is the clearing operator’s'),
  'GET settlement-days/:day': office('settlement is the clearing operator’s'),
  'POST settlement-days/:day/runs': office('settlement is the clearing operator’s'),
  'GET failed-deliveries': shows('the failures of one’s own accounts', {
    query: { limit: '500', state: 'all' },
  }),
  'POST failed-deliveries/retries': office('settlement is the clearing operator’s'),
  'POST failed-deliveries/:trade/cover': office(MONEY),
  'POST failed-deliveries/:trade/default': office('defaults are declared by the offices'),
  'POST settlement-reserve': office(MONEY),
  'GET disputes': {
    ...shows('both parties of a trade see a dispute about it, nobody else’s'),
    asks: ofAccount,
  },
  'POST trades/:trade/disputes': {
    reach: 'tenant',
    why: 'a party’s own trade',
    asks: ({ trade }) => [{ params: { trade: trade.id }, body: { grounds: 'not what was agreed' } }],
  },
  'POST disputes/:dispute/accept': office('disputes are answered by the exchange'),
  'POST disputes/:dispute/reject': office('disputes are answered by the exchange'),
};
