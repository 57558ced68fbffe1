import type { ReactNode } from 'react';
import { ZoneLabel } from '../../parts/figures';
import { InboxTable, type ScreenOf } from '../../parts/inbox/inbox-table';
import { ProposalsTable } from '../../parts/proposals/proposals-table';
import { useWords } from '../../words/define-words';
import { words } from './words';

/** The bureau's screens; what other desks do waits there, too, and is told without a way from here. */
const screenOf: ScreenOf = ({ kind, subject }) => {
  if (kind === 'PROPOSAL_TO_SIGN') return `inbox/${subject}`;
  if (kind.startsWith('PERMIT_')) return `permits/${subject}`;
  if (kind.startsWith('AUCTION_')) return `auctions/${subject}`;
  if (kind.startsWith('ACCOUNT_')) return `accounts/${subject}`;
  return kind.startsWith('BATCH_') ? `batches/${subject}` : undefined;
};

/** What waits for my hand, due first; below it every proposal that I may read. */
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
