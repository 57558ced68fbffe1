/** What an auditor does with a day: exports it, carries it away, and checks it where there is no database of ours. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StepFailed } from './trading-day.mjs';

/** `env` names the database. Answers with the bundle’s path. */
export function exportDay(root, folder, env, say) {
  const bundle = join(folder, 'day.bundle');
  const cli = join(root, 'bin', 'airshed.mjs');
  const told = run(process.execPath, [cli, 'export', 'journal', bundle], {
    cwd: root,
    env: { ...process.env, ...env },
  });
  if (told.status !== 0) throw new StepFailed(`export: ${told.stderr}${told.stdout}`);
  const bytes = readFileSync(bundle).length;
  say(`  airshed export journal: ${bytes.toLocaleString('en')} bytes`);
  return bundle;
}

/** In a folder with the bundle, the verifier, and nothing else; `keys` are what the auditor trusts. */
export function verifyAway(root, folder, bundle, keys, say) {
  const away = join(folder, 'away');
  mkdirSync(away);
  cpSync(bundle, join(away, 'day.bundle'));
  cpSync(join(root, 'verifier'), join(away, 'verifier'), { recursive: true });
  const asked = (file) =>
    run(
      process.execPath,
      ['verifier/bin/airshed-verify.js', file, '--lang', 'en', ...keys.flatMap((key) => ['--key', key])],
      {
        cwd: away,
        env: { PATH: process.env.PATH },
      },
    );
  const honest = asked('day.bundle');
  if (honest.status !== 0)
    throw new StepFailed(`the verifier says ${honest.status}: ${honest.stdout}${honest.stderr}`);
  say(honest.stdout.trimEnd().replace(/^/gm, '  '));
  const text = readFileSync(join(away, 'day.bundle'), 'utf8');
  const forged = text.replace(/"price":(\d+)/, (_, price) => `"price":${Number(price) + 1}`);
  if (forged === text) throw new StepFailed('there is no price to change');
  writeFileSync(join(away, 'forged.bundle'), forged);
  const caught = asked('forged.bundle');
  if (caught.status !== 1)
    throw new StepFailed(`a changed price is not found: ${caught.status} ${caught.stdout}`);
  say(
    `  one price changed by a fen: ${caught.stdout
      .trim()
      .split('\n')
      .find((line) => line.startsWith('A PROMISE IS BROKEN'))}`,
  );
}

/** Decides every record of the bundle again, with the product’s own rules and no database. */
export function replayAway(root, bundle, say) {
  const cli = join(root, 'bin', 'airshed.mjs');
  const told = run(process.execPath, [cli, 'replay', bundle], { cwd: root, env: { PATH: process.env.PATH } });
  if (told.status !== 0) throw new StepFailed(`replay: ${told.stdout}${told.stderr}`);
  say(told.stdout.trimEnd().replace(/^/gm, '  '));
}

function run(command, args, options) {
  return spawnSync(command, args, { encoding: 'utf8', maxBuffer: 64 << 20, ...options });
}
