import { createHash } from 'node:crypto';
import { BundleLines } from '../../src/bundle/bundle-lines.js';
import type { Dice } from '../simulation/dice.js';

/** Numbers and texts that are not what they seem. */
export const ODD: readonly string[] = [
  ...['-1', '-0', '0.5', '1e3', '1E400', '9007199254740992', '9007199254740993', '18446744073709551615'],
  ...[
    '"1"',
    '"0x1"',
    'null',
    'true',
    '[]',
    '[1]',
    '{}',
    '{"length":32}',
    '""',
    '"\\u0000"',
    '01',
    '"__proto__"',
  ],
];

/** A number or a text, and almost this one. */
export function near(value: string, dice: Dice): string {
  if (/^-?\d+$/.test(value)) return String(Number(value) + dice.one([-1, 1, 2, 256, -256, 2 ** 32]));
  const at = 1 + dice.pick(Math.max(value.length - 2, 1));
  return `${value.slice(0, at)}${dice.one(['0', 'a', 'f', 'A', '+', '='])}${value.slice(at + 1)}`;
}

/** The same line in other bytes. */
export function otherTexts(line: Buffer): (() => Buffer)[] {
  const text = line.toString();
  return [
    () => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), line]),
    () => Buffer.from(`${text}\r`),
    () => Buffer.from(`${text} `),
    () => Buffer.from(text.replace('{', '{ ')),
    () =>
      Buffer.from(
        text.replace(/"([a-z])/, (_, letter: string) => `"\\u00${letter.charCodeAt(0).toString(16)}`),
      ),
    () => Buffer.from(text.replace(/[0-9a-f]{64}/, (hex) => hex.toUpperCase())),
    () => Buffer.from(text.replace('{', '{"":0,')),
    () => Buffer.from(text.replace(/}$/, ',"seq":1}')),
    () => Buffer.concat([line.subarray(0, -1), Buffer.from([0xc3, 0x28]), Buffer.from('}')]),
    () => Buffer.from(`[${text}]`),
    () => Buffer.from(text.replace(/:(\d+)/, ':$1.0')),
  ];
}

/** A line in the order of the canonical form, whatever its numbers are. */
export function canonicalLine(value: object): Buffer {
  return Buffer.from(JSON.stringify(inOrder(value)));
}

/** Keys in the order of the canonical form; numbers of any kind stay what they are. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, inOrder(member)]));
}

/** Computes the last line anew, so that it fits whatever stands before it. */
export function sealed(lines: readonly Buffer[]): readonly Buffer[] {
  const writer = new BundleLines();
  const body = lines.slice(0, -1);
  const end = JSON.parse(writer.end().toString()) as { digest: string };
  let [records, batches, head] = [0, 0, ''];
  for (const line of body) {
    const text = line.toString();
    if (!text.startsWith('{"#":')) {
      records += 1;
      continue;
    }
    end.digest = nextDigest(end.digest, line);
    const kind = /^\{"#":"([a-z-]+)"/.exec(text)?.[1];
    if (kind === 'record') records += 1;
    if (kind !== 'batch') continue;
    batches += 1;
    head = /"hash":"([0-9a-f]{64})"/.exec(text)?.[1] ?? head;
  }
  const journal = batches === 0 ? {} : { batches, head };
  return [...body, canonicalLine({ '#': 'end', ...journal, digest: end.digest, records })];
}

function nextDigest(digest: string, line: Buffer): string {
  return createHash('sha256').update(Buffer.from(digest, 'hex')).update(line).digest('hex');
}

/** What a bundle says: every line but the names of keys, which its reader brings, and the last. */
export function claimsOf(lines: readonly Buffer[], signers: readonly string[]): string[] {
  return lines.flatMap((line) => {
    const text = line.toString('latin1');
    if (text.startsWith('{"#":"end"')) return [];
    if (text.startsWith('{"#":"checkpoint"')) return [signedBy(signers, text)];
    return [
      text.startsWith('{"#":"airshed-bundle"') ? text.replace(/"(keys|witnesses)":\[[^\]]*\]/g, '') : text,
    ];
  });
}

/** Without the signatures of keys that the reader does not know: it passes over those (C2SP signed-note). */
function signedBy(signers: readonly string[], checkpoint: string): string {
  const dash = Buffer.from('—').toString('latin1');
  return checkpoint.replaceAll(
    new RegExp(`${dash} ([^ \\\\]*) ([A-Za-z0-9+/=]+)\\\\n`, 'g'),
    (line, name: string, signature: string) =>
      signers.includes(`${name}+${Buffer.from(signature, 'base64').toString('hex', 0, 4)}`) ? line : '',
  );
}

/** A tree of eight leaves by the book, but that one leaf is negative. */
export function falseTree(
  account: number,
  asset: number,
  amount: number,
  hidden: number,
): { root: string; pieces: object[] } {
  const salt = (no: number): Uint8Array => createHash('sha256').update(`salt ${no}`).digest();
  const amounts = [amount, 0, 0, 0, hidden, 0, 0, 0, -hidden, 0, 0, 0, 0, 0, 0, 0];
  const levels = [
    amounts.map((sum, no) => {
      const holder = account + Math.floor(no / 4);
      const facts = [holder, asset, no % 4, sum].map(u64);
      return { hash: sha256(Buffer.of(0x10), salt(no), ...facts), sum };
    }),
  ];
  for (let level = levels[0]; level.length > 1; levels.push(level))
    level = level.flatMap((left, at) => {
      const right = level[at + 1];
      if (at % 2 === 1) return [];
      return [
        {
          hash: sha256(Buffer.of(0x11), left.hash, u64(left.sum), right.hash, u64(right.sum)),
          sum: left.sum + right.sum,
        },
      ];
    });
  const pieces = [0, 1, 2, 3].map((piece) => ({
    ...{ piece, index: piece, amount: amounts[piece], salt: Buffer.from(salt(piece)).toString('hex') },
    path: levels.slice(0, -1).map((level, height) => {
      const { hash, sum } = level[(piece >> height) ^ 1];
      return { hash: hash.toString('hex'), sum };
    }),
  }));
  return { root: levels.at(-1)![0].hash.toString('hex'), pieces };
}

function sha256(...parts: readonly Uint8Array[]): Buffer {
  return createHash('sha256').update(Buffer.concat(parts)).digest();
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt.asUintN(64, BigInt(value)));
  return bytes;
}
