import { MONEY, named, office, open, type Reach, shows } from './reach.js';
import type { Objects } from './tenants.js';

const ofPlant =
  (param: 'listing' | 'offer' | 'contract', more: object = {}) =>
  (own: Objects) => [{ params: { [param]: own[param].id }, body: { plantId: own.plant.id, ...more } }];
/** A month from now. */
const LATER = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
const PERMITS = 'the bureau keeps the register of plants and rights, and decides';
const TRADING_CENTRE = 'notices, results and certificates are the trading centre’s';

/** The doors of discharge permits. */
export const PERMIT_DOORS: Readonly<Record<string, Reach>> = {
  'GET permit-districts': open('caps and air quality are public'),
  'GET permit-quota': open('what a project must buy is public'),
  'GET permit-reserve': open('the government’s stock is public'),
  'GET permit-notices': open('notices and results of permit transfers are public'),
  'POST permit-districts': office(PERMITS),
  'POST permit-districts/:district/caps': office(PERMITS),
  'POST permit-districts/:district/readings': office(PERMITS),
  'GET permit-plants': shows('an enterprise sees its own plants'),
  'POST permit-plants': office(PERMITS),
  'POST permit-plants/:plant/changes': office(PERMITS),
  'POST permit-plants/:plant/standings': office(PERMITS),
  'POST permit-plants/:plant/discharges': office(PERMITS),
  'GET permit-rights': shows('an enterprise sees its own rights'),
  'POST permit-rights': office(PERMITS),
  'POST permit-rights/:right/leases': {
    reach: 'tenant',
    why: 'a right is lent by its owner',
    asks: ({ right, lessee }) => [
      {
        params: { right: right.id },
        body: { lesseeId: lessee.id, quantity: '0.001', lastDay: LATER, reason: 'not needed now' },
      },
    ],
    anybodys: { lessee: 'it is lent to another plant, whose id was given by that one' },
  },
  'POST permit-rights/:right/pledges': {
    reach: 'tenant',
    why: 'a right is pledged by its owner',
    asks: ({ right }) => [
      {
        params: { right: right.id },
        body: { creditor: 'Bank', quantity: '0.001', lastDay: LATER, reason: 'a loan' },
      },
    ],
  },
  'POST permit-encumbrances/:encumbrance/release': office(PERMITS),
  'POST permit-reserve/takings': office(PERMITS),
  'POST permit-reserve/purchases': office(PERMITS),
  'POST permit-reserve/shares': office(PERMITS),
  'POST permit-reserve/funds': office(MONEY),
  'POST permit-reserve/releases': office(PERMITS),
  'GET permit-transfers': shows('an enterprise sees what it sells, has won or has registered for'),
  'GET permit-transfers/:transfer': {
    reach: 'tenant',
    why: 'an application is its owner’s until its notice',
    asks: named('transfer', 'transfer'),
  },
  'GET permit-transfers/:transfer/findings': {
    reach: 'tenant',
    why: 'an application is its owner’s until its notice',
    asks: named('transfer', 'transfer'),
  },
  'POST permit-transfers': {
    reach: 'tenant',
    why: 'a right is sold by its owner',
    asks: ({ right, lessee }) => [
      { body: { rightId: right.id, namedBuyerId: lessee.id, quantity: '0.001', ground: 'closure' } },
    ],
    anybodys: { lessee: 'an agreement names another plant' },
  },
  'POST permit-transfers/:transfer/submit': {
    reach: 'tenant',
    why: 'its owner’s',
    asks: named('transfer', 'transfer'),
  },
  'POST permit-transfers/:transfer/review': office(PERMITS),
  'POST permit-transfers/:transfer/decide': office(PERMITS),
  'POST permit-transfers/:transfer/overrides': office(PERMITS),
  'POST permit-transfers/:transfer/upper-approvals': office(PERMITS),
  'POST permit-transfers/:transfer/listing': office(TRADING_CENTRE),
  'POST permit-transfers/:transfer/close': office(TRADING_CENTRE),
  'POST permit-transfers/:transfer/relist': office(TRADING_CENTRE),
  'POST permit-transfers/:transfer/withdraw': office(TRADING_CENTRE),
  'POST permit-transfers/:transfer/award-next': office(TRADING_CENTRE),
  'POST permit-transfers/:transfer/default': office(TRADING_CENTRE),
  'POST permit-transfers/:transfer/void': office(PERMITS),
  'POST permit-transfers/:transfer/certificate': office(TRADING_CENTRE),
  'POST permit-transfers/:transfer/permit-change': office(PERMITS),
  'POST permit-transfers/:transfer/completion': office(PERMITS),
  'POST permit-listings/:listing/bidders': {
    reach: 'tenant',
    why: 'a plant registers by its owner’s hand',
    asks: ofPlant('listing'),
    anybodys: { listing: 'a notice is public' },
  },
  'POST permit-listings/:listing/bids': {
    reach: 'tenant',
    why: 'a plant bids by its owner’s hand',
    asks: ofPlant('listing', { price: '26000.00' }),
    anybodys: { listing: 'a notice is public' },
  },
  'POST permit-offers/:offer/take': {
    reach: 'tenant',
    why: 'a plant buys by its owner’s hand',
    asks: ofPlant('offer'),
    anybodys: { offer: 'a notice is public' },
  },
  'POST permit-contracts/:contract/signature': {
    reach: 'tenant',
    why: 'a contract is its parties’',
    asks: ofPlant('contract'),
  },
  'POST permit-contracts/:contract/payment': {
    reach: 'tenant',
    why: 'a contract is its parties’',
    asks: ofPlant('contract'),
  },
};
