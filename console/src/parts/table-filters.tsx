import { Button, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useWords } from '../words/define-words';
import { SavedViewsMenu } from './saved-views-menu';
import { words } from './words';

export interface FilterSpec {
  /** As the door names it. */
  readonly field: string;
  readonly label: string;
  /** A choice of words; free text without. */
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  /** What is shown while nothing is chosen; "all" without it. */
  readonly none?: string;
  readonly type?: 'text' | 'date' | 'number';
}

export interface TableFiltersProps {
  readonly table: string;
  readonly specs: readonly FilterSpec[];
  readonly filters: Readonly<Record<string, string>>;
  readonly onFilter: (changes: Readonly<Record<string, string | undefined>>) => void;
  readonly onClear: () => void;
}

export function TableFilters({ table, specs, filters, onFilter, onClear }: TableFiltersProps): ReactNode {
  const say = useWords(words);
  const none = Object.fromEntries(specs.map(({ field }) => [field, undefined]));
  return (
    <>
      {specs.map((spec) => (
        <Filter
          key={`${spec.field} ${filters[spec.field] ?? ''}`}
          spec={spec}
          value={filters[spec.field] ?? ''}
          onChange={(value) => onFilter({ [spec.field]: value })}
        />
      ))}
      {Object.keys(filters).length > 0 && <Button onClick={onClear}>{say('table.clear')}</Button>}
      <SavedViewsMenu
        table={table}
        filters={filters}
        onChoose={(chosen) => onFilter({ ...none, ...chosen })}
      />
    </>
  );
}

/** So many words are looked for by typing. */
const SEARCHED_FROM = 12;

function Filter({
  spec: { label, options, none, type = 'text' },
  value,
  onChange,
}: {
  spec: FilterSpec;
  value: string;
  onChange: (value: string) => void;
}): ReactNode {
  const say = useWords(words);
  if (options !== undefined) {
    // What was chosen yesterday may not be among today's: a saved view, an address somebody sent.
    const chosen =
      value === ''
        ? (none ?? say('table.all'))
        : (options.find((option) => option.value === value)?.label ?? say('table.unlisted'));
    return (
      <Select
        aria-label={label}
        value={value}
        onChange={onChange}
        popupMatchSelectWidth={false}
        showSearch={options.length > SEARCHED_FROM && { optionFilterProp: 'label' }}
        options={[{ value: '', label: `${label}: ${none ?? say('table.all')}` }, ...options]}
        labelRender={() => `${label}: ${chosen}`}
      />
    );
  }
  // Asked for when the person has finished typing, not at every letter.
  const commit = (text: string): void => {
    if (text !== value) onChange(text);
  };
  const isNamed = type === 'date' || value !== '';
  return (
    <Input
      aria-label={label}
      placeholder={label}
      type={type}
      defaultValue={value}
      {...(type === 'number' && { min: 1, step: 1 })}
      prefix={isNamed ? <span className="quiet">{label}</span> : undefined}
      style={{ width: type === 'date' ? 210 : isNamed ? 260 : 180 }}
      onPressEnter={({ currentTarget }) => commit(currentTarget.value.trim())}
      onBlur={({ target }) => commit(target.value.trim())}
    />
  );
}
