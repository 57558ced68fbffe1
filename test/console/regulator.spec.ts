import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { expect, it } from '@jest/globals';
import { SAFE } from '../support/custody-venue.js';
import { packWith } from '../support/market-world.js';
import { type ConsoleWorld, describeConsole, expectAccessible } from './console-world.js';

const SYMBOL = 'CEA-2026';
const STAMPED = 'the stamped file of the bureau';
const HASH = createHash('sha256').update(STAMPED).digest('hex');

interface Proposed {
  readonly proposalId: string;
  readonly payloadHash: string;
}

interface Account {
  readonly accountId: string;
  readonly title: string;
}

const accountOf = async (desk: ConsoleWorld, login: string): Promise<Account> =>
  (await desk.api<{ items: Account[] }>(login, 'GET', `/venues/${desk.venue}/accounts`)).items[0]!;

/** Proposed by one, signed by the bureau's approver. */
async function agreed(desk: ConsoleWorld, maker: string, path: string, body: object): Promise<void> {
  const at = `/venues/${desk.venue}`;
  const { proposalId, payloadHash } = await desk.api<Proposed>(maker, 'POST', `${at}/${path}`, body);
  await desk.api('approver', 'POST', `${at}/proposals/${proposalId}/approve`, { payloadHash });
}

async function createInstrument(desk: ConsoleWorld, symbol: string, rulePack = 'demo'): Promise<void> {
  await agreed(desk, 'issuer', 'instruments', {
    ...{ symbol, kind: 'carbon', pollutant: 'CO2', zone: 'CN', sector: '', vintage: 2026, unitName: 't' },
    ...{ unitScale: 0, tick: '0.01', lot: '1', rulePack, referencePrice: '74.63' },
  });
  await agreed(desk, 'issuer', `instruments/${symbol}/caps`, { year: 2026, quantity: '1000' });
}

/** The whole road of an allocation. */
async function given(
  desk: ConsoleWorld,
  { symbol, stage, accountId, quantity }: Record<'symbol' | 'stage' | 'accountId' | 'quantity', string>,
): Promise<string> {
  const batches = `/venues/${desk.venue}/allocation-batches`;
  const draft = { symbol, year: 2026, stage, fileHash: HASH, lines: [{ accountId, quantity }] };
  const { batchId } = await desk.api<{ batchId: string }>('issuer', 'POST', batches, draft);
  const batch = `${batches}/${batchId}`;
  await desk.api('issuer', 'POST', `${batch}/submit`, {});
  await desk.api('approver', 'POST', `${batch}/approve`, { fileHash: HASH });
  await desk.api('clearing1', 'POST', `${batch}/create`);
  await desk.api('clearing1', 'POST', `${batch}/distribute`);
  return batchId;
}

describeConsole('the desks of the regulator and of the auditor', (desk) => {
  const at = (screen: string): string => `/${desk.venue}/regulator/${screen}`;

  it('a table with a wrong row is shown with its fault, corrected, submitted and approved by another', async () => {
    const plant = await accountOf(desk, 'plant-a');
    const maker = await desk.signIn('issuer', at('batches/new'));
    const table = maker.getByLabel('or paste the table');
    await table.fill(`account,quantity\n"${plant.title}",70\nnobody,5`);
    await maker.getByText('There is no such account').waitFor();
    expect(await maker.getByRole('button', { name: 'Save as a draft' }).isEnabled()).toBe(false);
    await expectAccessible(maker);
    await table.fill(`account,quantity\n"${plant.title}",70`);
    await maker
      .getByLabel('Choose the stamped file')
      .setInputFiles({ name: 'stamped.pdf', mimeType: 'application/pdf', buffer: Buffer.from(STAMPED) });
    // Its hash is worked out in the browser, and is there when its name is.
    await maker.getByText('(stamped.pdf)').waitFor();
    await maker.getByRole('button', { name: 'Save as a draft' }).click();
    await maker.getByRole('button', { name: 'Submit…' }).click();
    await maker.getByRole('button', { name: 'Submit 70' }).click();
    await maker.getByText('Waits for approval', { exact: true }).waitFor();
    expect(await maker.getByTestId('maker-hash').textContent()).toContain(HASH);

    const checker = await desk.signIn('approver', new URL(maker.url()).pathname);
    expect(await checker.getByTestId('maker-hash').textContent()).toContain(HASH);
    await checker.getByRole('button', { name: 'Approve…' }).click();
    const dialog = checker.getByRole('dialog');
    await dialog
      .getByLabel('Choose the stamped file')
      .setInputFiles({ name: 'other.pdf', mimeType: 'application/pdf', buffer: Buffer.from('another') });
    await dialog.getByText('The hashes differ', { exact: false }).waitFor();
    await dialog.getByLabel('or paste its SHA-256').fill(HASH);
    await dialog.getByText('Both hashes are the same').waitFor();
    await expectAccessible(checker);
    await dialog.getByRole('button', { name: 'Approve 70' }).click();
    await checker.getByTestId('batch-state').getByText('Approved').waitFor();
    expect(desk.complaints).toEqual([]);
  });

  it('a proposal waits in the inbox with the hash that its maker saw, and is sent back with a reason', async () => {
    const plant = await accountOf(desk, 'plant-b');
    const { payloadHash } = await desk.api<{ payloadHash: string }>(
      'issuer',
      'POST',
      `/venues/${desk.venue}/accounts/${plant.accountId}/freeze`,
      { reason: 'an order of the court', authority: 'a court' },
    );

    const checker = await desk.signIn('approver', at('inbox'), { language: 'zh-CN', theme: 'dark' });
    await checker.getByRole('link', { name: '办理：审签提案，冻结账户' }).first().click();
    await checker.getByTestId('payload-hash').getByText(payloadHash).waitFor();
    await expectAccessible(checker);
    await checker.getByRole('button', { name: '退回…' }).click();
    await checker.getByLabel('退回原因').fill('文书编号未填');
    await checker.getByRole('button', { name: '退回提出人' }).click();
    await checker.getByTestId('decided').waitFor();

    const { state } = await desk.api<{ state: string }>(
      'issuer',
      'GET',
      `/venues/${desk.venue}/accounts/${plant.accountId}`,
    );
    expect(state).toBe('ACTIVE');
    expect(desk.complaints).toEqual([]);
  });

  it('a release of what was never frozen is refused in words', async () => {
    const page = await desk.signIn('issuer', at('freezes'));
    await page.getByRole('button', { name: 'Freeze serials…' }).click();
    await page.getByLabel('First serial').last().fill('900000001');
    await page.getByLabel('Last serial').last().fill('900000002');
    await page.getByLabel('Reason (journalled').fill('never born');
    await page.getByRole('button', { name: 'Propose the freeze' }).click();
    await page.locator('[data-code="custody.no_such_serials"]').waitFor();
    await expectAccessible(page);
  });

  it('a symbol that is taken is refused, a cap is proposed, and the list of instruments is taken along', async () => {
    const page = await desk.signIn('issuer', at('instruments/new'));
    await page.getByLabel('Fill in like an instrument there is').click();
    await page.getByTitle(SYMBOL, { exact: true }).click();
    await page.getByLabel('Symbol', { exact: true }).fill(SYMBOL);
    await page.getByRole('button', { name: 'New instrument…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason (journalled').fill('for the year to come');
    await dialog.getByRole('button', { name: 'Propose the instrument' }).click();
    await dialog.locator('[data-code="registry.symbol_taken"]').waitFor();
    await expectAccessible(page);

    await page.goto(`${desk.address}${at(`instruments/${SYMBOL}`)}`);
    await page.getByRole('button', { name: 'Set a cap…' }).click();
    await dialog.getByLabel('Year', { exact: true }).fill('2031');
    await dialog.getByLabel('Cap of the year (t)').fill('1,000');
    await dialog.getByLabel('Reason (journalled').fill('as the ministry has published');
    await dialog.getByRole('button', { name: 'Propose the cap 1,000' }).click();
    const proposed = page.getByTestId('proposed');
    await proposed.waitFor();
    const proposal = (await proposed.getByRole('link').getAttribute('href'))!.split('/').at(-1)!;
    await desk.api('issuer', 'POST', `/venues/${desk.venue}/proposals/${proposal}/withdraw`);

    await page.goto(`${desk.address}${at('instruments?instruments.kind=carbon')}`);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('airshed-instruments.csv');
    const lines = (await buffer(await file.createReadStream())).toString().trimEnd().split('\r\n');
    expect(lines[0]).toMatch(/^\uFEFFinstrument id,instrument,kind,/);
    expect(lines.slice(1).map((line) => line.split(',')[2])).toEqual(lines.slice(1).map(() => 'carbon'));
    expect(lines.join()).toContain(SYMBOL);
    expect(desk.complaints).toEqual([]);
  });

  it('what a later result asks back is handed back by two of the plant and one of the bureau', async () => {
    const at = `/venues/${desk.venue}`;
    const symbol = 'BACK-2026';
    const { accountId, title } = await accountOf(desk, 'plant-a');
    await createInstrument(desk, symbol);
    const batchId = await given(desk, { symbol, stage: 'PRE', accountId, quantity: '300' });
    await given(desk, { symbol, stage: 'FINAL', accountId, quantity: '200' });

    const page = await desk.signIn('plant-a', `/${desk.venue}/registry/batches/${batchId}`);
    await page.getByRole('button', { name: `Hand back… ${title}` }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Quantity').fill('101');
    await dialog.getByLabel('Reason (journalled').fill('by the verified result');
    await dialog.getByRole('button', { name: 'Propose 101' }).click();
    await dialog.locator('[data-code="registry.not_owed"]').waitFor();
    await dialog.getByLabel('Quantity').fill('100');
    await dialog.getByRole('button', { name: 'Propose 100' }).click();
    await page.getByTestId('proposed').waitFor();
    await expectAccessible(page);

    const screen = (await page.getByTestId('proposed').getByRole('link').getAttribute('href'))!;
    const manager = await desk.signIn('plant-a-manager', screen);
    await manager.getByRole('button', { name: 'Approve…' }).click();
    await manager.getByRole('dialog').getByRole('button', { name: 'Sign' }).click();
    await manager.getByTestId('decided').waitFor();
    await manager.goto(`${desk.address}/${desk.venue}/registry/notices`);
    const notice = manager.getByRole('row', { name: 'An allocation was adjusted' });
    await notice.getByRole('button', { name: 'Acknowledge' }).click();
    await notice.getByRole('button', { name: 'Acknowledge' }).waitFor({ state: 'detached' });
    await expectAccessible(manager);
    const proposal = `${at}/proposals/${screen.split('/').at(-1)!}`;
    const { payloadHash } = await desk.api<Proposed>('approver', 'GET', proposal);
    await desk.api('approver', 'POST', `${proposal}/approve`, { payloadHash });
    const { lines } = await desk.api<{ lines: object[] }>(
      'plant-a',
      'GET',
      `${at}/allocation-batches/${batchId}`,
    );
    expect(lines).toEqual([expect.objectContaining({ quantity: '300', owed: '0' })]);
    expect(desk.complaints).toEqual([]);
  });

  it('a transfer says that it will wait before it is sent, waits, and is called off; an account is trusted from a day on', async () => {
    const symbol = 'WAIT-2026';
    const pack = packWith(SAFE, 'demo');
    await agreed(desk, 'exchange', 'rule-packs', { pack: { ...pack, pack: 'waits' } });
    await createInstrument(desk, symbol, 'waits');
    const { accountId } = await accountOf(desk, 'plant-a');
    const { accountId: other } = await accountOf(desk, 'plant-b');
    await given(desk, { symbol, stage: 'PRE', accountId, quantity: '300' });

    const own = `/${desk.venue}/registry/transfers`;
    const page = await desk.signIn('plant-a', `${own}/new`);
    await page.getByRole('combobox', { name: 'Instrument' }).click();
    await page.locator('.ant-select-item-option', { hasText: symbol }).click();
    await page.getByRole('combobox', { name: 'To account' }).fill(other);
    await page.getByLabel('Quantity').fill('301');
    await page.locator('[data-code="registry.insufficient_units"]').waitFor();
    await page.getByLabel('Quantity').fill('300');
    await page.getByTestId('forecast').getByText('not on your list').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Propose the transfer…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason (journalled').fill('sold outside the market');
    await dialog.getByRole('button', { name: 'Propose to move 300' }).click();
    const link = page.getByTestId('proposed').getByRole('link');
    const proposal = `/venues/${desk.venue}/proposals/${(await link.getAttribute('href'))!.split('/').at(-1)!}`;
    const { payloadHash } = await desk.api<Proposed>('plant-a-manager', 'GET', proposal);
    await desk.api('plant-a-manager', 'POST', `${proposal}/approve`, { payloadHash });

    const manager = await desk.signIn('plant-a-manager', own, { language: 'zh-CN', theme: 'dark' });
    const waiting = manager.getByRole('row', { name: symbol }).filter({ hasText: '等待执行' });
    await waiting.getByRole('button', { name: '撤回…' }).click();
    await manager.getByLabel('撤回理由').fill('并非本单位意愿');
    await manager.getByRole('button', { name: '撤回 300' }).click();
    await manager.getByTestId('said').waitFor();

    await page.goto(`${desk.address}${own}/trusted`);
    await page.getByRole('button', { name: 'Trust an account…' }).click();
    await dialog.getByLabel('Trusted account (id)').fill(accountId);
    await dialog.locator('[data-code="registry.same_account"]').waitFor();
    await dialog.getByLabel('Trusted account (id)').fill(other);
    await dialog.getByTestId('trust-forecast').getByText('trusted from').waitFor();
    expect(desk.complaints).toEqual([]);
  });

  it('the auditor follows a line of the trail to its proof, verified in the browser, and can do nothing', async () => {
    const page = await desk.signIn('auditor', `/${desk.venue}/auditor/trail?trail.verb=InstrumentCreated`);
    await page
      .getByRole('button', { name: /^Details: / })
      // The oldest: a record is under a signed checkpoint some seconds after it was written.
      .last()
      .click();
    await page.locator('[data-proof="verified"]').waitFor();
    expect(await page.getByRole('dialog').textContent()).toContain('The record itself');
    await expectAccessible(page);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.keyboard.press('Escape').then(() => page.getByRole('button', { name: 'Export CSV' }).click()),
    ]);
    expect(file.suggestedFilename()).toBe('airshed-trail.csv');

    const { items } = await desk.api<{ items: { batchId: string }[] }>(
      'auditor',
      'GET',
      `/venues/${desk.venue}/allocation-batches`,
    );
    await page.goto(`${desk.address}/${desk.venue}/auditor/batches/${items[0]!.batchId}`);
    await page.getByTestId('maker-hash').waitFor();
    expect(await page.getByRole('button', { name: /…$/ }).count()).toBe(0);
    expect(desk.complaints).toEqual([]);
  });

  it('a phone reads the watch without scrolling sideways', async () => {
    const page = await desk.signIn('approver', at('watch'), { width: 390, height: 844, language: 'zh-CN' });
    await page.getByTestId('watch').getByText(SYMBOL).waitFor();
    const { wide, window } = (await page.evaluate(
      '({ wide: document.documentElement.scrollWidth, window: innerWidth })',
    )) as { wide: number; window: number };
    expect(wide).toBeLessThanOrEqual(window);
    await expectAccessible(page);
  });
});
