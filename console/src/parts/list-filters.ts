import { useWords } from '../words/define-words';
import { useAccounts, useInstruments } from './facts/names';
import type { FilterSpec } from './table-filters';
import { words } from './words';

/** One of these values, each said as the rows say it. */
export function wordFilter<Value extends string>(
  field: string,
  label: string,
  values: readonly Value[],
  said: (value: Value) => string,
): FilterSpec {
  return { field, label, options: values.map((value) => ({ value, label: said(value) })) };
}

/** The venue's days, both included, as `dayRange` of the service's doors reads them. */
export function useDayFilters(): readonly FilterSpec[] {
  const say = useWords(words);
  return [
    { field: 'from', label: say('table.from'), type: 'date' },
    { field: 'to', label: say('table.to'), type: 'date' },
  ];
}

/** One of the accounts that this person may see. */
export function useAccountFilter(field = 'accountId'): FilterSpec {
  const say = useWords(words);
  const options = useAccounts().map(({ accountId, title }) => ({ value: accountId, label: title }));
  return { field, label: say('table.account'), options };
}

export function useInstrumentFilter(): FilterSpec {
  const say = useWords(words);
  const options = useInstruments().map(({ symbol }) => ({ value: symbol, label: symbol }));
  return { field: 'symbol', label: say('table.instrument'), options };
}

/** Accounts whose title has this text in it. */
export function useTitleFilter(): FilterSpec {
  const say = useWords(words);
  return { field: 'title', label: say('table.title') };
}
