import { canonical, type Json } from '../../kernel/json.js';
import type { SqlStatement } from '../../sequencer/domain/command.js';
import { ProjectedTable } from '../../sequencer/store/projected-table.js';
import type {
  Certificate,
  Custody,
  DelayedTransfer,
  FreezeOrder,
  Notice,
  Surrender,
  TrustedAccount,
} from '../domain/index.js';

const transfers = new ProjectedTable<DelayedTransfer>(
  'delayed_transfers',
  [['transfer_no', 'bigint', (row) => row.transferNo]],
  [
    ['org', 'text', (row) => row.org],
    ['from_account', 'bigint', (row) => row.fromAccount],
    ['to_account', 'bigint', (row) => row.toAccount],
    ['instrument_no', 'int', (row) => row.instrumentNo],
    ['quantity', 'bigint', (row) => row.quantity],
    ['trusted', 'boolean', (row) => row.trusted],
    ['approved_at', 'bigint', (row) => row.approvedAt],
    ['due_at', 'bigint', (row) => row.dueAt],
    ['cancel_until', 'bigint', (row) => row.cancelUntil],
    ['pack_no', 'int', (row) => row.packNo],
    ['state', 'text', (row) => row.state],
    ['ended_at', 'bigint', (row) => row.endedAt],
    ['ended_by', 'text', (row) => row.endedBy],
    ['note', 'text', (row) => row.note],
  ],
);

const trusted = new ProjectedTable<TrustedAccount>(
  'trusted_accounts',
  [['trust_no', 'bigint', (row) => row.trustNo]],
  [
    ['account_no', 'bigint', (row) => row.accountNo],
    ['trusted', 'bigint', (row) => row.trusted],
    ['added_at', 'bigint', (row) => row.addedAt],
    ['effective_at', 'bigint', (row) => row.effectiveAt],
    ['removed_at', 'bigint', (row) => row.removedAt],
    ['removed_by', 'text', (row) => row.removedBy],
  ],
);

const freezes = new ProjectedTable<FreezeOrder>(
  'freeze_orders',
  [['freeze_no', 'bigint', (row) => row.freezeNo]],
  [
    ['kind', 'text', (row) => row.kind],
    ['account_no', 'bigint', (row) => row.accountNo],
    ['instrument_no', 'int', (row) => row.instrumentNo],
    ['first_serial', 'bigint', (row) => row.first],
    ['last_serial', 'bigint', (row) => row.last],
    ['kept', 'jsonb', (row) => canonical(row.kept as unknown as Json)],
    ['reason', 'text', (row) => row.reason],
    ['authority', 'text', (row) => row.authority],
    ['document_no', 'text', (row) => row.documentNo],
    ['stolen', 'boolean', (row) => row.stolen],
    ['frozen_at', 'bigint', (row) => row.frozenAt],
    ['until', 'bigint', (row) => row.until],
    ['remaining', 'bigint', (row) => row.left],
    ['state', 'text', (row) => row.state],
    ['ended_at', 'bigint', (row) => row.endedAt],
  ],
);

const surrenders = new ProjectedTable<Surrender>(
  'surrenders',
  [['surrender_no', 'bigint', (row) => row.surrenderNo]],
  [
    ['account_no', 'bigint', (row) => row.accountNo],
    ['instrument_no', 'int', (row) => row.instrumentNo],
    ['year', 'int', (row) => row.year],
    ['quantity', 'bigint', (row) => row.quantity],
    ['at', 'bigint', (row) => row.at],
  ],
  'append-only',
);

const notices = new ProjectedTable<Notice>(
  'notices',
  [['notice_no', 'bigint', (row) => row.noticeNo]],
  [
    ['kind', 'text', (row) => row.kind],
    ['account_no', 'bigint', (row) => row.accountNo],
    ['org', 'text', (row) => row.org],
    ['subject_no', 'bigint', (row) => row.subjectNo],
    ['caused_by', 'text', (row) => row.causedBy],
    ['seq', 'bigint', (row) => row.seq],
    ['at', 'bigint', (row) => row.at],
    ['facts', 'jsonb', (row) => canonical(row.facts as Json)],
  ],
  'append-only',
);

const certificates = new ProjectedTable<Certificate>(
  'holding_certificates',
  [['certificate_no', 'bigint', (row) => row.certificateNo]],
  [
    ['account_no', 'bigint', (row) => row.accountNo],
    ['instrument_no', 'int', (row) => row.instrumentNo],
    ['quantity', 'bigint', (row) => row.quantity],
    ['frozen', 'bigint', (row) => row.frozen],
    ['seq', 'bigint', (row) => row.seq],
    ['at', 'bigint', (row) => row.at],
    ['issued_to', 'text', (row) => row.issuedTo],
  ],
  'append-only',
);

/** Rows of custody that changed since the last drain. */
export function projectCustody(venueNo: number, custody: Custody): SqlStatement[] {
  return [
    ...transfers.drain(venueNo, custody.dirtyTransfers),
    ...trusted.drain(venueNo, custody.dirtyTrusted),
    ...freezes.drain(venueNo, custody.dirtyFreezes),
    ...surrenders.drain(venueNo, custody.newSurrenders),
    ...notices.drain(venueNo, custody.newNotices),
    ...certificates.drain(venueNo, custody.newCertificates),
  ];
}
