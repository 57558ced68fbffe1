import type { ReactNode } from 'react';
import { ZoneLabel } from '../../parts/figures';
import { ProposalsTable } from '../../parts/proposals/proposals-table';
import { useWords } from '../../words/define-words';
import { words } from './words';

/** What waits for my signature, first. */
export default function InboxScreen(): ReactNode {
  const say = useWords(words);
  return (
    <>
      <div className="screen-head">
        <h1>{say('inbox.title')}</h1>
        <ZoneLabel />
      </div>
      <ProposalsTable path="inbox" first="waiting" />
    </>
  );
}
