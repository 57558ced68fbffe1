import { ofAccount, named, office, open, type Reach, shows } from './reach.js';
import { SLOW } from './custody-objects.js';

const REGISTER = 'the register is kept by the supervisor for all accounts';
const OWNER = 'it is about the owner’s account';

/** The doors of safe movement. */
export const CUSTODY_DOORS: Readonly<Record<string, Reach>> = {
  'GET accounts/:account/trusted-accounts': {
    reach: 'tenant',
    why: OWNER,
    asks: named('account', 'account'),
  },
  'POST accounts/:account/trusted-accounts': {
    reach: 'tenant',
    why: 'whom an account trusts is its owner’s to say',
    asks: ({ account, receiver }) => [
      {
        params: { account: account.id },
        body: { trustedAccountId: receiver.id, reason: 'a sister company' },
      },
    ],
    anybodys: { receiver: 'anybody’s account may be trusted; its id was given by its owner' },
  },
  'POST accounts/:account/trusted-accounts/:trust/removal': {
    reach: 'tenant',
    why: 'whom an account trusts is its owner’s to say',
    asks: ({ account, trust }) => [{ params: { account: account.id, trust: trust.id } }],
  },
  'GET accounts/:account/trusted-accounts/forecast': {
    reach: 'tenant',
    why: 'whom an account trusts is its owner’s to say',
    asks: ({ account, receiver }) => [
      { params: { account: account.id }, query: { trustedAccountId: receiver.id } },
    ],
    anybodys: { receiver: 'anybody’s account may be trusted; its id was given by its owner' },
  },
  'GET transfers/forecast': {
    reach: 'tenant',
    why: 'units leave by their owner’s hand',
    asks: ({ account, receiver }) => [
      {
        query: { fromAccountId: account.id, toAccountId: receiver.id, symbol: SLOW, quantity: '1' },
      },
    ],
    anybodys: { receiver: 'a transfer goes to another organisation; its id was given by that one' },
  },
  'GET delayed-transfers': {
    ...shows('an enterprise sees what waits to leave its own accounts'),
    asks: ({ account }) => [{ query: { fromAccountId: account.id } }],
  },
  'POST delayed-transfers/:delayedTransfer/cancel': {
    reach: 'tenant',
    why: 'it is called off by its own side, or by the registry',
    asks: ({ delayedTransfer }) => [
      { params: { delayedTransfer: delayedTransfer.id }, body: { reason: 'not ours' } },
    ],
  },
  'POST serial-freezes': office(REGISTER),
  'POST serial-freezes/:freeze/release': office(REGISTER),
  'GET freezes': {
    ...shows('an enterprise sees what is frozen in its own accounts'),
    asks: ofAccount,
  },
  'GET instruments/:symbol/flags': open('a buyer must be able to ask whether units are flagged'),
  'POST surrenders': {
    reach: 'tenant',
    why: 'units are surrendered by their owner',
    asks: ({ account }) => [
      {
        body: { accountId: account.id, symbol: SLOW, quantity: '1', year: 2026, reason: 'the duty of 2026' },
      },
    ],
  },
  'GET surrenders': shows('an enterprise sees what it has surrendered'),
  'GET notices': {
    ...shows('an enterprise hears of its own accounts'),
    asks: ofAccount,
  },
  'POST notices/:noticeId/acknowledgement': {
    reach: 'tenant',
    why: 'it is read by those it was written to',
    asks: ({ notice }) => [{ params: { noticeId: notice.id } }],
  },
  'GET accounts/:account/certificates': { reach: 'tenant', why: OWNER, asks: named('account', 'account') },
  'POST accounts/:account/certificates': {
    reach: 'tenant',
    why: 'a holding is certified to its owner',
    asks: ({ account }) => [{ params: { account: account.id }, body: { symbol: SLOW } }],
  },
  'GET accounts/:account/certificates/:certificate': {
    reach: 'tenant',
    why: 'the document is its owner’s; what it says is for whoever has its code',
    asks: ({ account, certificate }) => [{ params: { account: account.id, certificate: certificate.id } }],
  },
  'GET certificates/:code': open('whoever was shown a certificate may check it'),
};
