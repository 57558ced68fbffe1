import { setTimeout as wait } from 'node:timers/promises';
import type { Command } from 'commander';
import { parseVkey } from '../proof/domain/note-key.js';
import { LogMisbehaved, witnessOnce } from '../proof/witness/witness-round.js';
import { serveWitness } from '../proof/witness/witness-server.js';
import { Witness } from '../proof/witness/witness.js';

interface Options {
  readonly log: string;
  readonly vkey: string[];
  readonly name: string;
  readonly dir: string;
  readonly every: string;
  readonly listen?: string;
  readonly once?: boolean;
}

/** The watcher in another house. It needs nothing of ours but a log's address and public key. */
export function registerWitness(program: Command): void {
  program
    .command('witness')
    .requiredOption('--log <url>', "a log's prefix: https://…/api/v1/logs/<name>")
    .requiredOption('--vkey <key...>', "the log's keys, as they were handed over")
    .requiredOption('--name <name>', 'the name in our signature lines, like a host')
    .requiredOption('--dir <folder>', 'keeps our key and what we saw last')
    .option('--every <seconds>', 'between two looks', '30')
    .option('--once', 'look once and leave')
    .option('--listen <port>', 'also answer C2SP tlog-witness requests on this port of 127.0.0.1')
    .description('sign under checkpoints of a log while it only grows; name a fork and leave with 1')
    .action(async (options: Options) => {
      process.exitCode = await watch(options);
    });
}

async function watch({ log, vkey, name, dir, every, listen, once = false }: Options): Promise<number> {
  const logKeys = vkey.map((text) => {
    const key = parseVkey(text);
    if (key === undefined) throw new Error(`${text} is not a verifier key`);
    return key;
  });
  const witness = new Witness({
    folder: dir,
    name,
    logKeys,
    nowSeconds: () => Math.floor(Date.now() / 1000),
  });
  say(`witness ${witness.vkey}`);
  const alarm = (note: string, reason: string): number => {
    process.stderr.write(`${new LogMisbehaved(reason, note).message}\n`);
    process.stderr.write(`both checkpoints are in ${witness.keepEvidence(note, reason)}\n`);
    return 1;
  };
  if (listen !== undefined)
    serveWitness(witness, [...new Set(logKeys.map((key) => key.name))], alarm).listen(
      Number(listen),
      '127.0.0.1',
    );
  for (;;) {
    try {
      const { size, accepted } = await witnessOnce(witness, log);
      say(`signed at ${size} records${accepted.includes(name) ? '' : ', the log does not know us yet'}`);
      if (once) return 0;
    } catch (error) {
      if (error instanceof LogMisbehaved) return alarm(error.note, error.reason);
      process.stderr.write(`no look at the log: ${(error as Error).message}\n`);
      if (once) return 2;
    }
    await wait(Number(every) * 1_000);
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
