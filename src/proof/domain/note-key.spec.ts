import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { newPrivatePem, SigningKey } from '../store/private-keys.js';
import { checkpointText, parseCheckpoint } from './checkpoint.js';
import { cosignedText, isSignedNote, judgeNote, keyIdOf, parseVkey, secondsOf, vkeyOf } from './note-key.js';
import { noteText, parseNote } from './signed-note.js';

/** The example of C2SP signed-note. */
const PUBLISHED_KEY = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const PUBLISHED_NOTE =
  'This is an example message.\n\n\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';
/** The example of C2SP tlog-checkpoint's cosignature, whose keys are not published: its form only. */
const PUBLISHED_CHECKPOINT =
  'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n' +
  '\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n' +
  '\u2014 witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n';

interface Frozen {
  readonly note: string;
  readonly keys: readonly string[];
}
const file = new URL('../../../test/vectors/checkpoint-v1.json', import.meta.url);
const frozen = JSON.parse(readFileSync(file, 'utf8')) as Frozen;

describe('a signed note', () => {
  it('published by C2SP is signed by the published key', () => {
    const key = parseVkey(PUBLISHED_KEY)!;
    expect(vkeyOf(key)).toBe(PUBLISHED_KEY);
    const note = parseNote(PUBLISHED_NOTE)!;
    expect([isSignedNote(note, [key]), noteText(note)]).toEqual([true, PUBLISHED_NOTE]);
    expect(isSignedNote({ ...note, text: 'This is another message.\n' }, [key])).toBe(false);
    expect(isSignedNote(note, [])).toBe(false);
  });

  it('may have lines of unknown keys, and none of a known key that do not fit', () => {
    const key = parseVkey(PUBLISHED_KEY)!;
    const note = parseNote(PUBLISHED_NOTE)!;
    const [good] = note.signatures;
    const stranger = { ...good!, name: 'example.com/bar' };
    const forged = { ...good!, signature: Buffer.alloc(64) };
    expect(isSignedNote({ ...note, signatures: [stranger, good!] }, [key])).toBe(true);
    expect(isSignedNote({ ...note, signatures: [good!, forged] }, [key])).toBe(false);
  });

  it.each([
    ['no signature', 'text\n\n'],
    ['no empty line', 'text\n\u2014 a AAAAAAAA\n'],
    ['a line of something else', `${PUBLISHED_NOTE}hello\n`],
    ['another dash', PUBLISHED_NOTE.replace('\u2014', '-')],
    ['a control character', PUBLISHED_NOTE.replace('an example', 'an\texample')],
    ['Base64 that is not canonical', PUBLISHED_NOTE.replace('aQM=', 'aQN=')],
    ['no last line break', PUBLISHED_NOTE.slice(0, -1)],
  ])('is none with %s', (_, text) => expect(parseNote(text)).toBeUndefined());

  it.each([
    '',
    'a+b',
    `${PUBLISHED_KEY}x`,
    PUBLISHED_KEY.replace('530d', '530e'),
    PUBLISHED_KEY.replace('foo', 'f o'),
  ])('is not verified by %s', (vkey) => expect(parseVkey(vkey)).toBeUndefined());
});

describe('a checkpoint', () => {
  it('published by C2SP is read and written the same', () => {
    const read = parseCheckpoint(PUBLISHED_CHECKPOINT)!;
    expect([read.origin, read.size]).toEqual(['example.com/behind-the-sofa', 20_852_163]);
    expect(checkpointText(read)).toBe(read.note.text);
    expect(noteText(read.note)).toBe(PUBLISHED_CHECKPOINT);
    // "Wed, 20 Mar 2023" is the instant in the specification's own example of a cosigned text.
    const [, cosignature] = read.note.signatures;
    expect(secondsOf(cosignature!.signature)).toBe(1_679_315_147n);
    expect(cosignedText(read.note.text, 1_679_315_147n).toString()).toBe(
      `cosignature/v1\ntime 1679315147\n${read.note.text}`,
    );
  });

  it.each([
    ['a size with a zero before it', '\n20852163\n', '\n020852163\n'],
    ['a size that is no safe integer', '\n20852163\n', '\n9007199254740993\n'],
    ['a root of another length', 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=', 'CsUYapGGPo4='],
    ['an empty origin', 'example.com/behind-the-sofa\n2', '\n2'],
  ])('is none with %s', (_, from, to) =>
    expect(parseCheckpoint(PUBLISHED_CHECKPOINT.replace(from, to))).toBeUndefined(),
  );

  it('frozen here is signed by all three kinds of key', () => {
    const keys = frozen.keys.map((vkey) => parseVkey(vkey)!);
    expect(keys.map(({ algorithm }) => algorithm)).toEqual(['ed25519', 'sm2', 'cosignature']);
    const { note } = parseCheckpoint(frozen.note)!;
    expect(judgeNote(note, keys).good.map(({ key }) => key.algorithm)).toEqual([
      'ed25519',
      'sm2',
      'cosignature',
    ]);
    for (const key of keys) {
      expect(isSignedNote(note, [key])).toBe(true);
      expect(isSignedNote({ ...note, text: note.text.replace('42', '43') }, [key])).toBe(false);
    }
  });
});

describe('a signing key', () => {
  it.each(['ed25519', 'sm2'] as const)('of %s signs what its public half verifies', (algorithm) => {
    const key = new SigningKey(algorithm, newPrivatePem(algorithm));
    const name = 'airshed.example/log';
    const text = checkpointText({ origin: name, size: 1, root: Buffer.alloc(32) });
    const noteKey = parseVkey(vkeyOf({ name, algorithm, publicKey: key.publicKey }))!;
    const signatures = [{ name, keyId: keyIdOf(noteKey), signature: key.sign(text) }];
    expect(isSignedNote({ text, signatures }, [noteKey])).toBe(true);
    expect(isSignedNote({ text: text.replace('1', '2'), signatures }, [noteKey])).toBe(false);
    const other = new SigningKey(algorithm, newPrivatePem(algorithm));
    expect(isSignedNote({ text, signatures }, [{ ...noteKey, publicKey: other.publicKey }])).toBe(false);
  });
});

// SM2 from the standard (GB/T 32918.2), in whole numbers: the judge of OpenSSL's SM2 above.
const P = 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn;
const [A, B] = [P - 3n, 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n];
const N = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;
type Point = readonly [bigint, bigint];
const G: Point = [
  0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
];
const mod = (x: bigint, m: bigint): bigint => ((x % m) + m) % m;
const power = (b: bigint, e: bigint, m: bigint): bigint => {
  let [result, base] = [1n, mod(b, m)];
  for (let left = e; left > 0n; left >>= 1n, base = (base * base) % m)
    if (left & 1n) result = (result * base) % m;
  return result;
};
const plus = (p: Point | undefined, q: Point | undefined): Point | undefined => {
  if (p === undefined) return q;
  if (q === undefined) return p;
  if (p[0] === q[0] && p[1] !== q[1]) return undefined;
  const [rise, run] = p[0] === q[0] ? [3n * p[0] * p[0] + A, 2n * p[1]] : [q[1] - p[1], q[0] - p[0]];
  const slope = mod(rise * power(run, P - 2n, P), P);
  const x = mod(slope * slope - p[0] - q[0], P);
  return [x, mod(slope * (p[0] - x) - p[1], P)];
};
const times = (k: bigint, point: Point): Point | undefined => {
  let [sum, base] = [undefined as Point | undefined, point as Point | undefined];
  for (let left = k; left > 0n; left >>= 1n, base = plus(base, base)) if (left & 1n) sum = plus(sum, base);
  return sum;
};
const wide = (x: bigint): Buffer => Buffer.from(x.toString(16).padStart(64, '0'), 'hex');
const whole = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`);
const sm3 = (...parts: Buffer[]): Buffer => createHash('sm3').update(Buffer.concat(parts)).digest();

function isSm2(key: Point, message: Buffer, userId: string, [r, s]: Point): boolean {
  const id = Buffer.from(userId);
  const size = Buffer.from([0, id.length * 8]);
  const z = sm3(size, id, ...[A, B, G[0], G[1], key[0], key[1]].map(wide));
  const point = plus(times(s, G), times(mod(r + s, N), key));
  return point !== undefined && mod(whole(sm3(z, message)) + point[0], N) === r;
}

/** Two integers of DER. */
function numbersOf(der: Buffer): Point {
  const first = der.subarray(4, 4 + der[3]!);
  return [whole(first), whole(der.subarray(4 + first.length + 2))];
}

describe('SM2', () => {
  it('as written here from the standard accepts the example of GM/T 0003.5', () => {
    const key: Point = [
      0x09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020n,
      0xccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13n,
    ];
    const signature: Point = [
      0xf5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3n,
      0xb1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aan,
    ];
    expect(isSm2(key, Buffer.from('message digest'), '1234567812345678', signature)).toBe(true);
    expect(isSm2(key, Buffer.from('message digesT'), '1234567812345678', signature)).toBe(false);
  });

  it('of a checkpoint is SM2 with the empty user id, as the page says', () => {
    const { note } = parseCheckpoint(frozen.note)!;
    const { publicKey } = parseVkey(frozen.keys[1]!)!;
    const key: Point = [whole(publicKey.subarray(1, 33)), whole(publicKey.subarray(33))];
    const signature = numbersOf(note.signatures[1]!.signature);
    expect(isSm2(key, Buffer.from(note.text), '', signature)).toBe(true);
    expect(isSm2(key, Buffer.from(note.text), '1234567812345678', signature)).toBe(false);
  });
});
