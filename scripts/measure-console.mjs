/**
 * How quick the trading desk is in a real Chromium, on a service of its own: how soon one can trade after opening it, and
 * whether it still answers while the book changes 500 times a second. The changes are real orders of a real member.
 *   npm run console:measure -- --seconds 20
 */
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import setUp from '../test/console/set-up.mjs';
import tearDown from '../test/console/tear-down.mjs';
import { DepthLoad } from '../test/console/depth-load.mjs';
import { PAGE_PROBE } from '../test/console/page-probe.mjs';
import { DemoDoors } from './demo-doors.mjs';

const SYMBOL = 'CEA-2026';
const OPENINGS = 5;
const RATE = 500;
const TYPE_EVERY_MS = 200;
const PATIENCE_MS = 60_000;
const MS = 1_000;
const { values } = parseArgs({ options: { seconds: { type: 'string', default: '15' } } });
const seconds = Number(values.seconds);

await setUp();
const world = JSON.parse(process.env.AIRSHED_CONSOLE);
if (world.skipped !== undefined) throw new Error(`nothing to measure with: ${world.skipped}`);
const browser = await chromium.connect(world.browser);
const doors = new DemoDoors(world);
try {
  const accountId = await doors.allot('plant-a', SYMBOL, '5000');
  const sides = [
    { side: 'buy', from: 7_460 },
    { side: 'sell', from: 7_461 },
  ];
  const send = (path, body) => doors.post('plant-a', path, body);
  // The book that the first pages find.
  const before = new DepthLoad({ send, accountId, symbol: SYMBOL, sides, rate: RATE });
  before.start();
  await pause(MS);
  await before.stop();
  await doors.post('plant-a', '/orders/cancel-all', { accountId, symbol: SYMBOL });

  const openings = [];
  for (let i = 0; i < OPENINGS; i++) openings.push(await opening());
  print('opening the trading desk', `${OPENINGS} times, nothing in the browser's cache`);
  row('one can trade after', middle(openings.map(({ ready }) => ready)), 'ms, median', 2_000);
  row('the worst of them', Math.max(...openings.map(({ ready }) => ready)), 'ms');
  row(
    'last task of 50 ms or more ends after',
    middle(openings.map(({ quietAfter }) => quietAfter)),
    'ms, median',
    2_000,
  );
  row('of it the page’s own processor time', middle(openings.map(({ own }) => own)), 'ms, median');

  for (const isTraced of [false, true]) {
    const load = new DepthLoad({ send, accountId, symbol: SYMBOL, sides, rate: RATE });
    const seen = await underLoad(load, isTraced);
    if (isTraced) tellTasks(seen);
    else tellLoad(seen);
    await doors.post('plant-a', '/orders/cancel-all', { accountId, symbol: SYMBOL });
  }
} finally {
  await browser.close();
  await tearDown();
}

/** From the address to a desk with a ticket, a book and a living line. */
async function opening() {
  const page = await desk({ isCounted: true });
  await ready(page);
  await pause(MS);
  const seen = await page.evaluate('({ ready: probe.ready, quietAfter: probe.quietAfter })');
  const { metrics } = await page.counter.send('Performance.getMetrics');
  const own = metrics.find(({ name }) => name === 'TaskDuration').value * MS;
  await page.context().close();
  return { ...seen, own };
}

/** Asked from outside: the page's own policy lets nobody evaluate text in it. */
async function ready(page) {
  const end = performance.now() + PATIENCE_MS;
  while (!(await page.evaluate('window.probe?.ready > 0'))) {
    if (performance.now() > end) throw new Error('the desk did not open');
    await pause(100);
  }
}

/** A person types in the ticket all the while. */
async function underLoad(load, isTraced) {
  const page = await desk();
  await ready(page);
  await pause(2 * MS);
  const quantity = page.locator('[id$="-quantity"]');
  await quantity.focus();
  load.start();
  await pause(MS);
  await page.evaluate('probe.restart()');
  if (isTraced)
    await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline'] });
  const begun = performance.now();
  for (let typed = 0; performance.now() - begun < seconds * MS; typed += 1) {
    await page.keyboard.press(typed % 8 === 7 ? 'Control+a' : String(1 + (typed % 9)));
    await pause(TYPE_EVERY_MS);
  }
  const seen = await page.evaluate('({ ...probe })');
  const took = (performance.now() - begun) / MS;
  const trace = isTraced ? JSON.parse((await browser.stopTracing()).toString()) : undefined;
  await load.stop();
  await page.context().close();
  return { ...seen, took, trace };
}

function tellLoad({ messages, snapshots, draws, frames, busy, inputs, took }) {
  print(
    `under ${RATE} changed levels a second`,
    `${Math.round(took)} s, real orders of one member, typed into the ticket meanwhile`,
  );
  row('changed levels that reached the page', messages / took, 'a second');
  row('lost line, book fetched again', snapshots - 1, 'times', 0);
  row('the ladder was drawn', draws / took, 'times a second');
  row('frames', frames.length / took, 'a second');
  row('between two frames, 95th of 100', percentile(frames, 95), 'ms');
  row('tasks of 50 ms or more', busy.length, `times, the longest ${Math.round(Math.max(0, ...busy))} ms`);
  row(
    'from a key to the next picture, 95th of 100',
    percentile(inputs, 95),
    `ms, of ${inputs.length} that took over 16`,
  );
}

/** Every task of the page's main thread, as the browser's own trace tells. */
function tellTasks({ trace, took }) {
  const names = trace.traceEvents.filter(({ name }) => name === 'thread_name');
  const isMain = new Set(
    names.filter(({ args }) => args.name === 'CrRendererMain').map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const byThread = new Map();
  for (const { name, pid, tid, dur, tdur } of trace.traceEvents) {
    const thread = `${pid} ${tid}`;
    if (!/RunTask$/.test(name) || !isMain.has(thread) || dur === undefined) continue;
    byThread.set(thread, [...(byThread.get(thread) ?? []), { ms: dur / MS, own: (tdur ?? dur) / MS }]);
  }
  // The page that is drawn is the thread with the most work.
  const sum = (tasks) => tasks.reduce((all, { own }) => all + own, 0);
  const [tasks] = [...byThread.values()].sort((a, b) => sum(b) - sum(a));
  const [long, own] = [tasks.map(({ ms }) => ms), tasks.map((task) => task.own)];
  print('the same once more, traced', `${tasks.length} tasks of the page`);
  row('a task, 95th of 100', percentile(long, 95), 'ms', 50);
  row('a task, 999th of 1,000', percentile(long, 99.9), 'ms');
  // What others do on the machine meanwhile is in the first figures and not in these.
  row('a task of its own processor time, 999th of 1,000', percentile(own, 99.9), 'ms', 50);
  row('the page is at work', (sum(tasks) / MS / took) * 100, '% of the time');
}

async function desk({ isCounted = false } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(PATIENCE_MS);
  await context.addInitScript(`localStorage.setItem('airshed.language', 'zh-CN')`);
  await context.addInitScript(PAGE_PROBE);
  await context.addCookies([await doors.cookieOf('plant-b')]);
  const page = await context.newPage();
  if (isCounted) {
    // In processor time of the page's own thread, whatever else runs on the machine.
    page.counter = await context.newCDPSession(page);
    await page.counter.send('Performance.enable', { timeDomain: 'threadTicks' });
  }
  await page.goto(`${world.address}/${world.venue}/trading/market`, { waitUntil: 'commit' });
  return page;
}

function print(what, how) {
  console.log(`\n${what} (${how})`);
}

function row(what, value, unit, wanted) {
  const verdict =
    wanted === undefined ? '' : value <= wanted ? `   wanted ≤ ${wanted}: ok` : `   wanted ≤ ${wanted}: OVER`;
  console.log(`  ${what.padEnd(46)} ${value.toFixed(value < 100 ? 1 : 0).padStart(7)} ${unit}${verdict}`);
}

function percentile(numbers, part) {
  if (numbers.length === 0) return 0;
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((sorted.length * part) / 100) - 1)];
}

function middle(numbers) {
  return percentile(numbers, 50);
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
