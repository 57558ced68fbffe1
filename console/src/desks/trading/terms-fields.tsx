import { Input } from 'antd';
import { type ReactNode, useId } from 'react';
import { typedAmount } from '../../format/decimal';
import { useWords } from '../../words/define-words';
import { words } from './block-words';
import { PRICE_PLACES } from './ticket-draft';

export interface Terms {
  readonly price: string;
  readonly quantity: string;
}

/** Both as the doors want them, or undefined while one is not yet a number above zero. */
export function termsOf({ price, quantity }: Terms, unitScale: number): Terms | undefined {
  const [at, much] = [typedAmount(price, PRICE_PLACES), typedAmount(quantity, unitScale)];
  return at === undefined || much === undefined ? undefined : { price: at, quantity: much };
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
