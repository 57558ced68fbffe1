import type { ReactNode } from 'react';
import { SubNav } from '../../parts/sub-nav';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { words } from './settlement-words';

export function SettlementNav(): ReactNode {
  const say = useWords(words);
  const base = `/${useVenue()}/operator/settlement`;
  return (
    <SubNav
      label={say('title')}
      items={[
        { to: base, label: say('days') },
        { to: `${base}/runs`, label: say('runs') },
        { to: `${base}/statements`, label: say('statements') },
      ]}
    />
  );
}

export function FailuresNav(): ReactNode {
  const say = useWords(words);
  const base = `/${useVenue()}/operator/failures`;
  return (
    <SubNav
      label={say('failures')}
      items={[
        { to: base, label: say('failures') },
        { to: `${base}/disputes`, label: say('disputes') },
      ]}
    />
  );
}
