/**
 * The twelve main screens as pictures in docs/screens/, as README shows them: a service of its own with the demo's
 * generated trading, the guided tour walked once, some minutes of market, then every screen as it stands; the evening's
 * after the day was closed. Takes about twelve minutes.
 */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { DemoDoors } from './demo-doors.mjs';
import { ROOT } from './setup.mjs';
import setUp from '../test/console/set-up.mjs';
import tearDown from '../test/console/tear-down.mjs';

const FOLDER = join(ROOT, 'docs', 'screens');
const PICTURE_BYTES_MAX = 150 * 1_024;
const PATIENCE_MS = 120_000;
const LOOK_MS = 1_000;
const STEPS = ['issue', 'approve', 'distribute', 'sell', 'buy', 'settle', 'verify'];
/** The demo's own instrument lives by itself; so many minutes of it make a chart. */
const LIVE = 'CEA-2025-DEMO';
const CANDLES = 9;
/** What a plant has there when the picture is taken: something bought, something that waits. */
const OWN = [
  { side: 'buy', type: 'market', timeInForce: 'IOC', quantity: '60' },
  { side: 'buy', price: '60.50', quantity: '200' },
  { side: 'sell', price: '63.40', quantity: '20' },
];
/** Name, person (null: a stranger), address below the venue, and how it is looked at. */
const OPEN_DAY = [
  ['market', 'plant-b', `trading/market?symbol=${LIVE}`, {}],
  ['market-phone', 'plant-b', `trading/market?symbol=${LIVE}`, { language: 'en', width: 390, height: 844 }],
  ['holdings', 'plant-b', 'trading/holdings', { language: 'en', theme: 'dark' }],
  ['regulator', 'approver', 'regulator/batches', {}],
  ['operator', 'clearing1', 'operator/today', {}],
  ['auditor', 'auditor', 'auditor/trail', { language: 'en', height: 640 }],
  ['public', null, 'public/overview', { language: 'en' }],
  ['rules', null, 'public/rules', {}],
];
const CLOSED_DAY = [['settlement', 'clearing1', 'operator/settlement/days/:day', {}]];

// Whoever takes pictures of a market wants one that lives.
process.env.DEMO_TRADING = 'true';
await setUp();
const world = JSON.parse(process.env.AIRSHED_CONSOLE);
if (world.skipped !== undefined) throw new Error(`no pictures: ${world.skipped}`);
const doors = new DemoDoors(world);
mkdirSync(FOLDER, { recursive: true });
const browser = await chromium.connect(world.browser);
try {
  await walkTour();
  await liveMinutes();
  for (const order of OWN) await placeOrder('plant-b', order);
  for (const screen of OPEN_DAY) await picture(screen);
  const day = await closedDay();
  for (const [name, login, path, look] of CLOSED_DAY)
    await picture([name, login, path.replace(':day', day), look]);
} finally {
  await browser.close();
  await tearDown();
}

async function picture([name, login, path, look]) {
  const page = await pageOf(look);
  if (login !== null) await page.context().addCookies([await doors.cookieOf(login)]);
  await page.goto(`${world.address}/${world.venue}/${path}`);
  await settle(page);
  await shoot(page, name);
  await page.context().close();
}

async function liveMinutes() {
  for (;;) {
    const { items } = await doors.get('plant-b', `/instruments/${LIVE}/candles?interval=1m&limit=50`);
    if (items.length >= CANDLES) return;
    await pause(LOOK_MS);
  }
}

/** The day is over, delivered and tied out: what the operator looks at in the evening. */
async function closedDay() {
  const { tradingDay: day } = await doors.get('exchange', '/sessions/current');
  await doors.post('exchange', '/trading-days/close', { day });
  for (;;) {
    const { items } = await doors.get('clearing1', '/settlement-days');
    if (items.some((one) => one.day === day && one.state === 'CONFIRMED')) return day;
    await pause(LOOK_MS);
  }
}

async function walkTour() {
  const page = await pageOf({ language: 'zh-CN' });
  await page.goto(world.address);
  await page.locator('[data-tour-start]').waitFor();
  await shoot(page, 'first-page');
  await page.locator('[data-tour-start]').click();
  for (const step of STEPS) {
    await page.locator(`.tour[data-tour="${step}"]`).waitFor();
    if (step !== 'settle') await page.locator(`[data-tour-act="${step}"]`).click();
    await page.locator(`[data-tour-done="${step}"]`).waitFor();
    if (step === 'verify') await shoot(page, 'tour');
    await page.locator('[data-tour-become], [data-tour-next]').click();
  }
  await page.goto(`${world.address}/${world.venue}/public/verify`);
  await page.evaluate(`localStorage.removeItem('airshed.tour')`);
  await page.reload();
  await page.locator('[data-verify]').click();
  await page.locator('[data-testid="verdicts"]').waitFor();
  await shoot(page, 'verify');
  await page.context().close();
}

async function pageOf({ language = 'zh-CN', theme = 'light', width = 1280, height = 800 }) {
  const viewport = { width, height };
  const context = await browser.newContext({ viewport, colorScheme: theme, reducedMotion: 'reduce' });
  context.setDefaultTimeout(PATIENCE_MS);
  await context.addInitScript(`localStorage.setItem('airshed.language', '${language}')`);
  return context.newPage();
}

/** Nothing is being loaded any more, and what came has been drawn. */
async function settle(page) {
  await page.locator('main.screen > *').first().waitFor();
  await page.waitForTimeout(2_500);
  await page.locator('.ant-spin-spinning, [role="status"] .ant-spin').first().waitFor({ state: 'detached' });
  await page.waitForTimeout(500);
}

async function shoot(page, name) {
  const file = join(FOLDER, `${name}.png`);
  await page.screenshot({ path: file });
  const { size } = statSync(file);
  if (size > PICTURE_BYTES_MAX) throw new Error(`${name}.png has ${size} bytes`);
  console.log(`${name}.png  ${Math.ceil(size / 1_024)} kB`);
}

async function placeOrder(login, order) {
  const accountId = await doors.accountOf(login);
  await doors.post(login, '/orders', { ...order, accountId, symbol: LIVE });
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
