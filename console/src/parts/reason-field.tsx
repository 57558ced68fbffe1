import { Input } from 'antd';
import { type ReactNode, useId } from 'react';

export interface ReasonFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly most?: number;
}

/** Why somebody does it: goes on record. */
export function ReasonField({ label, value, onChange, most = 500 }: ReasonFieldProps): ReactNode {
  const id = useId();
  return (
    <label htmlFor={id}>
      {label}
      <Input.TextArea
        id={id}
        value={value}
        maxLength={most}
        rows={2}
        onChange={({ target }) => onChange(target.value)}
      />
    </label>
  );
}
