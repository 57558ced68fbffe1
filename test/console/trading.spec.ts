import { createHash } from 'node:crypto';
import { beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { BreakableLine } from './breakable-line.js';
import { type ConsoleWorld, describeConsole, expectAccessible, type PageOptions } from './console-world.js';

const SYMBOL = 'CEA-2026';

/** Allowances for plant A, by the ordinary four eyes. */
async function allot(desk: ConsoleWorld, accountId: string, quantity: string): Promise<void> {
  const at = `/venues/${desk.venue}`;
  const fileHash = createHash('sha256').update(`console spec ${quantity}`).digest('hex');
  const { batchId } = await desk.api<{ batchId: string }>('issuer', 'POST', `${at}/allocation-batches`, {
    symbol: SYMBOL,
    year: 2026,
    fileHash,
    lines: [{ accountId, quantity }],
  });
  const step = (login: string, name: string, body: object = {}): Promise<unknown> =>
    desk.api(login, 'POST', `${at}/allocation-batches/${batchId}/${name}`, body);
  await step('issuer', 'submit');
  await step('approver', 'approve', { fileHash });
  await step('clearing1', 'create');
  await step('clearing1', 'distribute');
}

const accountOf = async (desk: ConsoleWorld, login: string): Promise<string> =>
  (await desk.api<{ items: { accountId: string }[] }>(login, 'GET', `/venues/${desk.venue}/accounts`))
    .items[0]!.accountId;

/** What the venue says is free, grouped as a page shows it. Other specs have dealt with the same people before. */
async function available(desk: ConsoleWorld, login: string, asset: string): Promise<string> {
  const holdings = `/venues/${desk.venue}/holdings`;
  const { items } = await desk.api<{ items: { asset: string; available: string }[] }>(login, 'GET', holdings);
  return items
    .find((holding) => holding.asset === asset)!
    .available.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',');
}

/** The trading desk of somebody, when its ticket is ready. */
async function atMarket(desk: ConsoleWorld, login: string, options: PageOptions = {}): Promise<Page> {
  const page = await desk.signIn(login, `/${desk.venue}/trading/market?symbol=${SYMBOL}`, options);
  await page.getByTestId('before-sending').waitFor();
  return page;
}

async function fill(page: Page, price: string, quantity: string): Promise<void> {
  await page.locator('[id$="-price"]').fill(price);
  await page.locator('[id$="-quantity"]').fill(quantity);
}

describeConsole('the trading desk', (desk) => {
  const at = (screen: string): string => `/${desk.venue}/trading/${screen}`;
  let plantA: string;
  let plantB: string;
  const place = (login: string, accountId: string, side: string, price: string, quantity: string) =>
    desk.api<{ orderId: string }>(login, 'POST', `/venues/${desk.venue}/orders`, {
      ...{ accountId, symbol: SYMBOL, side, price, quantity },
    });

  beforeAll(async () => {
    plantA = await accountOf(desk, 'plant-a');
    plantB = await accountOf(desk, 'plant-b');
    await allot(desk, plantA, '5000');
  });

  it('the ticket shows band, sellable and cash before sending; a sale stands in the book and can be cancelled', async () => {
    const page = await atMarket(desk, 'plant-a');
    const before = page.getByTestId('before-sending');
    await before.getByText('67.17').waitFor();
    const [sellable, cash] = [
      await available(desk, 'plant-a', SYMBOL),
      await available(desk, 'plant-a', 'cash'),
    ];
    const told = `67.17 – 82.09Sellable${sellable} tBuying power${cash} CNY`;
    await before.filter({ hasText: told }).waitFor();
    expect(await before.textContent()).toContain(told);
    await page.keyboard.press('s');
    await fill(page, '80.00', '1,000');
    expect(await before.textContent()).toContain('80,000.00');
    await page.keyboard.press('Enter');
    await page.getByTestId('accepted').waitFor();
    await page.getByTestId('depth').getByText('80.00').waitFor();
    const cancel = page.getByRole('button', { name: 'Cancel Sell CEA-2026 1000 @ 80.00' });
    await cancel.click();
    await page.getByText('No open orders').waitFor();
    await page.getByTestId('depth').getByText('80.00').waitFor({ state: 'detached' });
    expect(desk.complaints).toEqual([]);
  });

  it('a price outside the band is warned of before, and refused with the rule behind it', async () => {
    const page = await atMarket(desk, 'plant-a');
    await page.keyboard.press('s');
    await fill(page, '99.00', '1');
    await page.getByText('Outside the allowed prices').waitFor();
    await page.locator('.send-sell').click();
    const note = page.locator('[data-code="market.price_out_of_band"]');
    await note.waitFor();
    expect(await note.textContent()).toMatch(/67\.17[\s\S]*82\.09[\s\S]*band\.pct\.listed/);
    await note.getByRole('button', { name: 'Show the rule' }).click();
    await page.getByRole('dialog').getByText('Demonstration: no law').waitFor();
    await expectAccessible(page);
  });

  it('two presses at once are one order', async () => {
    const page = await atMarket(desk, 'plant-b');
    await fill(page, '70.00', '7');
    await page.evaluate(`(() => {
      const button = document.querySelector('.send-buy');
      button.click(); button.click();
    })()`);
    await page.getByTestId('accepted').waitFor();
    const { items } = await desk.api<{ items: { price: string; orderId: string }[] }>(
      'plant-b',
      'GET',
      `/venues/${desk.venue}/orders?state=open`,
    );
    const placed = items.filter(({ price }) => price === '70.00');
    expect(placed).toHaveLength(1);
    await desk.api('plant-b', 'DELETE', `/venues/${desk.venue}/orders/${placed[0]!.orderId}`);
  });

  it('trades of others arrive by themselves: tape, last price, candles, own holdings and the list of trades', async () => {
    const page = await atMarket(desk, 'plant-a', { language: 'zh-CN', theme: 'dark' });
    await page.locator('[data-line="live"]').waitFor();
    await place('plant-a', plantA, 'sell', '75.10', '30');
    await place('plant-b', plantB, 'buy', '75.10', '30');
    await page.locator('.tape').getByText('75.10').first().waitFor();
    await page.locator('.ticker').getByText('75.10').first().waitFor();
    await page.locator('.chart .canvas').waitFor();
    expect(await page.locator('.ticker').textContent()).toMatch(/▲.*\+0\.47/);
    await expectAccessible(page);
    await page.goto(`${desk.address}${at('trades')}`);
    await page.getByRole('cell', { name: '75.10' }).first().waitFor();
    await expectAccessible(page);
    await page.goto(`${desk.address}${at('holdings')}`);
    await page.locator('[data-asset="cash"]').waitFor();
    await expectAccessible(page);
  });

  it('shows first where most is traded, and later what was looked at last', async () => {
    const ask = <T>(path: string): Promise<T> => desk.api('plant-a', 'GET', `/venues/${desk.venue}/${path}`);
    const { busiest } = await ask<{ busiest: string | null }>('sessions/current');
    const { items } = await ask<{ items: { symbol: string }[] }>('instruments');
    const page = await desk.visit(at('market'));
    const chosen = page.locator('.screen-head .ant-select');
    await chosen.getByText(`${busiest ?? items[0]!.symbol} ·`).waitFor();
    const { symbol: other } = items.findLast(({ symbol }) => symbol !== busiest)!;
    await page.goto(`${desk.address}${at('market')}?symbol=${encodeURIComponent(other)}`);
    await chosen.getByText(`${other} ·`).waitFor();
    await page.goto(`${desk.address}${at('market')}`);
    await chosen.getByText(`${other} ·`).waitFor();
  });

  it('a broken line is told, and the book is whole again when it is back', async () => {
    const line = await BreakableLine.to(desk.address);
    try {
      const page = await atMarket(desk, 'plant-b');
      await page.goto(`${line.address}${at('market')}?symbol=${SYMBOL}`);
      await page.locator('[data-line="live"]').waitFor();
      line.cut();
      await page.locator('[data-line="lost"]').waitFor();
      const { orderId } = await place('plant-a', plantA, 'sell', '81.11', '3');
      line.mend();
      await page.getByTestId('depth').getByText('81.11').waitFor();
      expect(await page.locator('[data-line="lost"]').count()).toBe(0);
      await desk.api('plant-a', 'DELETE', `/venues/${desk.venue}/orders/${orderId}`);
      await page.getByTestId('depth').getByText('81.11').waitFor({ state: 'detached' });
    } finally {
      line.close();
    }
  });

  it('a statement is shown and kept as a file', async () => {
    const page = await desk.signIn('plant-a', at('statements'));
    await page.getByRole('cell', { name: SYMBOL }).waitFor();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/^statement-.*\.csv$/);
    await expectAccessible(page);
  });

  it('orders are filtered by the address, and the filter is kept as a view', async () => {
    const page = await desk.signIn('plant-a', `${at('orders')}?orders.state=done`);
    await page.getByRole('cell', { name: 'Filled' }).first().waitFor();
    await page.getByRole('button', { name: 'Saved views' }).click();
    await page.getByRole('button', { name: 'Save these filters…' }).click();
    await page.getByRole('textbox', { name: 'Name of the view' }).fill('done ones');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.waitForURL((url) => !url.search.includes('state'));
    await page.getByRole('button', { name: 'Saved views' }).click();
    await page.getByRole('button', { name: 'done ones', exact: true }).click();
    await page.waitForURL(/orders\.state=done/);
    await expectAccessible(page);
  });

  it('a block is offered, answered, and a trade when both have confirmed one version', async () => {
    const page = await desk.signIn('plant-a', at('blocks'));
    await page.locator('[id$="-price"]').fill('75.00');
    await page.locator('[id$="-quantity"]').fill('100');
    await page.getByRole('button', { name: 'Post', exact: true }).click();
    await page.getByText('The intent is posted').waitFor();
    await expectAccessible(page);
    const intents = `/venues/${desk.venue}/block-intents`;
    const { items } = await desk.api<{ items: { intentId: string }[] }>('plant-b', 'GET', intents);
    const talks = `/venues/${desk.venue}/block-negotiations`;
    const { negotiationId } = await desk.api<{ negotiationId: string }>('plant-b', 'POST', talks, {
      intentId: items[0]!.intentId,
      accountId: plantB,
    });
    await desk.api('plant-b', 'POST', `${talks}/${negotiationId}/confirm`, { version: 1 });
    await page.getByRole('button', { name: 'Refresh' }).first().click();
    await page.getByRole('button', { name: 'Confirm…' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.textContent()).toMatch(/version 1[\s\S]*100 t at 75\.00[\s\S]*7,500\.00 CNY/);
    await dialog.getByRole('button', { name: 'Confirm 100 @ 75.00' }).click();
    await page.getByRole('cell', { name: 'traded' }).first().waitFor();
    expect(desk.complaints).toEqual([]);
  });

  it('a phone reads it without scrolling sideways', async () => {
    const page = await atMarket(desk, 'plant-a', { width: 390, height: 844, language: 'zh-CN' });
    await page.getByTestId('depth').waitFor();
    const { wide, window } = (await page.evaluate(
      '({ wide: document.documentElement.scrollWidth, window: innerWidth })',
    )) as { wide: number; window: number };
    expect(wide).toBeLessThanOrEqual(window);
    await expectAccessible(page);
  });
});
