import { expect, it } from '@jest/globals';
import { describeConsole, expectAccessible } from './console-world.js';

describeConsole('the public page', (desk) => {
  const at = (screen: string): string => `/${desk.venue}/public/${screen}`;

  it('shows a stranger prices, allocations, cancellations and rules, in Chinese and in English', async () => {
    const page = await desk.visit(at('overview'), { language: 'zh-CN' });
    // The row is there before its prices have come.
    await page
      .locator('[data-symbol="CEA-2026"]')
      .filter({ hasText: /67\.17.*82\.09/ })
      .waitFor();
    expect(await page.getByRole('link', { name: 'CEA-2026' }).count()).toBe(1);
    await expectAccessible(page);
    for (const [screen, title] of [
      ['allocations', '配额分配公示'],
      ['cancellations', '自愿注销公示'],
      ['rules', '交易规则'],
    ] as const) {
      await page
        .locator(`a[href="${at(screen)}"]`)
        .first()
        .click();
      await page.getByRole('heading', { name: title }).waitFor();
    }
    await page.locator('[data-rule="band.pct.listed"]').getByText('10 %', { exact: true }).waitFor();
    await expectAccessible(page);
    await page.locator('[data-language="en"]').click();
    await page.getByText('Farthest from the previous close, in the book').waitFor();
    expect(desk.complaints).toEqual([]);
  });

  it('verifies the log in the browser: first look, then that it only grew, and notices a past that changed', async () => {
    const page = await desk.visit(at('verify'));
    // The first checkpoint of a log is signed some seconds after its first record.
    const address = `${desk.address}/api/v1/logs/${desk.venue}/checkpoint`;
    for (let asked = 0; asked < 40 && !(await fetch(address)).ok; asked += 1)
      await new Promise((resolve) => setTimeout(resolve, 500));
    await page.locator('[data-verify]').click();
    await page.getByText('Seen for the first time').waitFor();
    expect(await page.locator('[data-proof="ok"]').count()).toBe(2);
    await page.locator('[data-verify]').click();
    await page.getByText('no old record changed').waitFor();
    expect(await page.locator('[data-proof="ok"]').count()).toBe(3);
    await expectAccessible(page);
    // What this browser had seen is now of another past: the newest log is not that one with more added.
    await page.evaluate(`(() => {
      const name = 'airshed.log.${desk.venue}';
      const kept = JSON.parse(localStorage.getItem(name));
      const lines = kept.note.split('\\n');
      lines[2] = lines[2].replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
      localStorage.setItem(name, JSON.stringify({ ...kept, note: lines.join('\\n') }));
    })()`);
    await page.locator('[data-verify]').click();
    await page.locator('[data-proof="broken"]').waitFor();
  });

  it('looks a certificate up by its code, and says when there is none', async () => {
    const page = await desk.visit(at('verify'));
    await page.getByLabel('Code of the certificate').fill('AAAA-BBBB-CCCC-DDDD');
    await page.getByRole('button', { name: 'Check' }).click();
    await page.locator('[data-code]').waitFor();
  });

  it('says that the service is away and goes on by itself when it is back', async () => {
    const page = await desk.visit(at('overview'));
    await page.locator('[data-symbol="CEA-2026"]').getByText('67.17').waitFor();
    await page.route('**/api/**', (route) => route.abort());
    await page.locator('.note.warn[role="status"]').first().waitFor({ timeout: 40_000 });
    expect(await page.locator('[data-symbol="CEA-2026"]').textContent()).toContain('67.17');
    await page.unroute('**/api/**');
    await page.locator('.note.warn[role="status"]').first().waitFor({ state: 'detached', timeout: 40_000 });
  }, 120_000);

  it('a phone reads it without scrolling sideways', async () => {
    const page = await desk.visit(at('verify'), {
      width: 390,
      height: 844,
      language: 'zh-CN',
      theme: 'dark',
    });
    await page.locator('[data-verify]').click();
    await page.locator('[data-testid="verdicts"]').waitFor();
    const { wide, window } = (await page.evaluate(
      '({ wide: document.documentElement.scrollWidth, window: innerWidth })',
    )) as { wide: number; window: number };
    expect(wide).toBeLessThanOrEqual(window);
    await expectAccessible(page);
  });
});
