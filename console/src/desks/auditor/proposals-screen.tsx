import type { ReactNode } from 'react';
import { ZoneLabel } from '../../parts/figures';
import { ProposalsTable } from '../../parts/proposals/proposals-table';
import { useWords } from '../../words/define-words';
import { words } from './words';

export default function ProposalsScreen(): ReactNode {
  const say = useWords(words);
  return (
    <>
      <div className="screen-head">
        <h1>{say('proposals.title')}</h1>
        <ZoneLabel />
      </div>
      <ProposalsTable path="proposals" first="all" />
    </>
  );
}
