import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { describeConsole } from './console-world.js';

const FIRST_LOAD_BYTES_MAX = 400 * 1_024;

describeConsole('what the service serves of the console', (desk) => {
  it('keeps pages out of caches, under a policy with a nonce of their own, and files in them for ever', async () => {
    const pages = await Promise.all(
      [1, 2].map(() => fetch(desk.address, { headers: { accept: 'text/html' } })),
    );
    const policies = pages.map(({ headers }) => headers.get('content-security-policy')!);
    expect(new Set(policies).size).toBe(2);
    for (const policy of policies) {
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).not.toMatch(/unsafe/);
    }
    expect(pages[0]!.headers.get('cache-control')).toBe('no-store');
    const html = await pages[0]!.text();
    expect(html).not.toContain('__CSP_NONCE__');
    expect(html.match(/<script(?![^>]*\bsrc=)/)).toBeNull();
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(html)![1]!;
    for (const [encoding, named] of [
      ['br', 'br'],
      ['gzip', 'gzip'],
      ['identity', null],
    ] as const) {
      const { headers, status } = await fetch(desk.address + script, {
        headers: { 'accept-encoding': encoding },
      });
      expect([status, headers.get('content-encoding')]).toEqual([200, named]);
      expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(headers.get('content-type')).toContain('javascript');
    }
  });

  it('the first look at the trading desk costs at most 400 kB of script', async () => {
    const page = await desk.visit('/');
    const scripts = new Map<string, number>();
    const cold = await page.context().newPage();
    cold.on('response', (response) => {
      if (!response.url().endsWith('.js')) return;
      scripts.set(response.url(), Number(response.headers()['content-length']));
    });
    await cold.goto(`${desk.address}/${desk.venue}/trading/market`);
    await cold.locator('.market .canvas, .market .chart .state').first().waitFor();
    const sum = [...scripts.values()].reduce((total, bytes) => total + bytes, 0);
    expect(scripts.size).toBeGreaterThan(1);
    expect(sum).toBeGreaterThan(50_000);
    expect(sum).toBeLessThanOrEqual(FIRST_LOAD_BYTES_MAX);
  });

  it('the console is compiled against the doors that the service describes today (npm run console:types)', async () => {
    const { typesOf } = (await import('../../scripts/openapi.mjs')) as {
      typesOf(document: object): Promise<string>;
    };
    const types = await typesOf(
      (await (await fetch(`${desk.address}/api/v1/openapi.json`)).json()) as object,
    );
    const compiled = readFileSync(join('console', 'src', 'api', 'generated', 'schema.d.ts'), 'utf8');
    expect(compiled === types).toBe(true);
  });
});
