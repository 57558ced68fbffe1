import { inflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { type PdfPart, writePdf } from './pdf-document.js';

const write = (parts: readonly PdfPart[], at = 0): Promise<Buffer> =>
  writePdf({ title: 'Statement', author: 'Airshed', at, parts, footer: 'crt_1' });

/** The tables by which a reader turns glyphs back into text: what can be copied out of the document. */
function charactersIn(pdf: Buffer): string {
  const text = pdf.toString('latin1');
  const maps = [...text.matchAll(/stream\n([\s\S]*?)\nendstream/g)].flatMap(([, body]) => {
    try {
      const plain = inflateSync(Buffer.from(body, 'latin1')).toString('latin1');
      return plain.includes('beginbfrange') ? [plain] : [];
    } catch {
      return [];
    }
  });
  const codes = maps.flatMap((map) =>
    [...map.matchAll(/<([0-9a-f]{4})>/g)].map(([, hex]) => parseInt(hex, 16)),
  );
  return String.fromCharCode(...codes);
}
const pagesOf = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g)!.length;

describe('a document', () => {
  it('carries its font and both languages, and little of the font', async () => {
    const pdf = await write([
      { kind: 'heading', text: '持有证明 Certificate' },
      { kind: 'facts', facts: [['账户 Account', '甲电厂']] },
    ]);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.toString('latin1')).toMatch(/\/FontFile[23]/);
    for (const character of '持有证明甲电厂Certificate') expect(charactersIn(pdf)).toContain(character);
    expect(pdf.length).toBeLessThan(60_000);
  });

  it('of the same text at the same instant is the same file', async () => {
    const parts: PdfPart[] = [{ kind: 'paragraph', text: '相同' }];
    const first = await write(parts);
    expect((await write(parts)).equals(first)).toBe(true);
    expect((await write(parts, 1_000)).equals(first)).toBe(false);
  });

  it('prints what its font has not as a number', async () => {
    const pdf = await write([{ kind: 'paragraph', text: '𠮷' }]);
    for (const character of 'U+20BB7') expect(charactersIn(pdf)).toContain(character);
  });

  it('goes on over as many pages as its table needs', async () => {
    const columns = [
      { title: 'Day', share: 1 },
      { title: 'Quantity', share: 1, isNumber: true },
    ];
    const rows = Array.from({ length: 120 }, (_, i) => [`2026-11-${i}`, `${i}`]);
    expect(pagesOf(await write([{ kind: 'table', columns, rows }]))).toBe(4);
    expect(pagesOf(await write([{ kind: 'table', columns, rows: rows.slice(0, 5) }]))).toBe(1);
  });
});
