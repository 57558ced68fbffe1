import type { Role } from '../../src/identity/index.js';
import { CUSTODY_DOORS } from './doors-reach-custody.js';
import { BANKING_DOORS } from './doors-reach-banking.js';
import { REGISTRY_DOORS } from './doors-reach-registry.js';
import { SETTLEMENT_DOORS } from './doors-reach-settlement.js';
import { RECONCILIATION_DOORS } from './doors-reach-reconciliation.js';
import { PERMIT_DOORS } from './doors-reach-permits.js';
import { TRAIL_DOORS } from './doors-reach-trail.js';
import {
  type Ask,
  MONEY,
  named,
  office,
  officeReading,
  ofAccount,
  open,
  type Reach,
  self,
  shows,
} from './reach.js';
import type { Objects } from './tenants.js';
import { aBidding } from './venue-client.js';

/** Fields of requests that name what belongs to an organisation, and the kind of object. */
export const NAMING_FIELDS: Readonly<Record<string, keyof Objects>> = {
  account: 'account',
  accountId: 'account',
  batchId: 'batch',
  counterpartyId: 'receiver',
  bidding: 'bidding',
  intent: 'intent',
  intentId: 'invitation',
  negotiation: 'negotiation',
  fromAccountId: 'account',
  toAccountId: 'receiver',
  order: 'order',
  orderId: 'order',
  proposal: 'proposal',
  object: 'order',
  batch: 'batch',
  trade: 'trade',
  key: 'refusedKey',
  keyId: 'key',
  bid: 'bid',
  personId: 'person',
  orgId: 'organisation',
  ownerGroup: 'organisation',
  right: 'right',
  rightId: 'right',
  plantId: 'plant',
  plant: 'plant',
  lesseeId: 'lessee',
  namedBuyerId: 'lessee',
  transfer: 'transfer',
  listing: 'listing',
  offer: 'offer',
  contract: 'contract',
  trust: 'trust',
  trustedAccountId: 'receiver',
  delayedTransfer: 'delayedTransfer',
  noticeId: 'notice',
  certificate: 'certificate',
  withdrawal: 'withdrawal',
};

/** Every other field: a fact, a filter, or the name of what belongs to the whole venue. A new field must be put here or above. */
export const PLAIN_FIELDS: ReadonlySet<string> = new Set(
  `login password current next displayName roles label title kind limit after name venue pack reason view state payloadHash
  note amount bankReference symbol pollutant zone sector vintage expiry unitName unitScale tick lot rulePack referencePrice
  year quantity fileHash serial action side type price timeInForce postOnly clientOrderId selfTrade levels interval day
  objectKind verb outcome sort format
  channels resume_from run draft draftId dryRun from to auction sellerAccountId supply opensAt closesAt
  reservePrice nonCompetitivePrice tie shortage auctions capPercent purchaseLimitBps depositBps maxBids
  qualification paymentDays publicKey seedCommitment privateKey seed sealed commitment killSwitch seq asset districtId
  district tonnes mediumTonnes ultraLow city basin indicator value targetMet sourceClass captivePower
  heatPart permitUntil permitted need asOf origin paid startDay endDay lastDay creditor encumbrance ground
  party format language queue job dispute grounds answer acrossRegions code authority document method version notice rule floorPrice ceilingPrice depositPercent biddingId
   bank number currency openingBalance openingDay bankAccountId transferId withdrawalIds withdrawalId fileId
   sha256 content file line
  registrationOpensAt registrationClosesAt firstSerial lastSerial stolen documentNo until freeze biddingOpensAt biddingClosesAt
  acknowledged payee
  log level a b c d size checkpoint stage break total different owner explanation dueDay entries`.split(
    /\s+/,
  ),
);

/** Offices whose powers reach every organisation of a venue, and why (the matrix of roles is `ROLE_POWERS`). */
export const VENUE_WIDE: Partial<Record<Role, string>> = {
  reg_issuer: 'the supervisor keeps the register of all emitters',
  reg_approver: 'the supervisor keeps the register of all emitters',
  auditor: 'audits everything and can change nothing',
  exchange_op: 'runs the market of all members; whose orders they are is masked',
  clearing_op: 'settles the trades of all members',
  identity_admin: 'creates the people of all organisations and can act as none of them',
};

const MASKED = { exchange_op: 'the operator sees orders and trades, not whose they are' };
const UNTIL_OPENED = 'who bids at all is not known before the opening';
const SEALED = {
  ...{ reg_issuer: UNTIL_OPENED, reg_approver: UNTIL_OPENED, auditor: UNTIL_OPENED },
  ...{ exchange_op: UNTIL_OPENED, clearing_op: UNTIL_OPENED },
};

const DESK = 'sees what waits for this desk, whoever asked for it';
const WAITING = {
  ...{ reg_issuer: DESK, reg_approver: DESK, exchange_op: DESK, clearing_op: DESK },
  auditor: 'nothing waits for whoever changes nothing',
};

const units = ({ account }: Objects): object => ({
  accountId: account.id,
  symbol: 'CEA-2026',
  quantity: '1',
  reason: 'of one’s own',
});
const sell = ({ account }: Objects): object => ({
  accountId: account.id,
  symbol: 'CEA-2026',
  side: 'sell',
  price: '80.00',
  quantity: '1',
});
const signed = ({ proposal }: Objects): Ask => ({
  params: { proposal: proposal.id },
  body: { payloadHash: proposal.hash },
});
/** A list, narrowed to one account. */
const inAuction = ({ auction }: Objects, params: object = {}): Ask => ({
  params: { auction: auction.id, ...params },
});

/** Read once: requests that differ only by their moment would seem to name different objects. */
const STARTED = Date.now();

const AUCTION = 'auctions are prepared, opened, cleared and delivered by offices';
const MARKET = 'the market belongs to the whole venue';

/** Every route of the service. `:venue` routes are written without their common beginning. */
export const REACH: Readonly<Record<string, Reach>> = {
  'GET /api/v1/rule-pack-schema': open('the form of a rule pack'),
  'GET /api/v1/problems': open('the catalogue of refusals'),
  'GET /healthz': open('says only that the process lives'),
  'GET /readyz': open('says only that the venues are open'),
  'GET /api/v1/health': officeReading('what waits and which versions run is the operators’'),
  'GET /metrics': open('figures of whole venues'),
  'GET /api/v1/logs': open('logs are public'),
  'GET /api/v1/logs/:log/checkpoint': open('signed roots are public'),
  'GET /api/v1/logs/:log/checkpoints': open('signed roots are public'),
  'GET /api/v1/logs/:log/keys': open('public keys'),
  'GET /api/v1/logs/:log/tile/:level/:a': open('salted hashes of records tell nobody anything'),
  'GET /api/v1/logs/:log/tile/:level/:a/:b': open('salted hashes of records tell nobody anything'),
  'GET /api/v1/logs/:log/tile/:level/:a/:b/:c': open('salted hashes of records tell nobody anything'),
  'GET /api/v1/logs/:log/tile/:level/:a/:b/:c/:d': open('salted hashes of records tell nobody anything'),
  'GET /api/v1/logs/:log/proofs/inclusion/:seq': open('salted hashes of records tell nobody anything'),
  'GET /api/v1/logs/:log/proofs/consistency': open('salted hashes of records tell nobody anything'),
  // Own records are shown, others' are not: test/proof/merkle-log.spec.ts.
  'GET /api/v1/logs/:log/records/:seq': {
    reach: 'tenant',
    why: 'what one’s own organisation sent',
    refused: () => [{ params: { log: 'demo', seq: '900000000000' } }],
  },
  'POST /api/v1/logs/:log/cosignatures': open('a witness is known by its signature'),
  'POST /api/v1/sessions': open('whoever has the password signs in'),
  'DELETE /api/v1/sessions/current': self('the session that asks'),
  'DELETE /api/v1/sessions': self('the sessions of the person who asks'),
  'DELETE /api/v1/people/:personId/sessions': office('the administrator locks out anybody'),
  'POST /api/v1/me/password': self('the password of the person who asks'),
  'GET /api/v1/venues': open('which venues there are; at a demo, whom one can be'),
  'POST /api/v1/demo-sessions': open('a demo’s people are everybody’s, where it is offered'),
  'GET /api/v1/me': self('the person who asks'),
  'POST /api/v1/organisations': office('only the administrator creates organisations'),
  'GET /api/v1/organisations': shows('an enterprise sees itself'),
  'POST /api/v1/people': office('only the administrator creates people'),
  'GET /api/v1/people': shows('an enterprise sees its own people'),
  'GET /api/v1/names': shows('an enterprise reads its own names'),
  'POST /api/v1/api-keys': self('a key of the person who asks'),
  'GET /api/v1/api-keys': shows('a person sees their own keys', {}),
  'DELETE /api/v1/api-keys/:keyId': {
    reach: 'tenant',
    why: 'a person revokes their own keys',
    asks: named('keyId', 'key'),
  },

  'GET rule-packs': open('rules are public'),
  'GET rule-packs/:pack': open('rules are public'),
  'POST rule-packs': office('rules are proposed by the exchange'),
  'GET rule-pack-drafts': officeReading('rules that nobody obeys yet'),
  'GET rule-pack-drafts/:draft': office('rules that nobody obeys yet'),
  'GET rule-pack-drafts/:draft/changes': office('rules that nobody obeys yet'),
  'POST rule-pack-drafts': office('rules are proposed by the exchange'),
  'POST rule-pack-drafts/:draft/dry-runs': office('the past is decided again for offices'),
  'GET rule-pack-drafts/:draft/dry-runs': office('the past is decided again for offices'),
  'GET rule-pack-drafts/:draft/dry-runs/:dryRun': office('the past is decided again for offices'),
  'POST rule-pack-drafts/:draft/discard': office('rules are proposed by the exchange'),
  'GET inbox': {
    ...shows('what waits for oneself'),
    masked: WAITING,
  },
  'GET proposals': shows('made by one’s organisation, or about what it owns'),
  'GET proposals/:proposal': {
    reach: 'tenant',
    why: 'made by one’s organisation, or about what it owns',
    asks: named('proposal', 'proposal'),
  },
  'POST proposals/:proposal/approve': {
    reach: 'tenant',
    why: 'the first signature is the owner’s own',
    asks: (own) => [signed(own)],
    refused: (own) => [{ ...signed(own), body: { payloadHash: '0'.repeat(64) } }],
  },
  'POST proposals/:proposal/return': {
    reach: 'tenant',
    why: 'the first signature is the owner’s own',
    asks: ({ proposal }) => [{ params: { proposal: proposal.id }, body: { note: 'not now' } }],
  },
  'POST proposals/:proposal/withdraw': {
    reach: 'tenant',
    why: 'only its maker takes a proposal back',
    asks: named('proposal', 'proposal'),
  },

  'POST deposits': office(MONEY),
  'POST withdrawals': office(MONEY),
  'POST transfers': {
    reach: 'tenant',
    why: 'units leave by their owner’s hand',
    asks: (own) => [
      {
        body: {
          fromAccountId: own.account.id,
          toAccountId: own.receiver.id,
          symbol: 'CEA-2026',
          quantity: '1',
          reason: 'sold outside the market',
        },
      },
    ],
    anybodys: { receiver: 'a transfer goes to another organisation; its id was given by that one' },
  },
  'POST cancellations': {
    reach: 'tenant',
    why: 'units are given up by their owner',
    asks: (own) => [{ body: units(own) }],
  },
  'POST orders:batch': {
    reach: 'tenant',
    why: 'an account trades by its owner’s hand; an order is its owner’s',
    asks: (own) => [
      { body: { items: [{ action: 'place', order: sell(own) }] } },
      { body: { items: [{ action: 'cancel', orderId: own.order.id }] } },
    ],
  },
  'POST orders': {
    reach: 'tenant',
    why: 'an account trades by its owner’s hand',
    asks: (own) => [{ body: sell(own) }],
  },
  'GET orders': { ...shows('an enterprise sees its own orders'), asks: ofAccount, masked: MASKED },
  'GET orders/:order': {
    reach: 'tenant',
    why: 'its owner’s',
    asks: named('order', 'order'),
    masked: MASKED,
  },
  'DELETE orders/:order': { reach: 'tenant', why: 'its owner’s', asks: named('order', 'order') },
  'PATCH orders/:order': {
    reach: 'tenant',
    why: 'its owner’s',
    asks: ({ order }) => [{ params: { order: order.id }, body: { quantity: '1' } }],
    refused: ({ order }) =>
      [{}, { quantity: '0.5' }, { price: '1.001' }].map((body) => ({ params: { order: order.id }, body })),
  },
  'POST orders/cancel-all': {
    reach: 'tenant',
    why: 'its owner’s',
    asks: ({ account }) => [{ body: { accountId: account.id } }],
  },
  'POST listings/:order/pick': {
    reach: 'tenant',
    why: 'trades for an account of the caller',
    refused: ({ account, order }) => [
      { params: { order: order.id }, body: { accountId: account.id, symbol: 'CEA-2026', quantity: '1' } },
    ],
    anybodys: { order: 'what is listed may be picked by everybody' },
  },
  'GET instruments/:symbol/listings': open('what may be picked, without names'),
  'GET instruments/:symbol/call-auctions': open('prices, without names'),
  'POST block-intents': {
    reach: 'tenant',
    why: 'an account trades by its owner’s hand',
    asks: (own) => [{ body: { ...sell(own), quantity: '100', counterpartyId: own.receiver.id } }],
    anybodys: { receiver: 'an intent goes to another organisation; the id was given by that one' },
  },
  'GET block-intents': {
    ...shows('an intent to one account is that one’s and its poster’s'),
    masked: MASKED,
  },
  'POST block-intents/:intent/withdraw': {
    reach: 'tenant',
    why: 'only its poster takes an intent back',
    asks: named('intent', 'intent'),
  },
  'POST block-negotiations': {
    reach: 'tenant',
    why: 'an intent to one account is answered by that one',
    asks: ({ invitation, account }) => [{ body: { intentId: invitation.id, accountId: account.id } }],
  },
  'GET block-negotiations': { ...shows('a negotiation is of its two sides'), masked: MASKED },
  'GET block-negotiations/:negotiation': {
    reach: 'tenant',
    why: 'a negotiation is of its two sides',
    asks: named('negotiation', 'negotiation'),
    masked: MASKED,
  },
  'POST block-negotiations/:negotiation/offers': {
    reach: 'tenant',
    why: 'a negotiation is of its two sides',
    asks: ({ negotiation }) => [
      { params: { negotiation: negotiation.id }, body: { price: '80.00', quantity: '120' } },
    ],
    refused: ({ negotiation }) => [
      { params: { negotiation: negotiation.id }, body: { price: '1.001', quantity: '1' } },
    ],
  },
  'POST block-negotiations/:negotiation/confirm': {
    reach: 'tenant',
    why: 'a negotiation is of its two sides',
    asks: ({ negotiation }) => [{ params: { negotiation: negotiation.id }, body: { version: 1 } }],
    refused: ({ negotiation }) => [{ params: { negotiation: negotiation.id }, body: { version: 2 } }],
  },
  'POST block-negotiations/:negotiation/withdraw': {
    reach: 'tenant',
    why: 'a negotiation is of its two sides',
    asks: named('negotiation', 'negotiation'),
  },
  'POST one-way-biddings': {
    reach: 'tenant',
    why: 'goods are sold by their owner’s hand',
    asks: ({ account }) => [{ body: aBidding(account.id, 3_600, STARTED) }],
  },
  'GET one-way-biddings': open('notices and results, without names'),
  'GET one-way-biddings/:notice': open('a notice and its result, without names'),
  'GET one-way-bids': {
    ...shows('an enterprise sees its own registrations and bids'),
    asks: ofAccount,
    masked: MASKED,
  },
  'POST one-way-biddings/:bidding/registrations': {
    reach: 'tenant',
    why: 'an account takes part by its owner’s hand',
    asks: ({ bidding, account }) => [
      { params: { bidding: bidding.id }, body: { accountId: account.id, quantity: '10' } },
    ],
    anybodys: { bidding: 'a notice is for everybody' },
  },
  'POST one-way-biddings/:bidding/bids': {
    reach: 'tenant',
    why: 'an account bids by its owner’s hand',
    asks: ({ bidding, account }) => [
      { params: { bidding: bidding.id }, body: { accountId: account.id, price: '71.00', quantity: '10' } },
    ],
    anybodys: { bidding: 'a notice is for everybody' },
  },
  'GET accounts/:account/headroom/:symbol': {
    reach: 'tenant',
    why: 'what an owner group holds is its own affair',
    asks: ({ account }) => [{ params: { account: account.id, symbol: 'CEA-2026' } }],
  },
  'GET instruments/:symbol/large-holders': open('the law makes large holders public'),
  'GET instruments/:symbol/interventions': open('announced to everybody'),
  'GET instruments/:symbol/depth': open('the book by price, without names'),
  'GET instruments/:symbol/ticker': open('prices, without names'),
  'GET instruments/:symbol/trades': open('the tape, without names'),
  'GET holding-statements': open('totals and roots, which say nothing of an organisation'),
  'GET accounts/:account/holding-proofs': {
    reach: 'tenant',
    why: 'what an account has is its organisation’s',
    refused: (own) => [{ params: { account: own.account.id }, query: { day: '2020-01-01' } }],
  },
  'GET instruments/:symbol/candles': open('prices, without names'),
  'GET sessions/current': open('whether the market is open'),
  'GET trades': {
    ...shows('one’s own side of one’s trades, also when the other side is known'),
    asks: ofAccount,
    masked: MASKED,
  },
  'GET kill-switches': shows('an enterprise sees its own, and those that bind everybody'),
  'POST kill-switches': office('the operator and the regulator bar anybody'),
  'POST kill-switches/own': self('bars the caller’s own organisation; the body cannot name another'),
  'POST kill-switches/own/release': self('the switch of the caller’s own organisation'),
  'POST kill-switches/:killSwitch/release': office('offices release what offices engaged'),
  'POST trades/:trade/annul': office('trades are annulled by the exchange and the supervisor'),
  'GET auctions': open('notices are public'),
  'GET auctions/:auction': open('notices are public'),
  'GET auctions/:auction/results': open('results are public, without names'),
  'GET auctions/:auction/file': open('anybody clears an auction again, without names'),
  'GET auctions/:auction/commitments': open('bids as they were committed to, without names'),
  'GET auction-drafts': officeReading(AUCTION),
  'POST auctions': office(AUCTION),
  'POST auctions/:auction/openers': office(AUCTION),
  'POST auctions/:auction/announcements': office(AUCTION),
  'POST auctions/:auction/cancellations': office(AUCTION),
  'POST auctions/:auction/bidders': office(AUCTION),
  'POST auctions/:auction/openings': office(AUCTION),
  'POST auctions/:auction/unsealings': office(AUCTION),
  'POST auctions/:auction/clearings': office(AUCTION),
  'POST auctions/:auction/settlements': office(AUCTION),
  'PUT auctions/:auction/guarantee': {
    reach: 'tenant',
    why: 'money is held by its owner’s hand',
    asks: (own) => [{ ...inAuction(own), body: { accountId: own.account.id, amount: '10000' } }],
  },
  'GET auctions/:auction/guarantees': { reach: 'tenant', why: 'one’s own', asks: (own) => [inAuction(own)] },
  'POST auctions/:auction/bids': {
    reach: 'tenant',
    why: 'an account bids by its owner’s hand',
    asks: (own) => [
      { ...inAuction(own), body: { accountId: own.account.id, price: '60.00', quantity: '1' } },
    ],
  },
  'PUT auctions/:auction/bids/:bid': {
    reach: 'tenant',
    why: 'its owner’s',
    asks: (own) => [{ ...inAuction(own, { bid: own.bid.id }), body: { price: '61.00', quantity: '1' } }],
    refused: (own) => [{ ...inAuction(own, { bid: own.bid.id }), body: { price: '1.00', quantity: '1' } }],
  },
  'DELETE auctions/:auction/bids/:bid': {
    reach: 'tenant',
    why: 'its owner’s',
    asks: (own) => [inAuction(own, { bid: own.bid.id })],
  },
  'GET auctions/:auction/bids': {
    reach: 'tenant',
    why: 'a bidder sees its own bids',
    asks: (own) => [inAuction(own), { ...inAuction(own), query: { accountId: own.account.id } }],
    masked: SEALED,
  },
  'POST trading-days/close': office(MARKET),
  'POST trading-days/open': office(MARKET),
  'POST halts': office(MARKET),
  'POST resumptions': office(MARKET),
  'GET stream': open('book, tape and session, without names'),
  'GET stream/orders': {
    ...shows('one’s own orders as they change'),
    masked: {
      auditor: 'the stream is for one’s own orders; others are read from the lists',
      exchange_op: 'the stream is for one’s own orders; others are read from the lists',
      clearing_op: 'the stream is for one’s own orders; others are read from the lists',
    },
  },
  'GET explanations/orders/:order': {
    reach: 'tenant',
    why: 'its owner’s',
    asks: named('order', 'order'),
    masked: MASKED,
  },
  'GET explanations/trades/:trade': {
    reach: 'tenant',
    why: 'one’s own side of one’s trades; the other fee is the other’s',
    asks: named('trade', 'trade'),
    masked: MASKED,
  },
  'GET explanations/rejections': {
    reach: 'tenant',
    why: 'commands of one’s own organisation',
    asks: ({ refusedKey }) => [{ query: { key: refusedKey.id } }],
    masked: MASKED,
  },
  'GET explanations/accounts/:account/balances/:asset': {
    reach: 'tenant',
    why: 'its owner’s',
    asks: ({ account }) => [{ params: { account: account.id, asset: 'cash' } }],
  },
  ...REGISTRY_DOORS,
  ...SETTLEMENT_DOORS,
  ...PERMIT_DOORS,
  ...CUSTODY_DOORS,
  ...BANKING_DOORS,
  ...RECONCILIATION_DOORS,
  ...TRAIL_DOORS,
};
