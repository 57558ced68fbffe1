import { expect, it } from '@jest/globals';
import { describeConsole, expectAccessible } from './console-world.js';

describeConsole('the shell of the console', (desk) => {
  it('the first page says who you can be, and one press takes you to your desk', async () => {
    const page = await desk.visit('/');
    await page.locator('.people button.person').first().waitFor();
    expect(await page.locator('.people button.person').count()).toBe(11);
    await expectAccessible(page);
    await page.locator('[data-login="plant-a"]').click();
    await page.waitForURL(`**/${desk.venue}/trading/market`);
    await page.locator('[data-person="plant-a"]').waitFor();
    await expectAccessible(page);
    expect(desk.complaints).toEqual([]);
  });

  it('the session is a cookie that no script can read, and signing out ends it', async () => {
    const page = await desk.visit('/');
    await page.locator('input[autocomplete="username"]').fill('plant-b');
    await page.locator('input[type="password"]').fill(desk.passwordOf('plant-b'));
    await page.locator('button[type="submit"]').click();
    await page.locator('[data-person="plant-b"]').click();
    expect(await page.evaluate('document.cookie')).toBe('');
    const stored = await page.evaluate('JSON.stringify(localStorage) + JSON.stringify(sessionStorage)');
    const [cookie] = await page.context().cookies();
    expect(cookie).toMatchObject({ name: 'airshed_session', httpOnly: true, sameSite: 'Strict' });
    expect(stored).not.toContain(cookie!.value);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.locator('.people').waitFor();
    const { status } = await fetch(`${desk.address}/api/v1/me`, {
      headers: { cookie: `airshed_session=${cookie!.value}` },
    });
    expect(status).toBe(401);
  });

  it('a wrong password is refused in words, in the language of the page', async () => {
    const page = await desk.visit('/', { language: 'zh-CN' });
    await page.locator('input[autocomplete="username"]').fill('plant-b');
    await page.locator('input[type="password"]').fill('not this one');
    await page.locator('button[type="submit"]').click();
    const note = page.locator('[data-code="identity.wrong_credentials"]');
    expect(await note.textContent()).toMatch(/[\u4e00-\u9fff]/);
    expect(await page.evaluate('document.documentElement.lang')).toBe('zh-CN');
  });

  it('language, theme and density are switched at any time and remembered', async () => {
    const page = await desk.signIn('plant-a', `/${desk.venue}/trading/market`);
    await page.locator('[data-language="zh-CN"]').click();
    await page.getByRole('heading', { name: '行情与下单' }).waitFor();
    await page.getByRole('button', { name: '显示设置' }).click();
    await page.getByText('深色', { exact: true }).click();
    await page.getByText('紧凑', { exact: true }).click();
    await page.reload();
    await page.getByRole('heading', { name: '行情与下单' }).waitFor();
    const { theme, density, rise } = (await page.evaluate(
      '({ ...document.documentElement.dataset })',
    )) as Record<string, string>;
    expect({ theme, density, rise }).toEqual({ theme: 'dark', density: 'compact', rise: 'red' });
    await expectAccessible(page);
    expect(desk.complaints).toEqual([]);
  });

  it('a keyboard reaches the content first, and ? tells the keys', async () => {
    const page = await desk.signIn('plant-a', `/${desk.venue}/trading/orders`);
    await page.getByRole('heading', { name: 'Orders', exact: true }).waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toBe('skip');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
    await page.keyboard.press('Shift+?');
    const help = page.getByRole('dialog');
    await help.waitFor();
    expect(await help.textContent()).toContain('Skip to content');
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'hidden' });
  });

  it('shows a stranger and the powerless no screen that would refuse them', async () => {
    const stranger = await desk.visit(`/${desk.venue}/trading/orders`);
    await stranger.locator('input[type="password"]').waitFor();
    expect(await stranger.locator('.desks a').allTextContents()).not.toContain('Orders');
    const auditor = await desk.signIn('auditor', `/${desk.venue}/trading/orders`);
    await auditor.getByText('You do not have the power to open this page').waitFor();
  });

  it('an address nobody has is a page that says so, and no page for programs', async () => {
    const page = await desk.visit(`/${desk.venue}/nowhere`);
    await page.getByText('There is no such page').waitFor();
    const asked = (path: string, accept: string): Promise<Response> =>
      fetch(desk.address + path, { headers: { accept } });
    expect((await asked('/assets/nowhere.js', 'text/html')).status).toBe(404);
    expect((await asked('/api/v1/nowhere', 'text/html')).headers.get('content-type')).toContain(
      'problem+json',
    );
    expect((await asked(`/${desk.venue}/nowhere`, '*/*')).status).toBe(404);
  });
});
