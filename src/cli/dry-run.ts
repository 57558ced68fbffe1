import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { dryRun, type DryRunReport } from '../dryrun/dry-run.js';
import { pastBefore } from '../dryrun/store/venue-past.js';
import { CENTS, formatDecimal } from '../kernel/decimal.js';
import type { Json } from '../kernel/json.js';
import { readPack } from '../rules/index.js';
import { print, progress, withDatabase } from './tool.js';

interface Options {
  readonly from: string;
  readonly to: string;
  readonly json?: boolean;
}

export function registerDryRun(program: Command): void {
  program
    .command('dry-run')
    .argument('<venue>', 'whose past is decided again')
    .argument('<pack>', 'a rule pack as a JSON file')
    .requiredOption('--from <day>', 'first trading day, YYYY-MM-DD')
    .requiredOption('--to <day>', 'last trading day')
    .option('--json', 'the whole report as one JSON object')
    .description(
      'decide past trading days again as if a draft had been in force, and tell what would have differed',
    )
    .action(async (venue: string, file: string, { from, to, json = false }: Options) => {
      const read = readPack(JSON.parse(readFileSync(file, 'utf8')) as Json);
      if ('report' in read) throw new Error(`${file} is not a rule pack:\n${read.report}`);
      await withDatabase(async ({ pool }) => {
        const { rows } = await pool.query(`SELECT venue_no FROM venues WHERE slug = $1`, [venue]);
        if (rows.length === 0) throw new Error(`there is no venue ${venue}`);
        const past = await pastBefore(pool, rows[0].venue_no as number, from);
        const manners = { onProgress: progress('commands decided again'), most: Infinity };
        const report = await dryRun(read.pack, { from, to }, past, manners);
        print(json, report, textOf(report));
      });
    });
}

function textOf({
  period,
  commands,
  was,
  will,
  refusals,
  decisions,
  trades,
  closes,
  amounts,
}: DryRunReport): string {
  const line = (name: string, one: string | number, other: string | number): string =>
    `${name.padEnd(34)}${String(one).padStart(20)}${String(other).padStart(20)}`;
  const money = (fen: number): string => formatDecimal(fen, CENTS);
  return [
    `${period.from} to ${period.to}: ${commands.toLocaleString('en')} commands decided again`,
    line('', 'as it was', 'under the draft'),
    line('accepted', was.accepted, will.accepted),
    line('refused', was.refused, will.refused),
    ...refusals.map((refusal) => line(`  ${refusal.code}`, refusal.was, refusal.will)),
    line('trades', was.trades, will.trades),
    line('traded units', was.quantity, will.quantity),
    line('traded value', money(was.value), money(will.value)),
    line('fees', money(was.fees), money(will.fees)),
    `decided differently: ${decisions.count}; trades changed: ${trades.count}; closes changed: ${closes.count}; amounts moved: ${amounts.count}`,
    ...decisions.shown.map(
      ({ seq, kind, was: one, will: other, rule }) =>
        `  ${seq} ${kind}: ${one} → ${other}${rule === null ? '' : ` (${rule})`}`,
    ),
  ].join('\n');
}
