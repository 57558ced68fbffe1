import { CENTS, formatDecimal } from '../kernel/decimal.js';
import type { RuleKey, RulePack } from '../rules/index.js';

export interface Say {
  readonly zh: string;
  readonly en: string;
}
export type Language = keyof Say;

/** The key of a pack that a step follows. */
export interface RuleShown {
  readonly pack: string;
  readonly packHash: string;
  readonly key: string;
  readonly value: string;
  readonly unit: string;
  readonly legalBasis: string;
  readonly status: string;
}

/** One link of the chain behind a number. */
export interface Step {
  readonly what: Say;
  /** The reckoning itself, with its numbers. */
  readonly reckoning: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly rule?: RuleShown;
  /** How the exact value became the result. */
  readonly rounding?: Say;
  readonly result: string;
}

export interface Explanation {
  readonly subject: { readonly kind: 'order' | 'trade' | 'rejection' | 'balance'; readonly id: string };
  readonly steps: readonly Step[];
  /** Reckoned again now, every step gave the number that is written down. */
  readonly agrees: boolean;
}

/** A pack as a decision found it. */
export interface PackShown {
  readonly pack: RulePack;
  readonly packHash: string;
}

export interface Goods {
  readonly symbol: string;
  readonly unitScale: number;
  readonly tickFen: number;
}

export function money(fen: number): string {
  return signed(fen, CENTS);
}

export function units(quantity: number, { unitScale }: Pick<Goods, 'unitScale'>): string {
  return signed(quantity, unitScale);
}

/** `fen` in parts of ten thousand: what a percentage in basis points gives before it is rounded. */
export function exactMoney(fenBps: number): string {
  const [whole, rest] = [Math.floor(fenBps / 10_000), fenBps % 10_000];
  return `${money(whole)}${rest === 0 ? '' : String(rest).padStart(4, '0').replace(/0+$/, '')}`;
}

export function percent(bps: number): string {
  return `${formatDecimal(bps, 2).replace(/\.?0+$/, '')} %`;
}

export function ruleOf({ pack, packHash }: PackShown, key: RuleKey): RuleShown | undefined {
  const entry = pack.file.keys[key];
  if (entry === undefined) return undefined;
  const { value, unit, legalBasis, status } = entry;
  return { pack: pack.id, packHash, key, value: JSON.stringify(value), unit, legalBasis, status };
}

function signed(amount: number, scale: number): string {
  return `${amount < 0 ? '-' : ''}${formatDecimal(Math.abs(amount), scale)}`;
}
