/** Whole smallest units as the decimal text that people read: 6717 at two places is 67.17. */
export function fromUnits(units: string | number, scale: number): string {
  const text = String(units);
  if (!/^-?\d+$/.test(text) || scale === 0) return text;
  const digits = text.replace('-', '').padStart(scale + 1, '0');
  return `${text.startsWith('-') ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
