import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DemoCredentials } from '../../src/demo/seed-demo.js';
import { type Clock, SystemClock } from '../../src/platform/clock.js';
import type { Database } from '../../src/platform/database.js';
import { loadSettings, type Settings } from '../../src/platform/settings.js';
import { bootstrap, type Service } from '../../src/service.js';
import { AnswerChecker } from './answer-checker.js';
import { freshDatabase } from './database.js';

export interface TestApp extends Service {
  readonly database: Database;
  readonly settings: Settings;
  readonly answers: AnswerChecker;
  readonly demo: DemoCredentials;
  /** A session token of a demo person: `Authorization: Bearer …`. */
  tokenOf(login: string): Promise<string>;
}

/** The whole service on a database of its own, with the demo venue and its people. */
export async function startTestApp({
  clock = new SystemClock(),
  env = {},
}: { clock?: Clock; env?: Record<string, string> } = {}): Promise<TestApp> {
  const database = await freshDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'airshed-app-'));
  const settings = loadSettings({ PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'silent', ...env });
  const hex = (): string => randomBytes(32).toString('hex');
  const secrets = { ownerPassword: '', appPassword: '', idSecret: hex(), internalSecret: hex() };
  const answers = new AnswerChecker();
  const service = await bootstrap(
    { settings, secrets, database, clock },
    {
      onAnswer: (open, answer) => answers.listener(open, answer),
    },
  );
  const demo = service.demo!;
  const tokens = new Map<string, Promise<string>>();
  return {
    ...service,
    database,
    settings,
    answers,
    demo,
    tokenOf: (login) => {
      if (!tokens.has(login)) tokens.set(login, signIn(service.address, demo, login));
      return tokens.get(login)!;
    },
    close: async () => {
      await service.close();
      await database.close();
      rmSync(dataDir, { recursive: true, force: true });
      answers.assertTrue();
    },
  };
}

async function signIn(address: string, demo: DemoCredentials, login: string): Promise<string> {
  const person = demo.people.find((candidate) => candidate.login === login);
  if (person === undefined) throw new Error(`the demo has no ${login}`);
  const response = await fetch(`${address}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password: person.password }),
  });
  if (!response.ok)
    throw new Error(`${login} could not sign in: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { token: string }).token;
}
