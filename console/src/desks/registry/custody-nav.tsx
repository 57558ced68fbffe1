import type { ReactNode } from 'react';
import { SubNav } from '../../parts/sub-nav';
import { useDesk } from '../../shell/use-desk';
import { useWords } from '../../words/define-words';
import { words } from './custody-words';

export function CustodyNav(): ReactNode {
  const say = useWords(words);
  const base = `${useDesk()}/transfers`;
  return (
    <SubNav
      label={say('title')}
      items={[
        { to: base, label: say('waiting') },
        { to: `${base}/trusted`, label: say('trusted') },
      ]}
    />
  );
}
