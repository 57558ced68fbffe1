import type { ReactNode } from 'react';
import { SubNav } from '../../parts/sub-nav';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { words } from './reconciliation-words';

export function ReconciliationNav(): ReactNode {
  const say = useWords(words);
  const base = `/${useVenue()}/operator/reconciliation`;
  return (
    <SubNav
      label={say('title')}
      items={[
        { to: base, label: say('runs') },
        { to: `${base}/breaks`, label: say('breaks') },
      ]}
    />
  );
}
