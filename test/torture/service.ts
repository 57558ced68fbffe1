import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DemoCredentials } from '../../src/demo/seed-demo.js';
import { urlOf } from '../../src/platform/database.js';
import { loadSecrets } from '../../src/platform/secrets.js';
import {
  killBackend,
  killPostmaster,
  type Part,
  PostgresProcess,
  postmasterOf,
  ProgramProcess,
  steadyPort,
} from './processes.js';

export type LayoutName = 'one' | 'split';

/** What may be struck by kill -9, and how often the dice choose it. */
interface Target {
  readonly name: string;
  readonly weight: number;
  /** False when there is nothing to kill at this moment. */
  kill(): Promise<boolean>;
}

/** The real service, every part of it kept alive by a supervisor, with clients that come in at `url`. */
export interface Layout {
  readonly name: LayoutName;
  readonly url: string;
  readonly targets: readonly Target[];
  readonly idSecret: string;
  credentials(): DemoCredentials;
  ownerUrl(): string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Times that parts left without being killed. */
  exits(): number;
  /** For the message of a failure. */
  said(): string;
}

export async function layoutOf(name: LayoutName, folder: string, dice: () => number): Promise<Layout> {
  return name === 'one' ? oneProcess(folder, dice) : split(folder, dice);
}

/** `npm start`: one process that starts its own PostgreSQL. */
async function oneProcess(folder: string, dice: () => number): Promise<Layout> {
  const service = new ProgramProcess('service', await steadyPort(), { DATA_DIR: folder });
  const postgres = join(folder, 'postgres');
  const secrets = loadSecrets({ DATA_DIR: folder, ID_SECRET: undefined, INTERNAL_SECRET: undefined });
  return {
    name: 'one',
    url: service.url,
    idSecret: secrets.idSecret,
    targets: [
      { name: 'service', weight: 5, kill: () => service.kill() },
      {
        name: 'service and postgres',
        weight: 3,
        // A service that goes on has no way to start the PostgreSQL that it lost: they die together.
        kill: async () => {
          const struck = [await killPostmaster(postgres), await service.kill()];
          return struck.includes(true);
        },
      },
      { name: 'a backend of postgres', weight: 2, kill: async () => killBackend(postgres, dice) },
    ],
    credentials: () => credentialsIn(folder),
    ownerUrl: () => {
      const port = Number(readFileSync(join(postgres, 'port'), 'utf8'));
      return urlOf({ port }, 'airshed_owner', secrets.ownerPassword, 'airshed');
    },
    start: async () => {
      service.launch();
      await service.ready();
    },
    stop: async () => {
      await service.stop();
      // A service that did not come up leaves its PostgreSQL running.
      const postmaster = postmasterOf(postgres);
      if (postmaster !== undefined) process.kill(postmaster, 'SIGINT');
    },
    exits: () => service.exits,
    said: () => service.said(),
  };
}

/** docker/compose.yaml on one machine: api, engine and worker share only a PostgreSQL and two secrets. */
async function split(folder: string, dice: () => number): Promise<Layout> {
  const [password, idSecret, internalSecret] = [24, 32, 32].map((bytes) =>
    randomBytes(bytes).toString('hex'),
  );
  const postgres = new PostgresProcess(join(folder, 'postgres'), await steadyPort(), password);
  const ownerUrl = urlOf(postgres, 'airshed_owner', password, 'airshed');
  const program = async (role: string): Promise<ProgramProcess> =>
    new ProgramProcess(role, await steadyPort(), {
      ROLE: role,
      DATA_DIR: join(folder, role),
      DATABASE_URL: ownerUrl,
      ID_SECRET: idSecret,
      INTERNAL_SECRET: internalSecret,
    });
  const [api, engine, worker] = [await program('api'), await program('engine'), await program('worker')];
  const programs = [api, engine, worker];
  const target = (part: Part, weight: number): Target => ({
    name: part.name,
    weight,
    kill: () => part.kill(),
  });
  return {
    name: 'split',
    url: api.url,
    idSecret,
    targets: [
      target(api, 2),
      target(engine, 3),
      target(worker, 2),
      target(postgres, 2),
      {
        name: 'a backend of postgres',
        weight: 1,
        kill: async () => killBackend(join(folder, 'postgres'), dice),
      },
    ],
    credentials: () => credentialsIn(join(folder, 'engine')),
    ownerUrl: () => ownerUrl,
    start: async () => {
      postgres.launch();
      await postgres.ready();
      for (const part of programs) part.launch();
      await Promise.all(programs.map((part) => part.ready()));
    },
    stop: async () => {
      await Promise.all(programs.map((part) => part.stop()));
      await postgres.stop();
    },
    exits: () => programs.reduce((sum, { exits }) => sum + exits, 0),
    said: () => [...programs, postgres].map((part) => `${part.name}: ${part.said()}`).join('\n'),
  };
}

function credentialsIn(folder: string): DemoCredentials {
  const file = join(folder, 'demo-credentials.json');
  if (!existsSync(file)) throw new Error('the demo has no people yet');
  return JSON.parse(readFileSync(file, 'utf8')) as DemoCredentials;
}
