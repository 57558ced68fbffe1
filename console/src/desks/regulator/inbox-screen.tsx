import type { ReactNode } from 'react';
import { InboxPage } from '../../parts/inbox/inbox-page';
import type { ScreenOf } from '../../parts/inbox/inbox-table';
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

export default function InboxScreen(): ReactNode {
  const say = useWords(words);
  return <InboxPage title={say('inbox.title')} proposals={say('proposals.title')} screenOf={screenOf} />;
}
