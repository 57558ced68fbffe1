import type { ReactNode } from 'react';
import { ZoneLabel } from '../../parts/figures';
import { InboxTable, type ScreenOf } from '../../parts/inbox/inbox-table';
import { ProposalsTable } from '../../parts/proposals/proposals-table';
import { useWords } from '../../words/define-words';
import { words } from './words';

/** What is ended here; the rest is told without a way from here. */
const screenOf: ScreenOf = ({ kind, subject }) => {
  if (kind === 'PROPOSAL_TO_SIGN') return `inbox/${subject}`;
  return kind.startsWith('ACCOUNT_') ? `accounts/${subject}` : undefined;
};

/** What waits for me at my organisation, and everything that was proposed in its name. */
export default function InboxScreen(): ReactNode {
  const say = useWords(words);
  return (
    <>
      <div className="screen-head">
        <h1>{say('inbox.title')}</h1>
        <ZoneLabel />
      </div>
      <section className="sheet">
        <InboxTable screenOf={screenOf} />
      </section>
      <section className="sheet stack">
        <h2>{say('proposals.title')}</h2>
        <ProposalsTable path="inbox" first="all" />
      </section>
    </>
  );
}
