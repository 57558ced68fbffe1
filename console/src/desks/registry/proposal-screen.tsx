import type { ReactNode } from 'react';
import { ProposalSheet } from '../../parts/proposals/proposal-sheet';

export default function ProposalScreen(): ReactNode {
  return <ProposalSheet path="inbox" decides />;
}
