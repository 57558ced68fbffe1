import { createHash } from 'node:crypto';
import { beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { promiseOf } from '../support/auction-house.js';
import { type ConsoleWorld, describeConsole, expectAccessible } from './console-world.js';

const SYMBOL = 'CEA-2026';
const HOUR_MS = 3_600_000;

interface Made {
  readonly proposalId: string;
  readonly payloadHash: string;
}

const accountOf = async (desk: ConsoleWorld, login: string): Promise<string> =>
  (await desk.api<{ items: { accountId: string }[] }>(login, 'GET', `/venues/${desk.venue}/accounts`))
    .items[0]!.accountId;

/** Allowances for an account, by the ordinary four eyes. */
async function allot(desk: ConsoleWorld, accountId: string, quantity: string): Promise<void> {
  const at = `/venues/${desk.venue}/allocation-batches`;
  const fileHash = createHash('sha256').update(`methods ${accountId}`).digest('hex');
  const { batchId } = await desk.api<{ batchId: string }>('issuer', 'POST', at, {
    ...{ symbol: SYMBOL, year: 2026, fileHash, lines: [{ accountId, quantity }] },
  });
  const step = (login: string, name: string, body: object = {}): Promise<unknown> =>
    desk.api(login, 'POST', `${at}/${batchId}/${name}`, body);
  await step('issuer', 'submit');
  await step('approver', 'approve', { fileHash });
  await step('clearing1', 'create');
  await step('clearing1', 'distribute');
}

/** What a field for date and time shows on the market's clock, so many hours from now. */
const clock = (hours: number): string =>
  new Date(Date.now() + (hours + 8) * HOUR_MS).toISOString().slice(0, 16);
const later = (ms: number): string => new Date(Date.now() + ms).toISOString();

describeConsole('methods beside the book', (desk) => {
  const at = (screen: string): string => `/${desk.venue}/${screen}`;
  const api = <T>(login: string, path: string, body: object = {}): Promise<T> =>
    desk.api<T>(login, 'POST', `/venues/${desk.venue}/${path}`, body);
  let plantA: string;

  beforeAll(async () => {
    plantA = await accountOf(desk, 'plant-a');
    await allot(desk, plantA, '2000');
  });

  async function agreed(maker: string, checker: string, path: string, body: object): Promise<void> {
    const { proposalId, payloadHash } = await api<Made>(maker, path, body);
    await api(checker, `proposals/${proposalId}/approve`, { payloadHash });
  }

  const confirm = async (page: Page, act: string | RegExp): Promise<void> => {
    await page.getByRole('dialog').getByRole('button', { name: act }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  };

  it('an order is amended: less keeps its place, another price loses it, one outside the band is refused', async () => {
    const { orderId } = await api<{ orderId: string }>('plant-a', 'orders', {
      ...{ accountId: plantA, symbol: SYMBOL, side: 'sell', price: '81.55', quantity: '40' },
    });
    const page = await desk.signIn('plant-a', at('trading/orders?orders.state=open'));
    const amend = async (price: string, quantity: string): Promise<void> => {
      await page.getByRole('button', { name: /^Amend Sell CEA-2026 \d+ @ 81\.[56]/ }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('New price').fill(price);
      await dialog.getByLabel('New whole quantity').fill(quantity);
    };
    await amend('81.55', '30');
    await page.locator('[data-place="kept"]').waitFor();
    await expectAccessible(page);
    await confirm(page, 'Change to 30 @ 81.55');
    await page.getByTestId('said').getByText('its place is kept').waitFor();
    await amend('81.60', '35');
    await page.locator('[data-place="lost"]').waitFor();
    await confirm(page, 'Change to 35 @ 81.60');
    await page.getByTestId('said').getByText('now at the back').waitFor();
    await amend('99.00', '35');
    await page.getByRole('dialog').getByRole('button', { name: 'Change to 35 @ 99.00' }).click();
    const refusal = page.getByRole('dialog').locator('[data-code="market.price_out_of_band"]');
    await refusal.getByText('band.pct.listed', { exact: false }).waitFor();
    await desk.api('plant-a', 'DELETE', `/venues/${desk.venue}/orders/${orderId}`);
    expect(desk.complaints).toEqual([]);
  });

  it('a bidding is applied for, signed by the exchange, registered for and bid in; a bid is only bettered', async () => {
    const seller = await desk.signIn('plant-a', at('trading/biddings/apply'));
    const write = (label: string, text: string): Promise<void> => seller.getByLabel(label).fill(text);
    await write('Quantity', '300');
    await write('Floor price', '70');
    await write('Deposit', '10');
    await write('Reserve price', '70.50');
    for (const [label, hours] of [
      ['Registration opens', -1],
      ['Registration closes', 1],
      ['Bids open', -1],
      ['Bids close', 2],
    ] as const)
      await write(label, clock(hours));
    await seller.getByRole('button', { name: 'Check and apply…' }).click();
    expect(await seller.getByRole('dialog').textContent()).toContain('2,100.00 CNY');
    await seller.getByLabel('Reason').fill('surplus of the year');
    await confirm(seller, 'Apply');
    await seller.getByTestId('proposed').waitFor();

    const exchange = await desk.signIn('exchange', at('operator/biddings'));
    await exchange.getByRole('link', { name: /open a one-way bidding/ }).click();
    await exchange.getByText('70.50', { exact: true }).waitFor();
    await exchange.getByRole('button', { name: 'Approve…' }).click();
    await confirm(exchange, 'Sign');
    await exchange.getByTestId('decided').waitFor();

    const buyer = await desk.signIn('plant-b', at('trading/biddings'), {
      language: 'zh-CN',
      theme: 'dark',
    });
    await buyer.getByRole('link', { name: `查看竞价：${SYMBOL} 300` }).click();
    await buyer.locator('[data-state="BIDDING"]').waitFor();
    expect(await buyer.getByTestId('own-part').textContent()).not.toContain('70.50');
    await buyer.getByLabel('报名数量').fill('200');
    await buyer.getByRole('button', { name: '报名…' }).click();
    await confirm(buyer, '报名并冻结保证金 1,400.00 CNY');
    const bid = async (price: string): Promise<void> => {
      await buyer.getByLabel('报价', { exact: false }).first().fill(price);
      await buyer
        .getByTestId('own-part')
        .getByRole('button', { name: /报价…$/ })
        .click();
      await buyer
        .getByRole('dialog')
        .getByRole('button', { name: `报价 200 @ ${price}` })
        .click();
    };
    await bid('71.00');
    await buyer.getByTestId('own-part').getByText('当前报价 200 @ 71.00').waitFor();
    await expectAccessible(buyer);
    await bid('71.00');
    const refusal = buyer.getByRole('dialog').locator('[data-code="market.bid_not_better"]');
    await refusal.getByText('71.00').waitFor();
    expect(desk.complaints).toEqual([]);
  });

  it('a bid is sealed in the browser, and nobody is told what is in it', async () => {
    const application = { title: 'Auction account', kind: 'government' };
    const { accountId } = await api<{ accountId: string }>('issuer', 'accounts', application);
    await api('issuer2', `accounts/${accountId}/review`);
    await api('approver', `accounts/${accountId}/approve`);
    await allot(desk, accountId, '1000');
    const { auctionId } = await api<{ auctionId: string }>('issuer', 'auctions', {
      ...{ title: 'Auction in a browser', symbol: SYMBOL, sellerAccountId: accountId, supply: '1000' },
      ...{ lot: '100', reservePrice: '50.00', opensAt: later(4_000), closesAt: later(HOUR_MS) },
    });
    await api('exchange', `auctions/${auctionId}/openers`, promiseOf('first'));
    await api('approver', `auctions/${auctionId}/openers`, promiseOf('second'));
    await agreed('issuer', 'approver', `auctions/${auctionId}/announcements`, {});

    const page = await desk.signIn('plant-b', at(`trading/auctions/${auctionId}`));
    await page.getByLabel('Guarantee in all').fill('60000');
    await page.getByRole('button', { name: 'Place or change…' }).click();
    await confirm(page, 'Hold 60,000 CNY');
    const form = page.getByTestId('bid-form');
    await form.getByLabel('Price').fill('55.50');
    await form.getByLabel('Quantity').fill('400');
    await form.getByRole('button', { name: 'Seal and bid…' }).click();
    const sent = page.waitForRequest((request) => request.method() === 'POST');
    await confirm(page, 'Bid 400 @ 55.50');
    expect(Object.keys((await sent).postDataJSON() as object).sort()).toEqual([
      ...['accountId', 'commitment', 'sealed'],
    ]);
    const [receipt] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('receipt').getByRole('button', { name: 'Keep the receipt' }).click(),
    ]);
    expect(receipt.suggestedFilename()).toMatch(/^sealed-bid-.*\.json$/);
    await page.getByRole('cell', { name: 'stands, sealed' }).waitFor();
    await expectAccessible(page);
    expect(desk.complaints).toEqual([]);
  });
});
