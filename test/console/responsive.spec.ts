import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeConsole } from './console-world.js';
import { DepthLoad } from './depth-load.mjs';
import { PAGE_PROBE, SHOWN_LADDER } from './page-probe.mjs';

const SYMBOL = 'CEA-2026';
const LOAD_MS = 2_000;
/** Longer than that on a busy machine, until so many levels have changed. */
const LEVELS = 101;
const SHOWN_LEVELS = 12;
const SAME_MS_MAX = 20_000;

type Ladder = Record<'bids' | 'asks', [string, string][]>;
type Depth = Record<'bids' | 'asks', { price: string; quantity: string }[]>;

describeConsole('the trading desk while the book moves fast', (desk) => {
  const at = `/venues/${desk.venue}`;
  const depth = (): Promise<Depth> => desk.api('plant-b', 'GET', `${at}/instruments/${SYMBOL}/depth`);
  const shown = (page: Page): Promise<Ladder> => page.evaluate(SHOWN_LADDER) as Promise<Ladder>;
  const best = ({ bids, asks }: Depth): Ladder => {
    const shortened = (levels: Depth['bids']): [string, string][] =>
      levels.slice(0, SHOWN_LEVELS).map(({ price, quantity }) => [price, quantity]);
    return { bids: shortened(bids), asks: shortened(asks) };
  };

  it('takes in every changed level, draws no oftener than frames come, and ends with the book that the service has', async () => {
    const page = await desk.visit('/');
    await page.addInitScript(PAGE_PROBE);
    await page.goto(`${desk.address}/${desk.venue}/trading/market?symbol=${SYMBOL}`);
    await page.locator('[data-line="live"]').waitFor();
    await page.evaluate('probe.restart()');

    const accounts = `${at}/accounts`;
    const { items } = await desk.api<{ items: { accountId: string }[] }>('plant-b', 'GET', accounts);
    const accountId = items[0]!.accountId;
    const send = (path: string, body: object): Promise<unknown> =>
      desk.api('plant-b', 'POST', `${at}${path}`, body);
    const load = new DepthLoad({ send, accountId, symbol: SYMBOL, sides: [{ side: 'buy', from: 7_050 }] });
    load.start();
    const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
    await pause(LOAD_MS);
    while (load.levels < LEVELS) await pause(100);
    const { levels } = await load.stop();
    const told = best(await depth());

    const end = Date.now() + SAME_MS_MAX;
    while (JSON.stringify(await shown(page)) !== JSON.stringify(told) && Date.now() < end)
      await page.waitForTimeout(100);
    expect(await shown(page)).toEqual(told);
    const probe = (await page.evaluate('({ ...probe, frames: probe.frames.length })')) as {
      messages: number;
      snapshots: number;
      draws: number;
      frames: number;
    };
    expect(levels).toBeGreaterThanOrEqual(LEVELS);
    expect(probe.messages).toBeGreaterThanOrEqual(levels);
    // One whole line from beginning to end: nothing was lost and fetched again.
    expect(probe.snapshots).toBe(1);
    expect(probe.draws).toBeGreaterThan(0);
    expect(probe.draws).toBeLessThanOrEqual(probe.frames);
    await send('/orders/cancel-all', { accountId, symbol: SYMBOL });
    expect(desk.complaints).toEqual([]);
  });
});
