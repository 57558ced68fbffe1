import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { ProposalSheet } from '../proposals/proposal-sheet';

/** One application, for the exchange to sign and for the one who applied to follow. */
export default function ApplicationScreen(): ReactNode {
  const { proposalId = '' } = useParams();
  return <ProposalSheet key={proposalId} path="biddings" decides />;
}
