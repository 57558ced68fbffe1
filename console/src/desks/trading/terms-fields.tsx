import { Input } from 'antd';
import { type ReactNode, useId } from 'react';
import { compare, typed } from '../../format/decimal';
import { useWords } from '../../words/define-words';
import { words } from './block-words';

export interface Terms {
  readonly price: string;
  readonly quantity: string;
}

/** Both as the doors want them, or undefined while one is not yet a number above zero. */
export function termsOf({ price, quantity }: Terms, unitScale: number): Terms | undefined {
  const [at, much] = [typed(price), typed(quantity)];
  const fits = (text: string | undefined, places: number): text is string =>
    text !== undefined && compare(text, '0') > 0 && (text.split('.')[1]?.length ?? 0) <= places;
  return fits(at, 2) && fits(much, unitScale) ? { price: at, quantity: much } : undefined;
}

export function TermsFields({
  terms,
  unit,
  onChange,
}: {
  terms: Terms;
  unit: string;
  onChange: (terms: Terms) => void;
}): ReactNode {
  const say = useWords(words);
  const id = useId();
  return (
    <div className="row">
      {(['price', 'quantity'] as const).map((field) => (
        <label key={field} htmlFor={`${id}-${field}`}>
          {say(field)} <span className="quiet">{field === 'quantity' ? unit : ''}</span>
          <Input
            id={`${id}-${field}`}
            className="figure"
            inputMode="decimal"
            autoComplete="off"
            value={terms[field]}
            onChange={({ target }) => onChange({ ...terms, [field]: target.value })}
          />
        </label>
      ))}
    </div>
  );
}
