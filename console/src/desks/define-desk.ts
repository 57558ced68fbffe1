import type { ComponentType } from 'react';
import { defineWords, type Words } from '../words/define-words';

/** Who may see a screen: everybody, whoever is signed in, or whoever has one of these powers. */
export type Openness = 'public' | 'signed-in' | readonly string[];

export interface ScreenSpec<Key extends string = string> {
  /** Below `/:venue/<desk>/`; may have parameters: `orders/:orderId`. */
  readonly path: string;
  readonly power: Openness;
  /** The word of its menu entry; a screen without one is reached from another. */
  readonly menu?: Key;
  /** A chunk of its own: `() => import('./orders-screen')`, whose default export is the component. */
  readonly load: () => Promise<{ readonly default: ComponentType }>;
}

export interface Desk {
  readonly key: string;
  /** Place in the menu. */
  readonly order: number;
  readonly words: Words<string>;
  readonly screens: readonly ScreenSpec[];
}

/** A desk: `desks/<key>/desk.ts` exports it as default, and the shell finds it there. `title` and menu words are its own. */
export function defineDesk<
  const Zh extends Readonly<Record<string, string>> & { readonly title: string },
>(desk: {
  readonly key: string;
  readonly order: number;
  readonly words: { readonly zh: Zh; readonly en: Readonly<Record<keyof Zh, string>> };
  readonly screens: readonly ScreenSpec<keyof Zh & string>[];
}): Desk {
  const words = defineWords(`desk.${desk.key}`, desk.words);
  return { ...desk, words: words as Words<string>, screens: desk.screens as readonly ScreenSpec[] };
}
