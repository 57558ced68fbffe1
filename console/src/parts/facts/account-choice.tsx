import { Select } from 'antd';
import type { ReactNode } from 'react';
import { useAccounts } from './names';

interface AccountChoiceProps {
  readonly id?: string;
  /** Where no label stands beside it. */
  readonly label?: string;
  readonly value: string | undefined;
  readonly onChange: (accountId: string) => void;
}

/** One of the accounts that this person may know, found by its title. */
export function AccountChoice({ id, label, value, onChange }: AccountChoiceProps): ReactNode {
  const accounts = useAccounts();
  return (
    <Select
      {...(id !== undefined && { id })}
      {...(label !== undefined && { 'aria-label': label })}
      style={{ width: '100%', minWidth: 240 }}
      showSearch={{ optionFilterProp: 'label' }}
      {...(value !== undefined && { value })}
      onChange={onChange}
      options={accounts.map(({ accountId, title }) => ({ value: accountId, label: title }))}
    />
  );
}
