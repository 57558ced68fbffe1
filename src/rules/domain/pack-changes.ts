import { canonical, type Json } from '../../kernel/json.js';
import type { PackFile } from './pack-schema.js';

export interface PackChange {
  /** A key, or a fact of the pack itself such as `effectiveFrom`. */
  readonly what: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** Of a changed key: which of its parts. */
  readonly parts?: readonly string[];
  readonly before?: Json;
  readonly after?: Json;
}

const FACTS = ['title', 'jurisdiction', 'instrumentClass', 'effectiveFrom', 'effectiveTo'] as const;

/** What a pack says differently from another, its facts first, then its keys in alphabetical order. */
export function packChanges(before: PackFile, after: PackFile): PackChange[] {
  const facts = FACTS.flatMap((fact) => changeOf(fact, before[fact] as Json, after[fact] as Json));
  const [old, now] = [before.keys, after.keys] as unknown as Record<string, Json | undefined>[];
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
  return [...facts, ...keys.flatMap((key) => changeOf(key, old[key], now[key]))];
}

function changeOf(what: string, before: Json | undefined, after: Json | undefined): PackChange[] {
  if (before === undefined) return after === undefined ? [] : [{ what, kind: 'added', after }];
  if (after === undefined) return [{ what, kind: 'removed', before }];
  if (canonical(before) === canonical(after)) return [];
  const parts = partsOf(before, after);
  return [{ what, kind: 'changed', ...(parts.length > 0 && { parts }), before, after }];
}

function partsOf(before: Json, after: Json): string[] {
  if (!isRecord(before) || !isRecord(after)) return [];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.filter((name) => textOf(before[name]) !== textOf(after[name])).sort();
}

function isRecord(value: Json): value is Readonly<Record<string, Json | undefined>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: Json | undefined): string {
  return value === undefined ? '' : canonical(value);
}
