import type { Told } from '../../api/told';

type Pack = Pick<
  Told<'RulePackWithKeys'>,
  'title' | 'jurisdiction' | 'instrumentClass' | 'effectiveFrom' | 'effectiveTo'
> & { readonly keys: object };
export type PackChange = Pick<Told<'RulePackChange'>, 'what' | 'kind' | 'before' | 'after'>;

const FACTS = ['title', 'jurisdiction', 'instrumentClass', 'effectiveFrom', 'effectiveTo'] as const;

/** Members in one order, so that equal things are equal texts. */
function text(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** What a pack says differently from another: facts of the pack first, then its rules in alphabetical order. */
export function packChanges(before: Pack, after: Pack): readonly PackChange[] {
  const [old, now] = [before.keys, after.keys] as Record<string, unknown>[];
  const keys = [...new Set([...Object.keys(old!), ...Object.keys(now!)])].sort();
  return [
    ...FACTS.flatMap((fact) => changeOf(fact, before[fact], after[fact])),
    ...keys.flatMap((key) => changeOf(key, old![key], now![key])),
  ];
}

function changeOf(what: string, before: unknown, after: unknown): readonly PackChange[] {
  if (before === undefined) return after === undefined ? [] : [{ what, kind: 'added', after }];
  if (after === undefined) return [{ what, kind: 'removed', before }];
  return text(before) === text(after) ? [] : [{ what, kind: 'changed', before, after }];
}
