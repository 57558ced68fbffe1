import { Input } from 'antd';
import { type ReactNode, useId } from 'react';

export interface FieldProps {
  readonly label: string;
  /** Said quietly beside the label: what is counted. */
  readonly unit?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string | undefined;
  /** The hint tells why it would be refused. */
  readonly isWrong?: boolean;
  readonly type?: 'text' | 'date' | 'datetime-local' | 'password';
  readonly isFigure?: boolean;
  readonly most?: number;
}

/** One thing to write, with its label and what to know about it. */
export function Field(props: FieldProps): ReactNode {
  const { label, unit, value, onChange, hint, isWrong, type = 'text', isFigure, most } = props;
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>
        {label} {unit !== undefined && <span className="quiet">{unit}</span>}
      </label>
      <Input
        id={id}
        type={type}
        value={value}
        autoComplete="off"
        status={isWrong === true ? 'warning' : ''}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        {...(most !== undefined && { maxLength: most })}
        {...(isFigure === true && { className: 'figure', inputMode: 'decimal' as const })}
        onChange={({ target }) => onChange(target.value)}
      />
      {hint !== undefined && (
        <span id={`${id}-hint`} className={isWrong === true ? 'wrong' : 'quiet'}>
          {hint}
        </span>
      )}
    </div>
  );
}
