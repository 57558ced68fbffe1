/**
 * The twelve main screens as pictures in docs/screens/, as README shows them: a service of its own, the guided tour
 * walked once, a few orders beside it, then every screen as it stands.
 */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { ROOT } from './setup.mjs';
import setUp from '../test/console/set-up.mjs';
import tearDown from '../test/console/tear-down.mjs';

const FOLDER = join(ROOT, 'docs', 'screens');
const PICTURE_BYTES_MAX = 150 * 1_024;
const PATIENCE_MS = 120_000;
const STEPS = ['issue', 'approve', 'distribute', 'sell', 'buy', 'settle', 'verify'];
/** What stands in the book beside the tour's own trade: the side of each plant, price, quantity. */
const BESIDE = [
  ['plant-a', 'sell', '74.70', '120'],
  ['plant-a', 'sell', '74.85', '80'],
  ['plant-a', 'sell', '75.20', '200'],
  ['plant-b', 'buy', '74.55', '90'],
  ['plant-b', 'buy', '74.40', '150'],
  ['plant-b', 'buy', '74.10', '60'],
  ['plant-b', 'buy', '74.70', '40'],
];
/** Name, person (null: a stranger), address below the venue, and how it is looked at. */
const SCREENS = [
  ['market', 'plant-a', 'trading/market', {}],
  ['market-dark', 'plant-b', 'trading/market', { language: 'en', theme: 'dark' }],
  ['market-phone', 'plant-a', 'trading/market', { width: 390, height: 844 }],
  ['holdings', 'plant-a', 'trading/holdings', { language: 'en' }],
  ['statements', 'plant-b', 'trading/statements', {}],
  ['regulator', 'approver', 'regulator/batches', {}],
  ['auditor', 'auditor', 'auditor/trail', { language: 'en', height: 640 }],
  ['public', null, 'public/overview', { language: 'en' }],
  ['rules', null, 'public/rules', {}],
];

/** One sign-in a person. */
const cookies = new Map();

await setUp();
const world = JSON.parse(process.env.AIRSHED_CONSOLE);
if (world.skipped !== undefined) throw new Error(`no pictures: ${world.skipped}`);
mkdirSync(FOLDER, { recursive: true });
const browser = await chromium.connect(world.browser);
try {
  await walkTour();
  for (const [login, side, price, quantity] of BESIDE) await placeOrder(login, { side, price, quantity });
  for (const [name, login, path, look] of SCREENS) {
    const page = await pageOf(look);
    if (login !== null) await page.context().addCookies([await cookieOf(login)]);
    await page.goto(`${world.address}/${world.venue}/${path}`);
    await settle(page);
    await shoot(page, name);
    await page.context().close();
  }
} finally {
  await browser.close();
  await tearDown();
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

async function cookieOf(login) {
  if (!cookies.has(login)) {
    const response = await fetch(`${world.address}/api/v1/demo-sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login }),
    });
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(response.headers.get('set-cookie') ?? '');
    cookies.set(login, { name, value, url: world.address, httpOnly: true, sameSite: 'Strict' });
  }
  return cookies.get(login);
}

async function ask(login, method, path, body) {
  const { name, value } = await cookieOf(login);
  const response = await fetch(`${world.address}/api/v1/venues/${world.venue}${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
      cookie: `${name}=${value}`,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${login} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

async function placeOrder(login, order) {
  const { items } = await ask(login, 'GET', '/accounts');
  await ask(login, 'POST', '/orders', { ...order, accountId: items[0].accountId, symbol: 'CEA-2026' });
}
