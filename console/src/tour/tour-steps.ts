import { answer, api } from '../api/client';
import { asRefusal } from '../api/refusal';
import { checkRecord } from '../proof/check-log';
import { compare, minus, plus } from '../format/decimal';
import { sha256Hex } from '../proof/sha256';
import type { ShownProof, StepKey, TourFacts } from './tour-state';

export interface Given {
  readonly venue: string;
  readonly facts: TourFacts;
  /** The organisation of a demo person. */
  readonly organisationOf: (login: string) => string;
}

export interface Step {
  readonly key: StepKey;
  /** Done by a press; a step without one happens by itself and is watched. */
  readonly act?: (given: Given, key: string) => Promise<TourFacts>;
  /** Asks the service whether it happened: what it says, or null for not yet. */
  readonly look: (given: Given) => Promise<TourFacts | null>;
}

export const ISSUED = '1000';
export const TRADED = '100';
const TICK = '0.01';
const YEAR = 2026;
const MANY = 500;
const PAGES_MAX = 20;
const ASK_AGAIN_MS = 2_000;
const ASKED_MAX = 30;
const AFTER_SUBMISSION = new Set(['SUBMITTED', 'APPROVED', 'CREATED', 'CREDITED_TO_PROVINCE', 'DISTRIBUTED']);

const headers = (key: string, part = ''): { 'Idempotency-Key': string } => ({
  'Idempotency-Key': part === '' ? key : `${key}-${part}`,
});

async function accountOf(venue: string, title?: string): Promise<string> {
  const { items } = await answer(
    api.GET('/api/v1/venues/{venue}/accounts', { params: { path: { venue }, query: { limit: MANY } } }),
  );
  const found = items.find((account) => title === undefined || account.title === title);
  if (found === undefined) throw new Error(`no account ${title ?? ''}`);
  return found.accountId;
}

const batchOf = (venue: string, batch: string) =>
  answer(
    api.GET('/api/v1/venues/{venue}/allocation-batches/{batch}', { params: { path: { venue, batch } } }),
  );

const orderOf = (venue: string, order: string) =>
  answer(api.GET('/api/v1/venues/{venue}/orders/{order}', { params: { path: { venue, order } } }));

/** The list as the authority would stamp it; its fingerprint is what maker and checker compare. */
function listOf(symbol: string, title: string): string {
  return `${symbol}\t${title}\t${ISSUED}\n`;
}

async function issue({ venue, organisationOf }: Given, key: string): Promise<TourFacts> {
  const path = { venue };
  const { items } = await answer(
    api.GET('/api/v1/venues/{venue}/instruments', { params: { path, query: { limit: MANY } } }),
  );
  const instrument = items.find(({ kind, state }) => kind === 'carbon' && state === 'TRADABLE');
  if (instrument === undefined) throw new Error('no carbon instrument');
  const { symbol, unitName } = instrument;
  const plantTitle = organisationOf('plant-a');
  const accountId = await accountOf(venue, plantTitle);
  const fileHash = await sha256Hex(listOf(symbol, plantTitle));
  const { batchId } = await answer(
    api.POST('/api/v1/venues/{venue}/allocation-batches', {
      params: { path, header: headers(key) },
      body: { symbol, year: YEAR, fileHash, lines: [{ accountId, quantity: ISSUED }] },
    }),
  );
  const { seq } = await answer(
    api.POST('/api/v1/venues/{venue}/allocation-batches/{batch}/submit', {
      params: { path: { venue, batch: batchId }, header: headers(key, 'submit') },
      body: {},
    }),
  );
  return { symbol, unit: unitName, plantTitle, fileHash, batchId, issuedSeq: seq };
}

async function distribute({ venue, facts }: Given, key: string): Promise<TourFacts> {
  const path = { venue, batch: facts.batchId! };
  const { state } = await batchOf(venue, path.batch);
  // Left between the two: the first is not asked for again.
  if (state === 'APPROVED')
    await answer(
      api.POST('/api/v1/venues/{venue}/allocation-batches/{batch}/create', {
        params: { path, header: headers(key, 'create') },
      }),
    );
  await answer(
    api.POST('/api/v1/venues/{venue}/allocation-batches/{batch}/distribute', {
      params: { path, header: headers(key, 'distribute') },
    }),
  );
  return {};
}

/** A price that rests in the book and is the next to be bought: one tick better than the best sale, above every bid. */
async function sellingPrice(venue: string, symbol: string): Promise<string> {
  const { bid, ask, last, previousClose, bandCeiling } = await answer(
    api.GET('/api/v1/venues/{venue}/instruments/{symbol}/ticker', { params: { path: { venue, symbol } } }),
  );
  const wished = ask !== null ? minus(ask, TICK) : (last ?? previousClose);
  const resting = bid !== null && compare(wished, bid) <= 0 ? plus(bid, TICK) : wished;
  return bandCeiling !== null && compare(resting, bandCeiling) > 0 ? bandCeiling : resting;
}

async function place(given: Given, key: string, side: 'buy' | 'sell', price: string) {
  const { venue, facts } = given;
  return answer(
    api.POST('/api/v1/venues/{venue}/orders', {
      params: { path: { venue }, header: headers(key) },
      body: {
        accountId: await accountOf(venue),
        symbol: facts.symbol!,
        side,
        price,
        quantity: TRADED,
        type: 'limit',
        timeInForce: 'DAY',
        postOnly: false,
        clientOrderId: `tour-${side}-${key}`,
      },
    }),
  );
}

/** How many of the trades are settled, as the clearing house sees them. */
async function settledOf(venue: string, tradeIds: readonly string[]): Promise<number> {
  const wanted = new Set(tradeIds);
  const settled = new Set<string>();
  const met = new Set<string>();
  let after: string | undefined;
  for (let page = 0; page < PAGES_MAX && met.size < wanted.size; page += 1) {
    const query = { limit: MANY, ...(after !== undefined && { after }) };
    const { items, next } = await answer(
      api.GET('/api/v1/venues/{venue}/trades', { params: { path: { venue }, query } }),
    );
    for (const { tradeId, state } of items) {
      if (!wanted.has(tradeId)) continue;
      met.add(tradeId);
      if (state === 'SETTLED') settled.add(tradeId);
    }
    if (next === undefined) break;
    after = next;
  }
  return settled.size;
}

export const TOUR_STEPS: readonly Step[] = [
  {
    key: 'issue',
    act: issue,
    look: async ({ venue, facts }) => {
      if (facts.batchId === undefined) return null;
      const { state, fileHash } = await batchOf(venue, facts.batchId);
      return AFTER_SUBMISSION.has(state) ? { submittedHash: fileHash } : null;
    },
  },
  {
    key: 'approve',
    act: async ({ venue, facts }, key) => {
      const { seq } = await answer(
        api.POST('/api/v1/venues/{venue}/allocation-batches/{batch}/approve', {
          params: { path: { venue, batch: facts.batchId! }, header: headers(key) },
          body: { fileHash: facts.fileHash! },
        }),
      );
      return { approvedSeq: seq };
    },
    look: async ({ venue, facts }) => {
      const { state } = await batchOf(venue, facts.batchId!);
      return state !== 'SUBMITTED' && AFTER_SUBMISSION.has(state) ? {} : null;
    },
  },
  {
    key: 'distribute',
    act: distribute,
    look: async ({ venue, facts }) => {
      const { state } = await batchOf(venue, facts.batchId!);
      return state === 'DISTRIBUTED' ? {} : null;
    },
  },
  {
    key: 'sell',
    act: async (given, key) => {
      const price = await sellingPrice(given.venue, given.facts.symbol!);
      const { orderId, seq } = await place(given, key, 'sell', price);
      return { price, sellOrderId: orderId, sellSeq: seq };
    },
    look: async ({ venue, facts }) => {
      if (facts.sellOrderId === undefined) return null;
      const { status } = await orderOf(venue, facts.sellOrderId);
      return { sellStatus: status };
    },
  },
  {
    key: 'buy',
    act: async (given, key) => {
      const { orderId, seq } = await place(given, key, 'buy', given.facts.price!);
      return { buyOrderId: orderId, buySeq: seq };
    },
    look: async ({ venue, facts }) => {
      if (facts.buyOrderId === undefined) return null;
      const { filled, fills } = await orderOf(venue, facts.buyOrderId);
      if (fills.length === 0) return null;
      return { bought: filled, paid: fills[0]!.price, tradeIds: fills.map(({ tradeId }) => tradeId) };
    },
  },
  {
    key: 'settle',
    look: async ({ venue, facts }) => {
      const tradeIds = facts.tradeIds ?? [];
      const settled = await settledOf(venue, tradeIds);
      return settled === tradeIds.length ? { settled } : null;
    },
  },
  {
    key: 'verify',
    act: async ({ venue, facts }) => ({ proof: await provenSoon(venue, facts.buySeq!) }),
    look: async ({ facts }) => (facts.proof?.judgement.ok === true ? {} : null),
  },
];

/** A record is under a signed checkpoint some seconds after it was written: asked until then. */
async function provenSoon(log: string, seq: number): Promise<ShownProof> {
  for (let asked = 1; ; asked += 1) {
    try {
      return await checkRecord(log, seq);
    } catch (error) {
      const { code } = asRefusal(error).problem;
      if (asked === ASKED_MAX || !code.startsWith('proof.')) throw error;
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
    }
  }
}
