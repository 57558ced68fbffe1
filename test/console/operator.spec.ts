import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { BANK, csvStatement, PAYEE } from '../checker/banking-faults.js';
import { type ConsoleWorld, describeConsole, expectAccessible } from './console-world.js';

const SYMBOL = 'SO2-DEMO-2026';
const WRONG_DIGEST = '0'.repeat(64);

interface Made {
  readonly proposalId: string;
  readonly payloadHash: string;
}
interface Route {
  readonly accountId: string;
  readonly title: string;
  readonly depositReference: string;
}

const itemsOf = async <T>(desk: ConsoleWorld, login: string, path: string): Promise<T[]> =>
  (await desk.api<{ items: T[] }>(login, 'GET', `/venues/${desk.venue}/${path}`)).items;

describeConsole('the desk of the operator', (desk) => {
  const at = (screen: string): string => `/${desk.venue}/operator/${screen}`;
  let route: Route;
  beforeAll(async () => {
    [route] = (await itemsOf<Route>(desk, 'plant-a', 'cash-routes')) as [Route];
  });

  async function agreed(maker: string, path: string, body: object): Promise<void> {
    const address = `/venues/${desk.venue}`;
    const made = await desk.api<Made>(maker, 'POST', `${address}/${path}`, body);
    await desk.api('clearing2', 'POST', `${address}/proposals/${made.proposalId}/approve`, {
      payloadHash: made.payloadHash,
    });
  }

  /** Presses the deed in the dialog that is open; says what the screen answered. */
  async function confirmed(page: Page, act: string): Promise<string> {
    await page.getByRole('dialog').getByRole('button', { name: act }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    return (await page.getByTestId('said').textContent())!;
  }

  /** The proposal that was just made, signed by the other person of the clearing desk. */
  async function signedByTheOther(maker: Page): Promise<Page> {
    await maker.getByRole('link', { name: 'Open the proposal' }).click();
    await maker.getByText('another person must approve it').waitFor();
    expect(await maker.getByRole('button', { name: 'Approve…' }).count()).toBe(0);
    const hash = await maker.getByTestId('payload-hash').textContent();
    const checker = await desk.signIn('clearing2', new URL(maker.url()).pathname);
    await checker.getByTestId('payload-hash').waitFor();
    expect(await checker.getByTestId('payload-hash').textContent()).toBe(hash);
    await checker.getByRole('button', { name: 'Approve…' }).click();
    await checker.getByRole('dialog').getByRole('button', { name: 'Sign' }).click();
    await checker.getByTestId('decided').waitFor();
    return checker;
  }

  it('today leads to the bank; a deposit is entered by one, signed by another, and followed in the trail', async () => {
    const maker = await desk.signIn('clearing1', at('today'));
    await maker.getByTestId('verdict').waitFor();
    await maker.locator('[data-tile="bank/statements"]').getByText('quarantined 0').waitFor();
    await maker.getByRole('link', { name: 'Bank', exact: true }).click();
    await maker.getByRole('link', { name: 'Money in' }).click();
    await maker.getByLabel('Account', { exact: true }).fill(route.title);
    // Enter takes what is offered: nothing, while the accounts are still asked for.
    await maker.locator('.ant-select-item-option', { hasText: route.title }).first().waitFor();
    await maker.keyboard.press('Enter');
    await maker.getByLabel('Amount (CNY)').fill('1234.50');
    await maker.getByLabel('Bank’s reference').fill('20261126000042');
    await maker.getByRole('button', { name: 'Enter a deposit' }).click();
    await maker.getByLabel('Reason').fill('transfer seen at the bank');
    expect(await maker.getByRole('dialog').textContent()).toContain('1,234.50 CNY');
    await expectAccessible(maker);
    expect(await confirmed(maker, 'Enter a deposit')).toContain('Proposed; 1 signature(s) missing');

    const checker = await signedByTheOther(maker);
    // A reference of digits names and does not count; once carried out, the deposit itself shows it too.
    await checker.getByText('20261126000042', { exact: true }).first().waitFor();
    await checker.getByRole('link', { name: 'All that happened to it' }).click();
    await checker.getByText('approved: deposit cash').waitFor();
    await expectAccessible(checker);
    expect(desk.complaints).toEqual([]);
  });

  it('a withdrawal goes into a file, which another person releases and the bank can have', async () => {
    const opening = { openingBalance: '0', openingDay: '2026-11-20', reason: 'opened' };
    await agreed('clearing1', 'bank-accounts', { kind: 'CLIENT', ...BANK, currency: 'CNY', ...opening });
    await agreed('plant-a-manager', 'bank-payees', { accountId: route.accountId, ...PAYEE });
    const statement = csvStatement('operator-1', '2026-11-21', 0, [[100_000, route.depositReference]]);
    const { statementFileId } = await desk.api<{ statementFileId: string }>(
      'clearing1',
      'POST',
      `/venues/${desk.venue}/bank-statements`,
      statement,
    );
    await agreed('clearing1', `bank-statements/${statementFileId}/release`, {});
    const asked = { accountId: route.accountId, amount: '250.00', transferId: randomUUID() };
    await desk.api('plant-a-manager', 'POST', `/venues/${desk.venue}/cash-withdrawals`, asked);

    const maker = await desk.signIn('clearing1', at('bank/payment-files'));
    await maker.getByRole('checkbox', { name: /250\.00/ }).check();
    await maker.getByRole('button', { name: 'Draft 1 payment(s)' }).click();
    expect(await confirmed(maker, 'Draft 1 payment(s)')).toContain('250.00 CNY');
    await maker.getByRole('button', { name: 'Release' }).click();
    expect(await confirmed(maker, 'Propose the release')).toContain('Proposed');

    const checker = await signedByTheOther(maker);
    await checker.goto(desk.address + at('bank/payment-files'), { waitUntil: 'commit' });
    await checker.getByRole('cell', { name: 'Released' }).waitFor();
    await expectAccessible(checker);
    const [file] = await Promise.all([
      checker.waitForEvent('download'),
      checker.getByRole('button', { name: 'Download' }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/^AIRSHED-.*\.xml$/);
    expect(await itemsOf(desk, 'plant-a', 'cash-withdrawals')).toMatchObject([
      { amount: '250.00', state: 'IN_TRANSIT' },
    ]);
    expect(desk.complaints).toEqual([]);
  });

  it('a statement with another digest is refused; one that does not foot is held with the difference in yuan', async () => {
    const { sha256, content } = csvStatement('operator-2', '2026-11-22', 100_000, [[777, 'thanks']]);
    const page = await desk.signIn('clearing1', at('bank/statements'));
    const upload = async (name: string, digest: string, text: string): Promise<void> => {
      await page
        .getByLabel('File of the bank')
        .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
      await page.getByLabel('SHA-256 as the bank told it').fill(digest);
      await page.getByRole('button', { name: 'Import' }).click();
    };
    const whole = Buffer.from(content, 'base64').toString();
    await upload('operator-2.csv', WRONG_DIGEST, whole);
    await page.locator('[data-code="banking.digest_mismatch"]').waitFor();
    await upload('operator-2.csv', sha256, whole);
    await page.getByText('1 line(s) imported: Staged').waitFor();

    const gap = csvStatement('operator-3', '2026-11-23', 900_000, [[1, 'x']]);
    await upload('operator-3.csv', gap.sha256, Buffer.from(gap.content, 'base64').toString());
    const difference = page.locator('[data-difference="banking.gap_to_previous_closing"]');
    await difference.getByText('8,000.00', { exact: true }).waitFor();
    expect(await difference.textContent()).toContain('Previous closing balance');
    await expectAccessible(page);
    const discards = page.getByRole('button', { name: 'Discard' });
    for (const name of ['operator-3', 'operator-2']) {
      await page.getByRole('row', { name }).getByRole('button', { name: 'Discard' }).click();
      await page.getByLabel('Note').fill('not what the bank meant');
      expect(await confirmed(page, 'Discard')).toContain(`${name}.csv is discarded`);
    }
    await discards.first().waitFor({ state: 'detached' });
    expect(desk.complaints).toEqual([]);
  });

  it('a halt is only proposed; a close names what it ends and wants the day typed; in Chinese and dark', async () => {
    const page = await desk.signIn('exchange', at('sessions'), { language: 'zh-CN', theme: 'dark' });
    const row = page.locator(`[data-symbol="${SYMBOL}"]`);
    await row.getByRole('button', { name: '停牌' }).click();
    await page.getByLabel('停牌原因').fill('价格异常');
    await page.getByRole('dialog').getByRole('button', { name: '提议停牌' }).click();
    await page.getByTestId('said').getByText('提议已提交').waitFor();
    await row.getByText('交易中').waitFor();
    const [{ proposalId }] = (await itemsOf<Made>(desk, 'approver', 'proposals?view=waiting')) as [Made];
    const why = { note: 'no reason to' };
    await desk.api('approver', 'POST', `/venues/${desk.venue}/proposals/${proposalId}/return`, why);

    await page.getByRole('button', { name: '收市' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('收市不可撤回', { exact: false }).waitFor();
    expect(await dialog.getByRole('button', { name: '收市' }).isEnabled()).toBe(false);
    await expectAccessible(page);
    expect(desk.complaints).toEqual([]);
  });

  it('a list that its filters leave empty says so, keeps what was refused at hand, and shows every row again', async () => {
    const page = await desk.signIn('clearing1', at('bank/deposits?cash-routes.title=nobody'));
    await page.getByRole('heading', { name: 'Nothing matches the filters' }).waitFor();
    await page.getByRole('button', { name: 'Show every row' }).click();
    await page.getByText(route.depositReference, { exact: true }).waitFor();
    expect(new URL(page.url()).search).toBe('');
    await page.goto(`${desk.address}${at('bank/deposits?cash-routes.payee=nobody')}`, {
      waitUntil: 'commit',
    });
    await page.getByText('Could not be loaded').waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByText(route.depositReference, { exact: true }).waitFor();
    expect(desk.complaints).toEqual([]);
  });

  it('a phone reads today and the settlement without scrolling sideways', async () => {
    const page = await desk.signIn('clearing2', at('settlement'), {
      width: 390,
      height: 844,
      language: 'zh-CN',
    });
    const tooWide = (): Promise<unknown> =>
      page.evaluate('document.documentElement.scrollWidth - innerWidth');
    await page.getByText('待交收成交').waitFor();
    expect(await tooWide()).toBe(0);
    await page.goto(desk.address + at('today'), { waitUntil: 'commit' });
    await page.getByTestId('verdict').waitFor();
    expect(await tooWide()).toBe(0);
    await expectAccessible(page);
    expect(desk.complaints).toEqual([]);
  });
});
