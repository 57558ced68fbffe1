import { Input } from 'antd';
import { type ReactNode, useId } from 'react';

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  readonly type?: 'text' | 'date';
  readonly isFigure?: boolean;
}

export function TextField({
  label,
  value,
  onChange,
  hint,
  type = 'text',
  isFigure,
}: TextFieldProps): ReactNode {
  const id = useId();
  return (
    <label htmlFor={id}>
      {label}
      <Input
        id={id}
        type={type}
        value={value}
        autoComplete="off"
        {...(isFigure === true && { className: 'figure', inputMode: 'decimal' as const })}
        onChange={({ target }) => onChange(target.value)}
      />
      {hint !== undefined && <span className="quiet">{hint}</span>}
    </label>
  );
}
