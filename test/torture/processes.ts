import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

const RESTART_PAUSE_MS = 50;
const LOOK_EVERY_MS = 20;
const READY_TIMEOUT_MS = 60_000;

/** A part that its supervisor starts again whenever it is gone. */
export interface Part {
  readonly name: string;
  /** Starts it and does not wait. */
  launch(): void;
  ready(): Promise<void>;
  /** kill -9, and wait until the process is gone. False when there was none to kill. */
  kill(): Promise<boolean>;
  stop(): Promise<void>;
  /** What it said last, for the message of a failure. */
  said(): string;
}

/** The real program with the roles that `env` gives it. */
export class ProgramProcess implements Part {
  private child: ChildProcess | undefined;
  private output = '';
  private stopping = false;
  private wasKilled = false;
  /** Times it left without being killed: a start that found no PostgreSQL, or a fault. */
  exits = 0;

  constructor(
    readonly name: string,
    private readonly port: number,
    private readonly env: Record<string, string>,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  launch(): void {
    this.wasKilled = false;
    const child = spawn(process.execPath, ['dist/src/main.js'], {
      env: { PATH: process.env.PATH, PORT: String(this.port), LOG_LEVEL: 'error', ...this.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    const hear = (text: Buffer): void => void (this.output = (this.output + String(text)).slice(-8_000));
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', () => {
      if (!this.wasKilled && !this.stopping) this.exits += 1;
      setTimeout(() => this.stopping || this.launch(), RESTART_PAUSE_MS);
    });
  }

  async ready(): Promise<void> {
    await until(
      () => isReady(this.url),
      () => `the ${this.name} did not come up: ${this.output}`,
    );
  }

  async kill(): Promise<boolean> {
    const gone = this.gone();
    if (gone === undefined) return false;
    this.wasKilled = true;
    this.child!.kill('SIGKILL');
    await gone;
    return true;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const gone = this.gone();
    this.child?.kill('SIGINT');
    await gone;
  }

  said(): string {
    return this.output;
  }

  private gone(): Promise<unknown> | undefined {
    const child = this.child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return undefined;
    return new Promise((resolve) => child.once('exit', resolve));
  }
}

/** The embedded PostgreSQL as a process tree of its own, which nobody but this supervisor starts and stops. */
export class PostgresProcess implements Part {
  readonly name = 'postgres';
  private starter: ChildProcess | undefined;
  private output = '';
  private stopping = false;
  private keeping: Promise<void> | undefined;

  constructor(
    private readonly folder: string,
    readonly port: number,
    private readonly password: string,
  ) {}

  launch(): void {
    mkdirSync(this.folder, { recursive: true, mode: 0o711 });
    // The server takes the port of the start before, so that every start has this one.
    writeFileSync(join(this.folder, 'port'), `${this.port}\n`);
    this.keeping = this.keep();
  }

  async ready(): Promise<void> {
    await until(
      async () => this.starter === undefined && postmasterOf(this.folder) !== undefined,
      () => `PostgreSQL did not come up: ${this.output}`,
    );
  }

  async kill(): Promise<boolean> {
    return killPostmaster(this.folder);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.keeping;
    const postmaster = postmasterOf(this.folder);
    if (postmaster === undefined) return;
    process.kill(postmaster, 'SIGINT');
    await until(
      async () => !isPostgresOf(this.folder, postmaster),
      () => 'PostgreSQL did not stop',
    );
  }

  said(): string {
    const log = join(this.folder, 'pgdata', 'server.log');
    return this.output + (existsSync(log) ? readFileSync(log, 'utf8').slice(-4_000) : '');
  }

  private async keep(): Promise<void> {
    while (!this.stopping) {
      if (postmasterOf(this.folder) === undefined || this.output === '') await this.start();
      await sleep(LOOK_EVERY_MS);
    }
  }

  private async start(): Promise<void> {
    const starter = spawn(
      process.execPath,
      ['test/torture/start-postgres.mjs', this.folder, String(this.port)],
      {
        env: { PATH: process.env.PATH, TORTURE_PASSWORD: this.password },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    this.starter = starter;
    this.output = ' ';
    starter.stderr.on(
      'data',
      (text: Buffer) => void (this.output = (this.output + String(text)).slice(-4_000)),
    );
    await new Promise((resolve) => starter.once('exit', resolve));
    this.starter = undefined;
  }
}

/** kill -9 of the server's first process; its backends notice and leave. */
export async function killPostmaster(folder: string): Promise<boolean> {
  const postmaster = postmasterOf(folder);
  if (postmaster === undefined) return false;
  process.kill(postmaster, 'SIGKILL');
  await until(
    async () => !isPostgresOf(folder, postmaster),
    () => 'the postmaster outlived kill -9',
  );
  return true;
}

/** kill -9 of one process that serves a connection: PostgreSQL then throws out everybody and recovers by itself. */
export function killBackend(folder: string, dice: () => number): boolean {
  const postmaster = postmasterOf(folder);
  if (postmaster === undefined || !existsSync('/proc/self/stat')) return false;
  const backends = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === postmaster && commandOf(pid).includes('127.0.0.1('));
  if (backends.length === 0) return false;
  process.kill(backends[Math.floor(dice() * backends.length)], 'SIGKILL');
  return true;
}

/** The living postmaster on `folder`; a stale pid file may name a stranger. */
export function postmasterOf(folder: string): number | undefined {
  const file = join(folder, 'pgdata', 'postmaster.pid');
  const pid = Number(readOr(file, '').split('\n')[0]);
  return pid > 0 && isPostgresOf(folder, pid) ? pid : undefined;
}

function isPostgresOf(folder: string, pid: number): boolean {
  if (existsSync('/proc/self/stat')) return commandOf(pid).includes(join(folder, 'pgdata'));
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Empty for a process that is gone or waits to be reaped. */
function commandOf(pid: number): string {
  return readOr(`/proc/${pid}/cmdline`, '');
}

function parentOf(pid: number): number {
  // "pid (name) state parent …"
  return Number(readOr(`/proc/${pid}/stat`, '').split(') ').at(-1)!.split(' ')[1]);
}

function readOr(file: string, otherwise: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return otherwise;
  }
}

async function until(is: () => Promise<boolean>, otherwise: () => string): Promise<void> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (!(await is())) {
    if (performance.now() > deadline) throw new Error(otherwise());
    await sleep(LOOK_EVERY_MS);
  }
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`, { signal: AbortSignal.timeout(1_000) }).then(
    (response) => response.ok,
    () => false,
  );
}

/** A port below those that systems lend to outgoing connections: the load itself must not take it between two lives. */
export async function steadyPort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const isFree = await new Promise<boolean>((resolve) => {
      const probe = createServer().once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
