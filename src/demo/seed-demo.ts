import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VenueMachine } from '../machine.js';
import { shippedPack } from '../rules/index.js';
import type { LocalEngine } from '../sequencer/index.js';
import { DEMO_ORGANISATIONS, DEMO_PEOPLE, type DemoOrganisation, type DemoPerson } from './demo-people.js';
import { type Actor, Desk } from './desk.js';

export const DEMO_VENUE = 'demo';
const OPENING_CASH_FEN = 500_000_000;
const SYSTEM: Actor = { by: 'system:demo', org: '', powers: [] };

/** What the demo needs of identity. */
export interface DemoIdentity {
  createOrganisation(organisation: Omit<DemoOrganisation, 'key'>): Promise<string>;
  createPerson(person: Omit<DemoPerson, 'org'> & { orgId: string; password: string }): Promise<string>;
  powersOf(roles: readonly string[]): readonly string[];
}

export interface DemoCredentials {
  readonly venue: string;
  /** False while the venue is being furnished: a kill in between is made good at the next boot. */
  readonly ready: boolean;
  readonly people: readonly Hired[];
}

type Hired = DemoPerson & { readonly personId: string; readonly orgId: string; readonly password: string };

/**
 * The first boot of a demo: people, a venue whose market is always open, two instruments, two plants with money.
 * Allowances are left for the newcomer to issue. The credentials are kept in DATA_DIR (mode 0600).
 */
export async function seedDemo(
  engine: LocalEngine<VenueMachine>,
  identity: DemoIdentity,
  dataDir: string,
): Promise<DemoCredentials> {
  const known = readCredentials(dataDir);
  if (known?.ready) return known;
  const credentials = known ?? { venue: DEMO_VENUE, ready: false, people: await hire(identity) };
  saveCredentials(dataDir, credentials);
  if (!engine.venues().some(({ slug }) => slug === DEMO_VENUE)) {
    await engine.createVenue(DEMO_VENUE, '示范市场 Demo venue', 'CNY');
  }
  await furnish(new Desk(engine, DEMO_VENUE), castOf(credentials.people, identity));
  const ready = { ...credentials, ready: true };
  saveCredentials(dataDir, ready);
  return ready;
}

export function readCredentials(dataDir: string): DemoCredentials | undefined {
  const file = join(dataDir, 'demo-credentials.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DemoCredentials) : undefined;
}

function saveCredentials(dataDir: string, credentials: DemoCredentials): void {
  const file = join(dataDir, 'demo-credentials.json');
  writeFileSync(`${file}.new`, JSON.stringify(credentials, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

export type Cast = Readonly<Record<string, Actor>>;

async function hire(identity: DemoIdentity): Promise<Hired[]> {
  const orgIds = new Map<string, string>();
  for (const { key, title, kind } of DEMO_ORGANISATIONS) {
    orgIds.set(key, await identity.createOrganisation({ title, kind }));
  }
  const people: Hired[] = [];
  for (const { org, ...person } of DEMO_PEOPLE) {
    const password = randomBytes(12).toString('base64url');
    const orgId = orgIds.get(org)!;
    const personId = await identity.createPerson({ ...person, orgId, password });
    people.push({ ...person, org, personId, orgId, password });
  }
  return people;
}

export function castOf(people: readonly Hired[], identity: Pick<DemoIdentity, 'powersOf'>): Cast {
  const actors = people.map(({ login, personId, orgId, roles }): [string, Actor] => [
    login,
    { by: personId, org: orgId, powers: identity.powersOf(roles) },
  ]);
  return Object.fromEntries(actors);
}

async function furnish(desk: Desk, cast: Cast): Promise<void> {
  const { issuer, approver, clearing1, clearing2 } = cast;
  await desk.act(SYSTEM, 'load-rule-pack', { pack: shippedPack('demo') });
  for (const { instrument, capUnits } of INSTRUMENTS) {
    const { instrumentNo } = await desk.fourEyes(issuer, [approver], 'create-instrument', instrument);
    const cap = { instrumentNo, year: instrument.vintage, quantity: capUnits };
    await desk.fourEyes(issuer, [approver], 'set-cap', cap);
  }
  for (const plant of ['plant-a', 'plant-b']) {
    const manager = cast[`${plant}-manager`];
    const title = DEMO_ORGANISATIONS.find(({ key }) => key === plant)!.title;
    const facts = {
      org: manager.org,
      ownerGroup: manager.org,
      title,
      accountKind: 'compliance',
      prohibited: false,
    };
    const { accountNo } = await desk.act(manager, 'apply-account', facts);
    await desk.act(issuer, 'review-account', { accountNo });
    await desk.act(approver, 'approve-account', { accountNo });
    const cash = { accountNo, amountFen: OPENING_CASH_FEN, bankReference: 'demo-opening-balance' };
    await desk.fourEyes(clearing1, [clearing2], 'deposit-cash', cash);
  }
}

// Generated for the demo; the symbols follow the real markets' habit, the numbers are made up.
const INSTRUMENTS = [
  {
    capUnits: 1_000_000,
    instrument: {
      symbol: 'CEA-2026',
      kind: 'carbon',
      pollutant: 'CO2',
      zone: '全国 national',
      sector: '',
      vintage: 2026,
      expiry: null,
      unitName: 't',
      unitScale: 0,
      tickFen: 1,
      lotUnits: 1,
      packName: 'demo',
      referencePriceFen: 7463,
    },
  },
  {
    capUnits: 500_000,
    instrument: {
      symbol: 'SO2-DEMO-2026',
      kind: 'permit',
      pollutant: 'SO2',
      zone: '示范市 demo city',
      sector: 'industry',
      vintage: 2026,
      expiry: '2031-12-31',
      unitName: 't',
      unitScale: 3,
      tickFen: 1,
      lotUnits: 1,
      packName: 'demo',
      referencePriceFen: 1500,
    },
  },
];
