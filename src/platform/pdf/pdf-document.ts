import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a document is made of, from top to bottom. */
export type PdfPart =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [name: string, value: string])[] }
  | {
      readonly kind: 'table';
      /** Shares of the width; numbers stand to the right. */
      readonly columns: readonly {
        readonly title: string;
        readonly share: number;
        readonly isNumber?: boolean;
      }[];
      readonly rows: readonly (readonly string[])[];
    };

export interface PdfText {
  readonly title: string;
  readonly author: string;
  /** Milliseconds since 1970: the same text at the same instant is the same file, byte for byte. */
  readonly at: number;
  readonly parts: readonly PdfPart[];
  /** At the foot of every page, before its number. */
  readonly footer: string;
}

const FONT = join('assets', 'fonts', 'NotoSansSC-Regular-GB2312.ttf');
const MARGIN = 56;
const SIZE = { heading: 18, text: 10, footer: 8 };
const FOOT = 40;
type Doc = PDFKit.PDFDocument;
let font: Buffer | undefined;

/** A4 pages in Chinese and English with their font inside. A character that the font has not is printed as its number. */
export async function writePdf({ title, author, at, parts, footer }: PdfText): Promise<Buffer> {
  // A hundred files that nothing but a document needs.
  const { default: PDFDocument } = await import('pdfkit');
  const info = { Title: title, Author: author, CreationDate: new Date(at), ModDate: new Date(at) };
  font ??= readFileSync(fontFile());
  const doc = new PDFDocument({ size: 'A4', margin: MARGIN, bufferPages: true, info });
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => void chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
  doc.registerFont('body', font);
  doc.font('body').fontSize(SIZE.text);
  for (const part of parts) write(doc, part);
  numberPages(doc, footer);
  doc.end();
  return done;
}

function write(doc: Doc, part: PdfPart): void {
  switch (part.kind) {
    case 'heading':
      doc.fontSize(SIZE.heading).text(printable(doc, part.text)).fontSize(SIZE.text).moveDown();
      return;
    case 'paragraph':
      doc.text(printable(doc, part.text)).moveDown();
      return;
    case 'facts':
      return writeRows(doc, [0.38, 0.62], [], part.facts);
    case 'table':
      return writeTable(doc, part);
  }
}

function writeTable(doc: Doc, { columns, rows }: Extract<PdfPart, { kind: 'table' }>): void {
  const numbers = columns.flatMap(({ isNumber }, i) => (isNumber === true ? [i] : []));
  const titles = columns.map(({ title }) => title);
  writeRows(
    doc,
    columns.map(({ share }) => share),
    numbers,
    [titles, ...rows],
  );
}

/** Rows of cells side by side; a row that does not fit begins the next page. */
function writeRows(
  doc: Doc,
  shares: readonly number[],
  numbers: readonly number[],
  rows: readonly (readonly string[])[],
): void {
  const width = doc.page.width - 2 * MARGIN;
  const total = shares.reduce((sum, share) => sum + share, 0);
  const widths = shares.map((share) => (width * share) / total);
  for (const row of rows) {
    const cells = row.map((cell) => printable(doc, cell));
    const height = Math.max(...cells.map((cell, i) => doc.heightOfString(cell, { width: widths[i] - 6 })));
    if (doc.y + height > doc.page.height - MARGIN - FOOT) doc.addPage();
    const top = doc.y;
    let left = MARGIN;
    for (const [i, cell] of cells.entries()) {
      const align = numbers.includes(i) ? 'right' : 'left';
      doc.text(cell, left, top, { width: widths[i] - 6, align });
      left += widths[i];
    }
    doc.x = MARGIN;
    doc.y = top + height + 4;
  }
  doc.moveDown();
}

function numberPages(doc: Doc, footer: string): void {
  const { start, count } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page++) {
    doc.switchToPage(page);
    // Below the margin the writer would begin a page of its own.
    doc.page.margins.bottom = 0;
    const line = `${printable(doc, footer)}   ${page - start + 1}/${count}`;
    doc.fontSize(SIZE.footer).text(line, MARGIN, doc.page.height - FOOT, { lineBreak: false });
  }
}

interface Glyphs {
  readonly font: { hasGlyphForCodePoint(codePoint: number): boolean };
}

function printable(doc: Doc, text: string): string {
  const { font: glyphs } = (doc as unknown as { _font: Glyphs })._font;
  return [...text]
    .map((character) => {
      const codePoint = character.codePointAt(0)!;
      if (character === '\n' || glyphs.hasGlyphForCodePoint(codePoint)) return character;
      return `(U+${codePoint.toString(16).toUpperCase()})`;
    })
    .join('');
}

/** Beside the sources and beside what was compiled from them. */
function fontFile(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const file = join(folder, FONT);
    if (existsSync(file)) return file;
    if (folder === dirname(folder)) throw new Error(`the font ${FONT} is missing`);
  }
}
