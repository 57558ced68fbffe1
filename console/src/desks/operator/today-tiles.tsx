import type { ReactNode } from 'react';
import { usePower } from '../../api/session';
import { FilesTile, SuspenseTile } from './bank-tiles';
import { ApprovalsTile, BreaksTile, JobsTile, ReportTile } from './office-tiles';
import { DisputesTile, FailuresTile, SessionTile, SettlementTile } from './settlement-tiles';

/** Each question of the day: its answer, and the way to what is behind it. */
export function TodayTiles(): ReactNode {
  const isClearing = usePower('settlement.run');
  const isBank = usePower('bank.read');
  return (
    <ul className="tiles">
      <SessionTile />
      {isClearing && <SettlementTile />}
      <BreaksTile />
      <FailuresTile />
      <DisputesTile />
      {isBank && <FilesTile />}
      {isBank && <SuspenseTile />}
      {isClearing && <JobsTile />}
      <ApprovalsTile />
      <ReportTile />
    </ul>
  );
}
