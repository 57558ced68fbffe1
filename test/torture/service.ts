import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { DemoCredentials } from '../../src/demo/seed-demo.js';

const READY_TIMEOUT_MS = 60_000;

/** The real program in a process of its own, with its own data folder and PostgreSQL. */
export class KillableService {
  private child: ChildProcess | undefined;
  private port = 0;
  private said = '';

  constructor(readonly dataDir: string) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get credentials(): DemoCredentials {
    return JSON.parse(readFileSync(join(this.dataDir, 'demo-credentials.json'), 'utf8')) as DemoCredentials;
  }

  /** Returns milliseconds until it was ready. */
  async start(): Promise<number> {
    const begun = performance.now();
    await this.launch();
    while (!(await this.isReady())) {
      if (this.child!.exitCode !== null || performance.now() - begun > READY_TIMEOUT_MS) {
        throw new Error(`the service did not come up: ${this.said}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    return performance.now() - begun;
  }

  /** Starts the process and does not wait: a kill may come before it is ready. */
  async launch(): Promise<void> {
    this.port ||= await freePort();
    this.said = '';
    this.child = spawn(process.execPath, ['dist/src/main.js'], {
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        PORT: String(this.port),
        DATA_DIR: this.dataDir,
        LOG_LEVEL: 'error',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const hear = (text: Buffer): void => void (this.said = (this.said + String(text)).slice(-4_000));
    this.child.stdout!.on('data', hear);
    this.child.stderr!.on('data', hear);
  }

  /** kill -9, and wait until the process is gone. PostgreSQL goes on by itself, or is killed too. */
  async kill(withPostgres: boolean): Promise<void> {
    const gone = this.gone();
    if (withPostgres) process.kill(this.postmaster(), 'SIGKILL');
    this.child!.kill('SIGKILL');
    await gone;
  }

  async stop(): Promise<void> {
    const gone = this.gone();
    this.child?.kill('SIGINT');
    await gone;
    // A service that did not come up leaves its PostgreSQL running.
    if (existsSync(this.postmasterFile)) process.kill(this.postmaster(), 'SIGINT');
  }

  private get postmasterFile(): string {
    return join(this.dataDir, 'postgres', 'pgdata', 'postmaster.pid');
  }

  private async gone(): Promise<void> {
    const child = this.child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    await new Promise((resolve) => child.once('exit', resolve));
  }

  private postmaster(): number {
    return Number(readFileSync(this.postmasterFile, 'utf8').split('\n')[0]);
  }

  private async isReady(): Promise<boolean> {
    return fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(1_000) }).then(
      (response) => response.ok,
      () => false,
    );
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
