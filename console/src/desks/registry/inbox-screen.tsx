import type { ReactNode } from 'react';
import { InboxPage } from '../../parts/inbox/inbox-page';
import type { ScreenOf } from '../../parts/inbox/inbox-table';
import { useWords } from '../../words/define-words';
import { words } from './words';

/** What is ended here; the rest is told without a way from here. */
const screenOf: ScreenOf = ({ kind, subject }) => {
  if (kind === 'PROPOSAL_TO_SIGN') return `inbox/${subject}`;
  if (kind === 'NOTICE_TO_READ') return 'notices';
  if (kind === 'TRANSFER_TO_WATCH') return 'transfers';
  return kind.startsWith('ACCOUNT_') ? `accounts/${subject}` : undefined;
};

/** What waits for me at my organisation, and everything that was proposed in its name. */
export default function InboxScreen(): ReactNode {
  const say = useWords(words);
  return <InboxPage title={say('inbox.title')} proposals={say('proposals.title')} screenOf={screenOf} />;
}
