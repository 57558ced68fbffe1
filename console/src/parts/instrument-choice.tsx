import { Select } from 'antd';
import { memo, type ReactNode } from 'react';
import type { Told } from '../api/told';
import { localName } from '../words/local-name';

interface InstrumentChoiceProps {
  readonly label: string;
  readonly instruments: readonly Told<'Instrument'>[];
  readonly value: string;
  readonly onChange: (symbol: string) => void;
  readonly className?: string;
}

/** One of the instruments, told apart by what they are of and where they hold. */
export const InstrumentChoice = memo(function InstrumentChoice({
  label,
  instruments,
  value,
  onChange,
  className,
}: InstrumentChoiceProps): ReactNode {
  return (
    <Select
      aria-label={label}
      value={value}
      {...(className !== undefined && { className })}
      popupMatchSelectWidth={false}
      options={instruments.map(({ symbol, pollutant, zone }) => ({
        value: symbol,
        label: `${symbol} · ${pollutant} · ${localName(zone)}`,
      }))}
      onChange={onChange}
    />
  );
});

/** The same in a form, under its label. */
export function InstrumentField(props: Omit<InstrumentChoiceProps, 'className'>): ReactNode {
  return (
    <label>
      {props.label}
      <InstrumentChoice {...props} className="wide" />
    </label>
  );
}
