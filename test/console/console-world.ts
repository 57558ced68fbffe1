import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, expect, jest } from '@jest/globals';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { describeWhenPresent } from '../support/when.js';

interface World {
  /** Why there is no browser; nothing else is then here. */
  readonly skipped?: string;
  readonly address: string;
  readonly venue: string;
  readonly browser: string;
  readonly people: readonly { readonly login: string; readonly password: string }[];
}

export interface PageOptions {
  readonly language?: 'zh-CN' | 'en';
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
}

/** Long, because the machine may be busy; nothing is slower for it when it is not. */
const WAIT_MS_MAX = 40_000;
const TEST_MS_MAX = 150_000;
/** From set-up.mjs; without it nothing is skipped, the specs fail to load. */
const world = JSON.parse(process.env['AIRSHED_CONSOLE']!) as World;
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** One sign-in a person for a whole spec file: sign-ins are scarce on purpose. */
const cookies = new Map<string, { name: string; value: string }>();

/**
 * A describe whose tests have the service and a browser, or are skipped with the reason in their name. Pages are closed
 * after each test, unless the tests are one walk (`isOneWalk`) on a page that they share.
 */
export function describeConsole(
  name: string,
  tests: (desk: ConsoleWorld) => void,
  { isOneWalk = false } = {},
): void {
  describeWhenPresent(world.skipped === undefined, `${name}: ${world.skipped}`)(name, () => {
    jest.setTimeout(TEST_MS_MAX);
    const desk = new ConsoleWorld();
    beforeAll(() => desk.open());
    // A page that stays open goes on listening to the market.
    if (!isOneWalk) afterEach(() => desk.closePages());
    afterAll(() => desk.close());
    tests(desk);
  });
}

export class ConsoleWorld {
  readonly address = world.address;
  readonly venue = world.venue;
  private browser!: Browser;
  private readonly contexts: BrowserContext[] = [];
  /** What pages complained about: policy violations and errors nobody caught. */
  readonly complaints: string[] = [];

  async open(): Promise<void> {
    this.browser = await chromium.connect(world.browser);
  }

  async closePages(): Promise<void> {
    for (const context of this.contexts.splice(0)) await context.close();
    this.complaints.splice(0);
  }

  async close(): Promise<void> {
    await this.browser?.close();
  }

  /** A page of a stranger, at `path`. */
  async visit(path: string, options: PageOptions = {}): Promise<Page> {
    return this.pageIn(await this.context(options), path);
  }

  /** A page at `path` of somebody who is signed in. */
  async signIn(login: string, path = '/', options: PageOptions = {}): Promise<Page> {
    const context = await this.context(options);
    const { name, value } = await this.cookieOf(login);
    await context.addCookies([{ name, value, url: world.address, httpOnly: true, sameSite: 'Strict' }]);
    return this.pageIn(context, path);
  }

  /** Asks the API as somebody, around the console: to prepare what a screen should show, or see what it did. */
  async api<T>(login: string, method: string, path: string, body?: object): Promise<T> {
    const { name, value } = await this.cookieOf(login);
    const response = await fetch(`${world.address}/api/v1${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        'idempotency-key': crypto.randomUUID(),
        cookie: `${name}=${value}`,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${login} ${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  passwordOf(login: string): string {
    return world.people.find((person) => person.login === login)!.password;
  }

  private async context({
    language = 'en',
    theme = 'light',
    width = 1280,
    height = 900,
  }: PageOptions): Promise<BrowserContext> {
    const context = await this.browser.newContext({
      viewport: { width, height },
      colorScheme: theme,
      reducedMotion: 'reduce',
      acceptDownloads: true,
    });
    context.setDefaultTimeout(WAIT_MS_MAX);
    await context.addInitScript(
      `localStorage.getItem('airshed.language') ?? localStorage.setItem('airshed.language', '${language}')`,
    );
    this.contexts.push(context);
    return context;
  }

  private async pageIn(context: BrowserContext, path: string): Promise<Page> {
    const page = await context.newPage();
    page.on('console', (message) => {
      if (/Content.Security.Policy/i.test(message.text())) this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('request', (request) => {
      const url = request.url();
      if (!/^(data:|blob:|http:\/\/127\.0\.0\.1:)/.test(url))
        this.complaints.push(`asked another house: ${url}`);
    });
    await page.goto(world.address + path, { waitUntil: 'commit' });
    await page.locator('#console > *').first().waitFor();
    return page;
  }

  private async cookieOf(login: string): Promise<{ name: string; value: string }> {
    let cookie = cookies.get(login);
    if (cookie === undefined) {
      const response = await fetch(`${world.address}/api/v1/sessions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ login, password: this.passwordOf(login) }),
      });
      if (!response.ok) throw new Error(`${login} could not sign in: ${response.status}`);
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(response.headers.get('set-cookie') ?? '')!;
      cookie = { name: name!, value: value! };
      cookies.set(login, cookie);
    }
    return cookie;
  }
}

/** What axe holds to be serious or critical on a page; each as `rule: where`. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // Through the debugger, where the page's own policy has no say.
  await page.evaluate(AXE);
  const violations = await page.evaluate(
    async () =>
      (
        await (
          globalThis as unknown as {
            axe: {
              run(options: object): Promise<{
                violations: {
                  id: string;
                  impact: string;
                  nodes: { target: unknown[]; failureSummary: string }[];
                }[];
              }>;
            };
          }
        ).axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
      ).violations,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} — ${failureSummary}`),
    );
}

export async function expectAccessible(page: Page): Promise<void> {
  expect(await seriousFindings(page)).toEqual([]);
}
