import { httpRejections } from './rejections.js';

export interface CatalogueEntry {
  readonly status: number;
  readonly zh: string;
  readonly en: string;
}

export type ContextCatalogue = Readonly<Record<string, CatalogueEntry>>;

const catalogue = new Map<string, CatalogueEntry>();

/** Called once by each context's face; a code that two contexts claim stops the start. */
export function registerRejections(context: ContextCatalogue): void {
  for (const [code, entry] of Object.entries(context)) {
    const known = catalogue.get(code);
    if (known !== undefined && known !== entry) throw new Error(`two catalogues claim the code ${code}`);
    catalogue.set(code, entry);
  }
}

export function catalogueEntry(code: string): CatalogueEntry | undefined {
  return catalogue.get(code);
}

export function wholeCatalogue(): readonly (CatalogueEntry & { readonly code: string })[] {
  return [...catalogue]
    .map(([code, entry]) => ({ code, ...entry }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}

registerRejections(httpRejections);
