import type { ReactNode } from 'react';
import { ProposalSheet } from '../../parts/proposals/proposal-sheet';

export default function ApprovalScreen(): ReactNode {
  return <ProposalSheet path="approvals" decides />;
}
