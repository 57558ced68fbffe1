/** What a payer writes so that money finds its account, and what we write so that a payment finds its withdrawal. */
export type ReferenceKind = 'account' | 'transfer';
export interface Reference {
  readonly kind: ReferenceKind;
  readonly no: number;
}

const LETTERS: Readonly<Record<ReferenceKind, string>> = { account: 'AV', transfer: 'AW' };
const DIGITS = 10;
const REFERENCE = /A([VW])(\d{2})(\d{10})(?!\d)/g;

/** `AV` + two check digits + ten digits: one changed or swapped digit names nothing (ISO 7064, mod 97-10). */
export function referenceOf(kind: ReferenceKind, no: number): string {
  return `${LETTERS[kind]}${checkDigits(kind, no)}${String(no).padStart(DIGITS, '0')}`;
}

/** The one reference in a text, blanks left out since banks wrap lines; undefined for none, a wrong one, or several. */
export function referenceIn(text: string): Reference | undefined {
  const named = new Map<string, Reference>();
  for (const [whole, letter, check, digits] of text.replace(/\s/g, '').matchAll(REFERENCE)) {
    const kind = letter === 'V' ? 'account' : 'transfer';
    const no = Number(digits);
    if (no >= 1 && checkDigits(kind, no) === check) named.set(whole, { kind, no });
    else return undefined;
  }
  return named.size === 1 ? [...named.values()][0] : undefined;
}

/** The letter is part of the sum (A = 10 … V = 31, W = 32): an account's reference never passes for a transfer's. */
function checkDigits(kind: ReferenceKind, no: number): string {
  const letter = kind === 'account' ? 31 : 32;
  // 10^10 mod 97 stands for the ten digits that follow the letter.
  const spoken = ((letter * (10_000_000_000 % 97)) % 97) + (no % 97);
  return String(98 - ((spoken * 100) % 97)).padStart(2, '0');
}
