/** One signature line of a note. */
export interface NoteSignature {
  readonly name: string;
  readonly keyId: number;
  readonly signature: Buffer;
}

/** C2SP signed-note: text, an empty line, signatures. */
export interface SignedNote {
  /** With its last line break. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const DASH = '\u2014 ';
const KEY_ID_BYTES = 4;
/** A key's name has no blank of any kind and no plus. */
const KEY_NAME = /^[^\s+]+$/u;

const CONTROLS = /[\u0000-\u0009\u000b-\u001f]/;

export function signatureLine({ name, keyId, signature }: NoteSignature): string {
  const id = Buffer.alloc(KEY_ID_BYTES);
  id.writeUInt32BE(keyId);
  return `${DASH}${name} ${Buffer.concat([id, signature]).toString('base64')}\n`;
}

export function noteText({ text, signatures }: SignedNote): string {
  return `${text}\n${signatures.map(signatureLine).join('')}`;
}

/** Undefined when the text is not a note: one malformed line spoils all of it. */
export function parseNote(whole: string): SignedNote | undefined {
  if (CONTROLS.test(whole) || Buffer.from(whole).toString() !== whole) return undefined;
  const gap = whole.lastIndexOf('\n\n');
  if (gap < 0 || !whole.endsWith('\n')) return undefined;
  const lines = whole.slice(gap + 2, -1).split('\n');
  const signatures = lines.map(parseSignatureLine);
  if (!signatures.every((one) => one !== undefined)) return undefined;
  return { text: whole.slice(0, gap + 1), signatures };
}

export function parseSignatureLine(line: string): NoteSignature | undefined {
  if (!line.startsWith(DASH)) return undefined;
  const [name = '', encoded = '', ...more] = line.slice(DASH.length).split(' ');
  const bytes = base64Of(encoded);
  if (more.length > 0 || !isKeyName(name) || bytes === undefined || bytes.length <= KEY_ID_BYTES)
    return undefined;
  return { name, keyId: bytes.readUInt32BE(), signature: bytes.subarray(KEY_ID_BYTES) };
}

export function isKeyName(name: string): boolean {
  return KEY_NAME.test(name);
}

/** Standard Base64 with padding, in its one canonical form. */
export function base64Of(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
