import type { Command } from 'commander';
import type pg from 'pg';
import { type Actor, Desk } from '../demo/desk.js';
import { IdentityAdmin } from '../identity/index.js';
import { shippedPack } from '../rules/index.js';
import { checkVenue, type CheckReport } from '../checker/check-venue.js';
import type { LocalEngine } from '../sequencer/index.js';
import type { VenueMachine } from '../machine.js';
import {
  type Clerk,
  newPassword,
  type OwnService,
  saveVenueCredentials,
  withOwnService,
} from './own-service.js';
import { print, progress, verdictLines } from './tool.js';
import { readUkEts, type UkEts, type YearOfAllocation } from './uk-ets-files.js';

const TRADERS = 10;
/** Commands sent ahead of their answers; far below the venue's queue. */
const AHEAD = 200;
const REFERENCE_PRICE_PENCE = 22_382;

export interface YearImported {
  readonly year: number;
  readonly symbol: string;
  readonly accounts: number;
  /** Sum of the file. */
  readonly file: number;
  /** Units that accounts of the venue hold, as the tables say. */
  readonly venue: number;
}

export interface Imported {
  readonly ok: boolean;
  readonly venue: string;
  readonly organisations: number;
  readonly accounts: number;
  readonly years: readonly YearImported[];
  readonly check: CheckReport;
}

export function registerImport(program: Command): void {
  const group = program.command('import').description('bring public data into a new venue');
  group
    .command('uk-ets')
    .argument('<dir>', 'folder with the two UK ETS tables (CSV)')
    .option('--venue <slug>', 'name of the new venue', 'uk-ets')
    .option('--json', 'one JSON object for programs')
    .description(
      'operators, accounts and the free allocation of every year, by the ordinary four-eyes commands; the service must be stopped',
    )
    .action(async (dir: string, { venue, json = false }: { venue: string; json?: boolean }) => {
      const data = readUkEts(dir);
      const imported = await withOwnService((service) => importUkEts(service, venue, data));
      print(json, imported, textOf(imported));
      process.exitCode = imported.ok ? 0 : 1;
    });
}

/** Throws when the venue exists: an import is never laid over another one. */
export async function importUkEts(service: OwnService, venue: string, data: UkEts): Promise<Imported> {
  const engine = service.engine as LocalEngine<VenueMachine>;
  const { pool } = service.platform.database;
  if (engine.venues().some(({ slug }) => slug === venue))
    throw new Error(`the venue ${venue} exists; choose another with --venue`);
  const identity = service.app.get(IdentityAdmin);
  const orgs = await createHolders(identity, data);
  const office = await hireOffice(identity, venue);
  const { venueNo } = await engine.createVenue(venue, 'UK ETS (imported)', 'GBP');
  const desk = new Desk(engine, venue, 'import');
  await desk.act(actor('system:import'), 'load-rule-pack', { pack: shippedPack('demo') });
  const accounts = await openAccounts(desk, office, data, orgs);
  const years: YearImported[] = [];
  for (const allocation of data.years) {
    const instrumentNo = await allocate(desk, office, allocation, accounts, data.fileHash);
    years.push({ ...shown(allocation), venue: await heldByAccounts(pool, venueNo, instrumentNo) });
  }
  const traders = await hireTraders(identity, venue, data, orgs, accounts);
  saveVenueCredentials(service.platform.settings.DATA_DIR, {
    venue,
    people: [...Object.values(office), ...traders],
  });
  const check = await checkVenue(pool, venue);
  const ok = check.ok && years.every((year) => year.file === year.venue);
  return { ok, venue, organisations: orgs.size, accounts: accounts.size, years, check };
}

function textOf({ venue, organisations, accounts, years, check }: Imported): string {
  const lines = years.map(
    ({ symbol, file, venue: held, accounts: n }) =>
      `${symbol}  file ${file.toLocaleString('en').padStart(12)}  venue ${held.toLocaleString('en').padStart(12)}  ${file === held ? 'equal' : 'DIFFERENT'}  (${n} accounts)`,
  );
  return [
    `${venue}: ${organisations} account holders, ${accounts} accounts`,
    ...lines,
    `${check.ok ? 'every promise holds' : 'A PROMISE IS BROKEN'} after ${check.commands.toLocaleString('en')} commands`,
    ...(check.ok ? [] : [verdictLines(check.verdicts.filter(({ ok }) => !ok))]),
  ].join('\n');
}

async function createHolders(identity: IdentityAdmin, { operators }: UkEts): Promise<Map<string, string>> {
  const tell = progress('account holders');
  const orgs = new Map<string, string>();
  for (const title of new Set(operators.map(({ holder }) => holder))) {
    orgs.set(title, await identity.createOrganisation({ title, kind: 'enterprise' }));
    tell(orgs.size);
  }
  return orgs;
}

type Office = Readonly<Record<'issuer' | 'approver' | 'clearing1' | 'clearing2', Clerk>>;

async function hireOffice(identity: IdentityAdmin, venue: string): Promise<Office> {
  const authority = await identity.createOrganisation({ title: `${venue} authority`, kind: 'regulator' });
  const exchange = await identity.createOrganisation({ title: `${venue} exchange`, kind: 'operator' });
  return {
    issuer: await hire(identity, `${venue}-issuer`, authority, ['reg_issuer']),
    approver: await hire(identity, `${venue}-approver`, authority, ['reg_approver']),
    clearing1: await hire(identity, `${venue}-clearing1`, exchange, ['clearing_op']),
    clearing2: await hire(identity, `${venue}-clearing2`, exchange, ['clearing_op']),
  };
}

async function hire(
  identity: IdentityAdmin,
  login: string,
  orgId: string,
  roles: string[],
  accountNo?: number,
): Promise<Clerk> {
  const password = newPassword();
  const personId = await identity.createPerson({ login, displayName: login, orgId, roles, password });
  return { login, password, personId, orgId, powers: identity.powersOf(roles), accountNo };
}

/** One account an operator row; the import applies in the holder's name, issuer and approver open it. */
async function openAccounts(
  desk: Desk,
  office: Office,
  { operators }: UkEts,
  orgs: ReadonlyMap<string, string>,
): Promise<Map<string, number>> {
  const tell = progress('accounts');
  const accounts = new Map<string, number>();
  for (let from = 0; from < operators.length; from += AHEAD) {
    const some = operators.slice(from, from + AHEAD);
    const applied = await Promise.all(
      some.map(({ holder, title }) => {
        const org = orgs.get(holder)!;
        return desk.act(actor('system:import', org), 'apply-account', {
          org,
          ownerGroup: org,
          title,
          accountKind: 'compliance',
          prohibited: false,
        });
      }),
    );
    const numbers = applied.map(({ accountNo }) => accountNo as number);
    await Promise.all(
      numbers.map((accountNo) => desk.act(actorOf(office.issuer), 'review-account', { accountNo })),
    );
    await Promise.all(
      numbers.map((accountNo) => desk.act(actorOf(office.approver), 'approve-account', { accountNo })),
    );
    some.forEach(({ operatorId }, index) => accounts.set(operatorId, numbers[index]));
    tell(accounts.size);
  }
  return accounts;
}

async function allocate(
  desk: Desk,
  { issuer, approver, clearing1 }: Office,
  { year, lines, total }: YearOfAllocation,
  accounts: ReadonlyMap<string, number>,
  fileHash: string,
): Promise<number> {
  const [maker, checker] = [actorOf(issuer), actorOf(approver)];
  const { instrumentNo } = await desk.fourEyes(maker, [checker], 'create-instrument', instrumentOf(year));
  await desk.fourEyes(maker, [checker], 'set-cap', { instrumentNo, year, quantity: total });
  const credits = lines.map(({ operatorId, quantity }) => ({
    accountNo: accounts.get(operatorId)!,
    quantity,
  }));
  const { batchNo } = await desk.act(maker, 'draft-batch', { instrumentNo, year, fileHash, lines: credits });
  await desk.act(maker, 'submit-batch', { batchNo });
  await desk.act(checker, 'approve-batch', { batchNo, fileHash });
  await desk.act(actorOf(clearing1), 'create-batch', { batchNo });
  await desk.act(actorOf(clearing1), 'distribute-batch', { batchNo });
  await desk.act(actorOf(clearing1), 'close-batch', { batchNo });
  return instrumentNo as number;
}

/** Somebody to trade for the largest holders of the first year, one account a holder. */
async function hireTraders(
  identity: IdentityAdmin,
  venue: string,
  { operators, years }: UkEts,
  orgs: ReadonlyMap<string, string>,
  accounts: ReadonlyMap<string, number>,
): Promise<Clerk[]> {
  const holderOf = new Map(operators.map(({ operatorId, holder }) => [operatorId, holder]));
  const largest = [...(years[0]?.lines ?? [])].sort((a, b) => b.quantity - a.quantity);
  const seats = new Map<string, string>();
  for (const { operatorId } of largest) {
    const holder = holderOf.get(operatorId)!;
    if (!seats.has(holder) && seats.size < TRADERS) seats.set(holder, operatorId);
  }
  const traders: Clerk[] = [];
  for (const [holder, operatorId] of seats) {
    traders.push(
      await hire(
        identity,
        `${venue}-trader${traders.length + 1}`,
        orgs.get(holder)!,
        ['ent_trader'],
        accounts.get(operatorId)!,
      ),
    );
  }
  return traders;
}

async function heldByAccounts(pool: pg.Pool, venueNo: number, instrumentNo: number): Promise<number> {
  const { rows } = await pool.query(
    `SELECT coalesce(sum(posted), 0)::text AS held FROM balances WHERE venue_no = $1 AND asset_no = $2 AND account_no >= 100`,
    [venueNo, instrumentNo],
  );
  return Number(rows[0].held);
}

function shown({ year, lines, total }: YearOfAllocation): Omit<YearImported, 'venue'> {
  return { year, symbol: `UKA-${year}`, accounts: lines.length, file: total };
}

function instrumentOf(year: number) {
  return {
    symbol: `UKA-${year}`,
    kind: 'carbon',
    pollutant: 'CO2',
    zone: 'United Kingdom',
    sector: '',
    vintage: year,
    expiry: null,
    unitName: 't',
    unitScale: 0,
    tickFen: 1,
    lotUnits: 1,
    packName: 'demo',
    referencePriceFen: REFERENCE_PRICE_PENCE,
  };
}

function actor(by: string, org = ''): Actor {
  return { by, org, powers: [] };
}

function actorOf({ personId, orgId, powers }: Clerk): Actor {
  return { by: personId, org: orgId, powers };
}
