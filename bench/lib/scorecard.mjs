/** The rows of the scorecard: runs them, judges them, prints them, and writes them into docs/performance.md. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ground, ROOT } from './ground.mjs';
import { machine, round, say, StealMeter } from './measure.mjs';

/** Above this the hypervisor had more to say than the code. */
const STEAL_PERCENT_MAX = 10;
const DOCUMENT = join(ROOT, 'docs/performance.md');
const [BEGIN, END] = ['<!-- scorecard:begin -->', '<!-- scorecard:end -->'];

/** One row, measured and judged; a row that throws has failed its gate. */
export async function runRow(row) {
  const ground = new Ground();
  const meter = new StealMeter();
  const begun = performance.now();
  const leave = () => void ground.close().finally(() => process.exit(130));
  process.once('SIGINT', leave).once('SIGTERM', leave);
  say(`${row.no}. ${row.name}: ${row.title}`);
  let result;
  try {
    result = await row.run(ground, meter);
  } catch (error) {
    say(error.stack);
    result = {
      values: [],
      notes: [],
      gates: [{ what: `did not finish: ${error.message.split('\n')[0]}`, ok: false }],
    };
  } finally {
    await ground.close();
    process.off('SIGINT', leave).off('SIGTERM', leave);
  }
  const { values, notes, gates, method = '' } = result;
  const { no, name, title } = row;
  const seconds = Math.round((performance.now() - begun) / 1000);
  const isTrusted = meter.percent <= STEAL_PERCENT_MAX;
  const isRight = gates.every(({ ok }) => ok);
  return { no, name, title, values, notes, gates, method, seconds, steal: meter.percent, isTrusted, isRight };
}

/** What the figures say: a row whose gate failed or that was disturbed says nothing. */
export function verdictOf(row, { value, good, ambitious, less = false }) {
  if (!row.isRight) return 'GATE FAILED';
  if (!row.isTrusted) return `no conclusion: steal ${row.steal} %`;
  const reaches = (target) => (less ? value <= target : value >= target);
  return reaches(ambitious) ? 'ambitious' : reaches(good) ? 'good' : 'short';
}

const figure = ({ value, unit }) =>
  `${value >= 1000 ? Math.round(value).toLocaleString('en') : round(value, value < 1 ? 3 : 2)}${unit === '×' ? ' ×' : unit}`;
const aim = (target, { unit, less = false }) => `${less ? '≤' : '≥'} ${figure({ value: target, unit })}`;

export function print(row) {
  const lines = [`${row.no}. ${row.name}: ${row.title}`];
  for (const value of row.values) {
    const shown = row.isRight && row.isTrusted ? figure(value) : '—';
    const aims = `good ${aim(value.good, value)}, ambitious ${aim(value.ambitious, value)}`;
    lines.push(`   ${value.what}: ${shown} (${aims}) → ${verdictOf(row, value)}`);
  }
  for (const note of row.notes) lines.push(`   ${note}`);
  for (const { what, ok } of row.gates) lines.push(`   gate ${ok ? 'held' : 'FAILED'}: ${what}`);
  if (row.method !== '') lines.push(`   ${row.method}; ${row.seconds} s in all; steal ${row.steal} %`);
  process.stdout.write(`${lines.join('\n')}\n\n`);
}

/** Nothing in the section is typed by hand. */
export function writeDocument(rows) {
  const document = readFileSync(DOCUMENT, 'utf8');
  const [begin, end] = [document.indexOf(BEGIN), document.indexOf(END)];
  const section = `${BEGIN}\n\n${markdown(rows)}\n\n${END}`;
  const written =
    begin < 0 || end < 0
      ? `${document.trimEnd()}\n\n${section}\n`
      : document.slice(0, begin) + section + document.slice(end + END.length);
  writeFileSync(DOCUMENT, written);
}

function markdown(rows) {
  const minutes = Math.round(rows.reduce((sum, { seconds }) => sum + seconds, 0) / 60);
  const date = new Date().toISOString().slice(0, 10);
  return [
    '## Scorecard',
    '',
    `\`npm run bench\`${told()} on ${date}, ${commit()}: ${machine()}, embedded PostgreSQL with fsync and synchronous_commit on,`,
    `load generator and all sides on the same cores, ${minutes} minutes. Sides alternate, ratios are medians of pairs. A row`,
    `whose gate failed shows no figure, nor does one during which the hypervisor took more than ${STEAL_PERCENT_MAX} % of the time.`,
    '',
    '| # | row | | figure | good | ambitious | verdict | gate | steal |',
    '|---|---|---|---|---|---|---|---|---|',
    ...rows.flatMap(tableLines),
    '',
    ...rows.flatMap(noteLines),
  ].join('\n');
}

/** Sizes that were asked for instead of the usual ones. */
function told() {
  const names = Object.keys(process.env).filter((name) => /^BENCH_(?!COMPILED)/.test(name));
  return names.length === 0 ? '' : ` with ${names.map((name) => `${name}=${process.env[name]}`).join(' ')}`;
}

function tableLines(row) {
  const gate = row.gates.length === 0 ? '' : row.isRight ? 'held' : '**failed**';
  const head = `| ${row.no} | ${row.title} |`;
  if (row.values.length === 0) {
    return [`${head} | | | | ${row.gates.length === 0 ? row.notes[0] : 'failed'} | ${gate} | |`];
  }
  return row.values.map((value, i) => {
    const shown = row.isRight && row.isTrusted ? `**${figure(value)}**` : '—';
    const cells = [
      value.what,
      shown,
      aim(value.good, value),
      aim(value.ambitious, value),
      verdictOf(row, value),
    ];
    return `${i === 0 ? head : '| | |'} ${cells.join(' | ')} | ${i === 0 ? gate : ''} | ${i === 0 ? `${row.steal} %` : ''} |`;
  });
}

/** Notes carry figures too: they go where the figures go. */
function noteLines({ no, name, values, notes, gates, method, isRight, isTrusted }) {
  if (values.length === 0 && gates.length === 0) return [];
  const said = [
    ...(isRight && isTrusted ? notes : []),
    ...gates.map(({ what }) => `gate: ${what}`),
    method,
  ].filter((text) => text !== '');
  return [`- ${no} \`npm run bench ${name}\`: ${said.join('; ')}.`];
}

function commit() {
  const git = (...args) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();
  try {
    const changed =
      git('status', '--porcelain', '--untracked-files=no', '--', 'src', 'migrations', 'bench') !== '';
    return `commit ${git('rev-parse', '--short', 'HEAD')}${changed ? ' with uncommitted changes' : ''}`;
  } catch {
    return 'outside a repository';
  }
}
