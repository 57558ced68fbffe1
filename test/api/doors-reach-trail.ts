import { named, type Reach, self, type TenantDoor } from './reach.js';
import type { Objects } from './tenants.js';

const OWN: TenantDoor = {
  reach: 'tenant',
  why: 'the trail of one’s own organisation and of what is its own',
  masked: { exchange_op: 'the exchange reads the trail of the market, not whose deeds they are' },
};
const byName = (own: Objects): { query: Record<string, string> }[] => [
  { query: { personId: own.person.id } },
  { query: { orgId: own.organisation.id } },
  { query: { object: own.order.id } },
];

/** The audit trail: read by everybody, each within their own reach. */
export const TRAIL_DOORS: Readonly<Record<string, Reach>> = {
  'GET /api/v1/trail': { ...OWN, asks: byName, shows: { query: { limit: '500' } } },
  'GET /api/v1/trail/objects/:object': { ...OWN, asks: named('object', 'order') },
  'GET /api/v1/trail/people/:personId': { ...OWN, asks: named('personId', 'person') },
  'GET /api/v1/trail/export': { ...OWN, asks: byName, shows: {} },
  'GET /api/v1/trail/words': self('the same words for everybody'),
};
