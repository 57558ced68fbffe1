import { describe, expect, it } from '@jest/globals';
import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  blinded,
  BundleCheck,
  hex,
  Hmac,
  isSm2Signed,
  leafHash,
  portableSha256,
  sm3,
} from '../../verifier/core/index.js';
import { holderBundle, journalBundle, type KeptBundle, tradedVenue } from './bundles.js';
import { TestKey } from './log-keeper.js';

interface Vectors {
  readonly blindingKey: string;
  readonly records: readonly { seq: number; line: string; entry: string; leaf: string }[];
}

const venue = tradedVenue();
const whole = journalBundle(venue);
const trusting = ({ keeper, kept }: KeptBundle) => ({
  keys: [keeper.key.vkey],
  witnesses: [keeper.witness.vkey],
  seen: [kept],
});

async function verified(lines: readonly Uint8Array[], brought = trusting(whole)) {
  const check = new BundleCheck(brought);
  for (const line of lines) check.take(line);
  return check.finish();
}

describe('a bundle of a whole journal', () => {
  it('is verified: chain, roots, log, signatures, witnesses, conservation, holdings', async () => {
    const report = await verified(whole.lines);
    expect(report.broken).toBeUndefined();
    expect(report).toMatchObject({ ok: true, isPinned: true, kind: 'journal', venue: 'demo' });
    expect(report.facts.lastSeq).toBe(venue.records.length);
    const looked = Object.fromEntries(report.verdicts.map(({ promise, checked }) => [promise, checked]));
    // Its day has no report: that is what end-to-end.spec.ts is about.
    expect(Object.entries(looked).filter(([, checked]) => checked === 0)).toEqual([['reports', 0]]);
    expect(looked).toMatchObject({ records: venue.records.length, supply: 1, holdings: 2, witnessed: 1 });
  });

  it('gives every title that the machine itself has', async () => {
    const check = new BundleCheck(trusting(whole));
    for (const line of whole.lines) check.take(line);
    await check.finish();
    const { titles } = check.bundle as unknown as { titles: { of(account: number, asset: number): number } };
    const all = [...venue.machine.ledger.all()];
    expect(all.filter(({ posted }) => posted !== 0).length).toBeGreaterThan(6);
    for (const { account, asset, posted } of all)
      expect([account, asset, titles.of(account, asset)]).toEqual([account, asset, posted]);
  });

  it('is consistent but vouched for by nobody when its reader names no key', async () => {
    expect(await verified(whole.lines, { keys: [], witnesses: [], seen: [] })).toMatchObject({
      ok: true,
      isPinned: false,
    });
  });

  it('is refused by a reader who trusts another key, and by one whose witness did not sign', async () => {
    const { origin } = whole.keeper;
    const keys = [new TestKey(origin).vkey];
    expect((await verified(whole.lines, { ...trusting(whole), keys })).broken).toMatchObject({
      promise: 'signed',
    });
    const witnesses = [new TestKey('other.example/w', 'witness').vkey];
    expect((await verified(whole.lines, { ...trusting(whole), witnesses })).broken).toMatchObject({
      promise: 'witnessed',
    });
  });
});

describe('the verifier alone', () => {
  it('blinds records as the frozen vectors do', () => {
    const { blindingKey, records } = JSON.parse(
      readFileSync('test/vectors/merkle-log-v1.json', 'utf8'),
    ) as Vectors;
    const hmac = new Hmac(Buffer.from(blindingKey, 'hex'));
    for (const { seq, line, entry, leaf } of records) {
      const own = blinded(hmac, seq, JSON.parse(line) as Record<string, unknown>);
      expect([hex(own), hex(leafHash(own))]).toEqual([entry, leaf]);
    }
    expect(records.length).toBeGreaterThan(3);
  });

  it('hashes as the platform does, SHA-256 and SM3, at every length around a block', () => {
    for (let length = 0; length < 200; length++) {
      const bytes = Buffer.alloc(length, length);
      expect(hex(portableSha256(bytes))).toBe(createHash('sha256').update(bytes).digest('hex'));
      expect(hex(sm3(bytes))).toBe(createHash('sm3').update(bytes).digest('hex'));
    }
  });

  it('takes SM2 signatures of the platform, and none that was changed', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'SM2' });
    // OpenSSL signs SM2 only with a key that was read from DER.
    const key = createPrivateKey({
      ...{ key: privateKey.export({ type: 'pkcs8', format: 'der' }), format: 'der', type: 'pkcs8' },
    } as const);
    const point = publicKey.export({ type: 'spki', format: 'der' }).subarray(-65);
    for (const text of ['', 'a', 'airshed.example/log/demo\n7\n']) {
      const signature = sign('sm3', Buffer.from(text), key);
      expect(isSm2Signed(point, Buffer.from(text), signature)).toBe(true);
      expect(isSm2Signed(point, Buffer.from(`${text}x`), signature)).toBe(false);
      const changed = Buffer.from(signature);
      changed[changed.length - 1] ^= 1;
      expect(isSm2Signed(point, Buffer.from(text), changed)).toBe(false);
    }
  });
});

describe('a holder’s bundle', () => {
  it('proves own records and own holdings, and shows nothing of others', async () => {
    const bundle = holderBundle(venue, venue.b, 'org_b');
    const report = await verified(bundle.lines, trusting(bundle));
    expect(report.broken).toBeUndefined();
    expect(report).toMatchObject({ ok: true, kind: 'holder', venue: 'demo' });
    expect(report.facts.holdings).toHaveLength(2);
    expect(report.facts.holdings[1]).toMatchObject({ account: venue.b, asset: venue.instrumentNo });
  });
});
