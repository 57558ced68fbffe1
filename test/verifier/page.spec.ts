import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { encodeRecord } from '../../src/audit/index.js';
import { whenPresent } from '../support/when.js';
import { journalBundle, tradedVenue } from './bundles.js';

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const browser = BROWSERS.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0);
const inBrowser = whenPresent(browser, 'the verifier’s page: no Chromium is on the PATH');

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' };

/** Drives the shipped page as a person would, then asks the modules about one record; tells what it saw. */
const HARNESS = `<!doctype html><iframe id="page" src="/verifier/web/index.html"></iframe><script type="module">
import { isEd25519Signed, portableEd25519, verifyInclusion } from '/verifier/core/index.js';
const seen = {};
try {
  const { keys, witnesses, record, key, text, signature } = await (await fetch('/case.json')).json();
  const frame = document.getElementById('page');
  await new Promise((then) => frame.contentDocument?.readyState === 'complete' && frame.contentDocument.forms.length > 0
    ? then() : frame.addEventListener('load', then));
  const page = frame.contentDocument;
  for (const name of ['whole', 'edited']) {
    const bytes = await (await fetch('/' + name + '.bundle')).blob();
    const chosen = new DataTransfer();
    chosen.items.add(new File([bytes], name + '.bundle'));
    page.getElementById('bundle').files = chosen.files;
    page.getElementById('keys').value = keys.join('\\n');
    page.getElementById('witnesses').value = witnesses.join('\\n');
    page.getElementById('report').dataset.state = '';
    page.getElementById('form').requestSubmit();
    const report = page.getElementById('report');
    while (['', 'busy'].includes(report.dataset.state)) await new Promise((then) => setTimeout(then, 20));
    seen[name] = { state: report.dataset.state, text: report.value };
  }
  seen.record = await verifyInclusion(record, { keys, witnesses });
  seen.changed = await verifyInclusion({ ...record, told: record.told.replace('"ok":true', '"ok":false') }, { keys });
  const [k, t, s] = [key, text, signature].map((hex) => Uint8Array.from(hex.match(/../g), (two) => parseInt(two, 16)));
  seen.ed25519 = [await isEd25519Signed(k, t, s), portableEd25519(k, t, s), portableEd25519(k, t.slice(1), s)];
} catch (error) {
  seen.error = String(error);
}
await fetch('/seen', { method: 'POST', body: JSON.stringify(seen) });
</script>`;

describe('the verifier in a browser', () => {
  const venue = tradedVenue();
  const { keeper, lines } = journalBundle(venue);
  const whole = lines.map((line) => `${line.toString()}\n`).join('');
  const profile = mkdtempSync(join(tmpdir(), 'airshed-page-'));
  let server: Server;
  let tell: (seen: Record<string, never>) => void;
  const seen = new Promise<Record<string, never>>((then) => (tell = then));
  let running: ReturnType<typeof spawn> | undefined;

  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.method === 'POST') {
        let body = '';
        request.on('data', (part: Buffer) => (body += part.toString()));
        request.on('end', () => {
          response.end();
          tell(JSON.parse(body) as Record<string, never>);
        });
        return;
      }
      const { type, body } = fileAt(request.url ?? '/');
      response.writeHead(body === undefined ? 404 : 200, { 'content-type': type }).end(body);
    }).listen(0, '127.0.0.1');
    await new Promise((then) => server.once('listening', then));
    if (browser === undefined) return;
    const { port } = server.address() as AddressInfo;
    const flags = [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      `--user-data-dir=${profile}`,
    ];
    running = spawn(browser, [...flags, `http://127.0.0.1:${port}/`], {
      stdio: 'ignore',
      detached: true,
    });
  });
  afterAll(async () => {
    if (running !== undefined && running.exitCode === null) {
      const gone = new Promise((then) => running!.once('exit', then));
      // With all of its family, which would go on writing into the profile.
      process.kill(-running.pid!, 'SIGKILL');
      await gone;
    }
    await new Promise((then) => server.close(then).closeAllConnections());
    rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  });

  function fileAt(url: string): { type: string; body: string | Buffer | undefined } {
    if (url === '/') return { type: 'text/html', body: HARNESS };
    if (url === '/whole.bundle') return { type: 'application/octet-stream', body: whole };
    if (url === '/edited.bundle')
      return { type: 'application/octet-stream', body: whole.replace('"price":7400', '"price":7401') };
    if (url === '/case.json') return { type: 'application/json', body: JSON.stringify(aCase()) };
    const path = normalize(url).replace(/^\/+/, '');
    const type = TYPES[extname(path)];
    const body = path.startsWith('verifier/') && type !== undefined ? readFileSync(path) : undefined;
    return { type: type ?? 'text/plain', body };
  }

  function aCase(): object {
    const seq = 5;
    const line = encodeRecord(venue.records[seq - 1]);
    const { told, events } = keeper.halves(seq, line);
    const checkpoint = keeper.checkpoint();
    const [, , , , signatureLine] = checkpoint.split('\n');
    const signature = Buffer.from(signatureLine.split(' ')[2], 'base64').subarray(4);
    return {
      ...{ keys: [keeper.key.vkey], witnesses: [keeper.witness.vkey] },
      ...{ key: keeper.key.publicKey.toString('hex'), signature: signature.toString('hex') },
      text: Buffer.from(`${checkpoint.split('\n').slice(0, 3).join('\n')}\n`).toString('hex'),
      record: {
        ...{ seq, index: seq - 1, size: keeper.size, told, checkpoint },
        leaf: keeper.leaf(seq - 1).toString('base64'),
        hashes: keeper.inclusion(seq - 1).map((hash) => Buffer.from(hash, 'hex').toString('base64')),
        toldSalt: keeper.salt(seq, 1).toString('base64'),
        eventsHash: events.toString('base64'),
      },
    };
  }

  inBrowser(
    'verifies a bundle and one record unchanged, and names the fault of an edited one in Chinese',
    async () => {
      const found = await seen;
      expect(found).not.toHaveProperty('error');
      expect(found.whole).toMatchObject({ state: 'ok', text: expect.stringContaining('全部承诺成立') });
      expect(found.edited).toMatchObject({
        state: 'broken',
        text: expect.stringContaining('的记录与其 Merkle 根不符'),
      });
      expect(found.record).toMatchObject({ ok: true, signedBy: [keeper.origin] });
      expect(found.changed).toMatchObject({ ok: false, broken: { fault: 'other_leaf' } });
      expect(found.ed25519).toEqual([true, true, false]);
    },
  );
});
