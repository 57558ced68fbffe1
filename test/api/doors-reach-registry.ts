import { named, ofAccount, office, open, type Reach, self, shows } from './reach.js';

const REGISTER = 'the register is kept by the supervisor for all accounts';
const ISSUE = 'allocation is prepared, approved and carried out by offices';

/** The doors of accounts, instruments, allocation and what accounts hold. */
export const REGISTRY_DOORS: Readonly<Record<string, Reach>> = {
  'GET accounts': shows('an enterprise sees its own accounts'),
  'GET accounts/:account': { reach: 'tenant', why: 'its owner’s', asks: named('account', 'account') },
  'POST accounts': self('applies for the caller’s own organisation; the body cannot name another'),
  'POST accounts/:account/review': office(REGISTER),
  'POST accounts/:account/approve': office(REGISTER),
  'POST accounts/:account/restrict': office(REGISTER),
  'POST accounts/:account/freeze': office(REGISTER),
  'POST accounts/:account/release': office(REGISTER),
  'POST accounts/:account/close': office(REGISTER),
  'GET instruments': open('what is traded is public'),
  'GET instruments/:symbol': open('what is traded is public'),
  'POST instruments': office(ISSUE),
  'POST instruments/:symbol/retire': office(ISSUE),
  'POST instruments/:symbol/caps': office(ISSUE),
  'GET allocation-batches': shows('an enterprise sees the batches that name its accounts'),
  'GET allocation-batches/:batch': {
    reach: 'tenant',
    why: 'an enterprise sees the batches that name its accounts, and of them its own lines',
    asks: named('batch', 'batch'),
  },
  'POST allocation-batches': office(ISSUE),
  'POST allocation-batches/:batch/submit': office(ISSUE),
  'POST allocation-batches/:batch/approve': office(ISSUE),
  'POST allocation-batches/:batch/return': office(ISSUE),
  'POST allocation-batches/:batch/create': office(ISSUE),
  'POST allocation-batches/:batch/distribute': office(ISSUE),
  'POST allocation-batches/:batch/close': office(ISSUE),
  'POST freezes': office(REGISTER),
  'POST unfreezes': office(REGISTER),
  'POST recalls': office(REGISTER),
  'POST deductions': office(REGISTER),
  'GET deductions': {
    ...shows('an enterprise sees what is deducted from its own allocations'),
    asks: ofAccount,
  },
  'POST hand-backs': {
    reach: 'tenant',
    why: 'units are handed back by their owner',
    // Nothing is owed of one's own batch: that is said only of one's own.
    refused: ({ account, batch }) => [
      { body: { batchId: batch.id, accountId: account.id, quantity: '1', reason: 'less was verified' } },
    ],
  },
  'GET holdings': {
    ...shows('an enterprise sees what is its own'),
    asks: ofAccount,
  },
  'GET accounts/:account/serials': {
    reach: 'tenant',
    why: 'its owner’s',
    asks: named('account', 'account'),
  },
  'GET allocations': open('the law publishes the allocation list'),
  'GET cancellations': open('the law publishes voluntary cancellations, without names'),
  'GET instruments/:symbol/serials/:serial': shows('the path of a serial; foreign holders are masked', {
    params: { symbol: 'CEA-2026', serial: '1' },
  }),
};
