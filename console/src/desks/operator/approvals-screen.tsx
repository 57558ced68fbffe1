import type { ReactNode } from 'react';
import { ZoneLabel } from '../../parts/figures';
import { ProposalsTable } from '../../parts/proposals/proposals-table';
import { useWords } from '../../words/define-words';
import { words } from './words';

export default function ApprovalsScreen(): ReactNode {
  const say = useWords(words);
  return (
    <>
      <div className="screen-head">
        <h1>{say('approvals.title')}</h1>
        <ZoneLabel />
      </div>
      <p className="quiet">{say('approvals.what')}</p>
      <ProposalsTable path="approvals" first="waiting" />
    </>
  );
}
