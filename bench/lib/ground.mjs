/** What a row stands on — folders, processes, servers — and gives back however the row ends. */
import { fork, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** bench, src and test/support compiled together; scripts/bench.mjs does it and says where. */
const COMPILED = process.env.BENCH_COMPILED ?? join(ROOT, 'dist.bench');
const STOP_MS_MAX = 20_000;

export class Ground {
  #endings = [];
  #closing;

  /** Endings run last in, first out; one that fails does not keep the others from running. */
  later(end) {
    this.#endings.push(end);
  }

  /** A row that is interrupted also fails, and both close: whoever comes second waits for the first. */
  close() {
    return (this.#closing ??= this.#closeAll());
  }

  async #closeAll() {
    while (this.#endings.length > 0) {
      try {
        await this.#endings.pop()();
      } catch (error) {
        process.stderr.write(`not tidied up: ${error}\n`);
      }
    }
  }

  folder() {
    const folder = mkdtempSync(join(tmpdir(), 'airshed-bench-'));
    // The embedded server's own user must be able to walk through.
    chmodSync(folder, 0o711);
    this.later(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
    return folder;
  }

  spawn(file, env, { quiet = false } = {}) {
    const child = spawn(process.execPath, [join(ROOT, file)], {
      env: { ...process.env, ...env },
      stdio: ['ignore', quiet ? 'ignore' : 'pipe', 'inherit'],
    });
    this.later(() => stop(child));
    return child;
  }

  /** A program of ours that answers questions, one at a time. */
  driver(file, env = {}) {
    const compiled = file.endsWith('.ts');
    const path = compiled ? join(COMPILED, file.replace(/\.ts$/, '.js')) : join(ROOT, file);
    const child = fork(path, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.later(() => stop(child, 'SIGKILL'));
    return new Driver(child);
  }
}

export class Driver {
  constructor(child) {
    this.child = child;
  }

  ask(what, facts = {}) {
    const { child } = this;
    return new Promise((resolve, reject) => {
      const done = (settle, value) => {
        child.off('message', onMessage).off('exit', onExit);
        settle(value);
      };
      const onExit = (code, signal) =>
        done(reject, new Error(`${what}: the driver ended (${code ?? signal})`));
      const onMessage = ({ error, result }) =>
        error === undefined ? done(resolve, result) : done(reject, new Error(`${what}: ${error}`));
      child.on('message', onMessage).on('exit', onExit);
      child.send({ what, facts });
    });
  }

  /** kill -9 */
  kill() {
    return stop(this.child, 'SIGKILL');
  }
}

/** One task for a process that answers it and ends. */
export async function once(ground, file, task) {
  const driver = ground.driver(file);
  const answer = await driver.ask('run', task);
  await driver.kill();
  return answer;
}

export async function stop(child, signal = 'SIGINT') {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  const last = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
  await gone;
  clearTimeout(last);
}

export const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
