import type { ReactNode } from 'react';
import { SubNav } from '../../parts/sub-nav';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { words } from './bank-words';

export function BankNav(): ReactNode {
  const say = useWords(words);
  const base = `/${useVenue()}/operator/bank`;
  return (
    <SubNav
      label={say('title')}
      items={[
        { to: base, label: say('accounts') },
        { to: `${base}/deposits`, label: say('deposits') },
        { to: `${base}/withdrawals`, label: say('withdrawals') },
        { to: `${base}/payment-files`, label: say('payment.files') },
        { to: `${base}/statements`, label: say('statements') },
        { to: `${base}/lines`, label: say('lines') },
      ]}
    />
  );
}
