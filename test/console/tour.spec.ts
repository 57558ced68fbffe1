import { beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeConsole, expectAccessible } from './console-world.js';

const STEPS = ['issue', 'approve', 'distribute', 'sell', 'buy', 'settle', 'verify'] as const;
type Step = (typeof STEPS)[number];
const SIGNED_MS_MAX = 60_000;
const WALK_MS_MAX = 180_000;

describeConsole(
  'the guided tour',
  (desk) => {
    const onStep = (page: Page, step: string): Promise<void> =>
      page.locator(`.tour[data-tour="${step}"]`).waitFor();

    async function doStep(page: Page, step: Step): Promise<void> {
      await onStep(page, step);
      if (step !== 'settle') await page.locator(`[data-tour-act="${step}"]`).click();
      await page.locator(`[data-tour-done="${step}"]`).waitFor({ timeout: SIGNED_MS_MAX });
    }

    const onward = (page: Page): Promise<void> =>
      page.locator('[data-tour-become], [data-tour-next]').click();

    let page: Page;
    beforeAll(async () => {
      page = await desk.visit('/', { language: 'zh-CN' });
    });

    it(
      'walks from issue to proof as six people, each step shown by the service; left and found again on the way',
      async () => {
        await page.locator('[data-tour-start]').click();
        await doStep(page, 'issue');
        expect(await page.locator('[data-person="issuer"]').isVisible()).toBe(true);
        await onward(page);
        await onStep(page, 'approve');
        await page.getByText('经办提交的指纹与名单一致').waitFor();
        await expectAccessible(page);
        await doStep(page, 'approve');

        await page.getByRole('button', { name: '先离开' }).click();
        await page.locator('.tour').waitFor({ state: 'detached' });
        await page.reload();
        await page.locator('[data-tour-show]').click();
        await page.locator('[data-tour-done="approve"]').waitFor();

        for (const step of STEPS.slice(2)) {
          await onward(page);
          await doStep(page, step);
        }
        const told = (await page.locator('.tour pre').textContent())!;
        expect(told).toContain('place-order');
        await expectAccessible(page);
        await onward(page);
        await onStep(page, 'over');
      },
      WALK_MS_MAX,
    );

    it('left a trade that the market knows: sold by one plant, bought by the other, settled', async () => {
      const facts = JSON.parse((await page.evaluate('localStorage.getItem("airshed.tour")')) as string) as {
        facts: { tradeIds: string[]; batchId: string; proof: { judgement: { ok: boolean } } };
      };
      const { tradeIds, batchId, proof } = facts.facts;
      const at = `/venues/${desk.venue}`;
      const { state } = await desk.api<{ state: string }>(
        'issuer',
        'GET',
        `${at}/allocation-batches/${batchId}`,
      );
      expect(state).toBe('DISTRIBUTED');
      for (const [login, side] of [
        ['plant-a', 'sell'],
        ['plant-b', 'buy'],
      ] as const) {
        const { items } = await desk.api<{ items: { tradeId: string; side: string; state: string }[] }>(
          login,
          'GET',
          `${at}/trades`,
        );
        const own = items.filter(({ tradeId }) => tradeIds.includes(tradeId));
        expect(own.map((trade) => [trade.side, trade.state])).toEqual(tradeIds.map(() => [side, 'SETTLED']));
      }
      expect(proof.judgement.ok).toBe(true);
    });

    it(
      'is walked again in English, where a step that did not happen is not passed over',
      async () => {
        await page.locator('[data-language="en"]').click();
        await page.locator('[data-tour-again]').click();
        await onStep(page, 'issue');
        await page.getByText('You are now: Issuer · Demo Environment Bureau').waitFor();
        // Somebody else sits down: the step waits for its person.
        await page.evaluate(`fetch('/api/v1/sessions/current', { method: 'DELETE' })`);
        await page.reload();
        expect(await page.locator('[data-tour-act]').count()).toBe(0);
        await page.locator('[data-tour-become="issuer"]').click();
        await doStep(page, 'issue');
        await onward(page);
        await onStep(page, 'approve');
        // An approval that the service refuses leaves the step where it is, in words.
        const { batchId } = JSON.parse(
          (await page.evaluate('localStorage.getItem("airshed.tour")')) as string,
        ).facts as { batchId: string };
        await desk.api('approver', 'POST', `/venues/${desk.venue}/allocation-batches/${batchId}/return`, {
          note: 'a specification',
        });
        await page.locator('[data-tour-act="approve"]').click();
        await page.locator('.tour [data-code]').waitFor();
        expect(await page.locator('[data-tour-done]').count()).toBe(0);
        expect(desk.complaints).toEqual([]);
      },
      WALK_MS_MAX,
    );
  },
  { isOneWalk: true },
);
