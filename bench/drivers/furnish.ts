import { SIGNING_POWERS } from '../../src/approvals/index.js';
import type { Json } from '../../src/kernel/json.js';
import type { Command } from '../../src/sequencer/index.js';
import { packWith } from '../../test/support/market-world.js';

export interface Member {
  readonly accountNo: number;
  readonly org: string;
}

/** Accounts with money and goods, one instrument, an open day. Buyers never meet themselves as sellers. */
export interface Furnished {
  readonly instrumentNo: number;
  readonly buyers: readonly Member[];
  readonly sellers: readonly Member[];
}

/** Carries a command to a venue, in memory or on disk. Throws when it is refused. */
export type Act = (by: string, org: string, command: Command) => Json | Promise<Json>;

type Facts = Record<string, Json>;

const CASH_FEN = 100_000_000_000;
const UNITS = 10_000_000;
/** Commands that are sent together, and lines of one allocation batch. */
const TOGETHER = 1_000;
const SYMBOL = 'BENCH';
// The workloads roam wider than any legal band and take their prices as fen.
const WIDE = { 'band.pct.listed': 9_999 };
const INSTRUMENT = {
  symbol: SYMBOL,
  kind: 'carbon',
  pollutant: 'CO2',
  zone: '',
  sector: '',
  vintage: 2026,
  expiry: null,
  unitName: 't',
  unitScale: 0,
  tickFen: 1,
  lotUnits: 1,
  packName: 'demo',
  referencePriceFen: 20_000,
};

/** The ordinary commands, four eyes included: what is measured later is checked by the same checker as any venue. */
export async function furnish(
  act: Act,
  accounts: number,
  day: string,
  rules: Record<string, Json> = {},
): Promise<Furnished> {
  const pack = packWith({ ...WIDE, ...rules }, 'demo') as unknown as Json;
  await act('system:bench', '', { kind: 'load-rule-pack', pack });
  const { instrumentNo } = (await fourEyes(act, 'create-instrument', INSTRUMENT)) as { instrumentNo: number };
  const members = await openAccounts(act, accounts);
  const buyers = members.filter((_, i) => i % 2 === 0);
  const sellers = members.filter((_, i) => i % 2 === 1);
  await together(buyers, ({ accountNo }) =>
    fourEyes(act, 'deposit-cash', { accountNo, amountFen: CASH_FEN, bankReference: 'bench' }),
  );
  await fourEyes(act, 'set-cap', { instrumentNo, year: 2026, quantity: sellers.length * UNITS });
  for (let from = 0; from < sellers.length; from += TOGETHER)
    await allocate(act, instrumentNo, sellers.slice(from, from + TOGETHER));
  await act('usr_maker', '', { kind: 'open-day', day });
  return { instrumentNo, buyers, sellers };
}

async function openAccounts(act: Act, accounts: number): Promise<Member[]> {
  const orgs = Array.from({ length: accounts }, (_, i) => `org_bench${i}`);
  const members = await together(orgs, async (org) => {
    const facts = { org, ownerGroup: org, title: org, accountKind: 'compliance', prohibited: false };
    const { accountNo } = (await act('usr_manager', org, { kind: 'apply-account', ...facts })) as Facts;
    return { accountNo: accountNo as number, org };
  });
  await together(members, ({ accountNo }) => act('usr_maker', '', { kind: 'review-account', accountNo }));
  await together(members, ({ accountNo }) => act('usr_checker', '', { kind: 'approve-account', accountNo }));
  return members;
}

async function allocate(act: Act, instrumentNo: number, sellers: readonly Member[]): Promise<void> {
  const fileHash = 'f'.repeat(64);
  const lines = sellers.map(({ accountNo }) => ({ accountNo, quantity: UNITS }));
  const draft = { kind: 'draft-batch', instrumentNo, year: 2026, fileHash, lines };
  const { batchNo } = (await act('usr_maker', '', draft)) as Facts;
  await act('usr_maker', '', { kind: 'submit-batch', batchNo });
  await act('usr_checker', '', { kind: 'approve-batch', batchNo, fileHash });
  await act('usr_clearing', '', { kind: 'create-batch', batchNo });
  await act('usr_clearing', '', { kind: 'distribute-batch', batchNo });
}

async function fourEyes(act: Act, action: string, payload: Facts): Promise<Json> {
  const powers = [...SIGNING_POWERS];
  const proposal = { kind: 'propose', action, payload, powers };
  const { proposalNo, payloadHash } = (await act('usr_maker', '', proposal)) as Facts;
  const approval = { kind: 'approve', proposalNo, payloadHash, powers };
  return ((await act('usr_checker', '', approval)) as Facts).result;
}

async function together<T, R>(items: readonly T[], work: (item: T) => R | Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < items.length; from += TOGETHER)
    results.push(...(await Promise.all(items.slice(from, from + TOGETHER).map(work))));
  return results;
}
