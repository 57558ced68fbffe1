import { canonical, type Json } from '../../kernel/json.js';
import type { SqlStatement } from '../../sequencer/domain/command.js';
import type { Permits, Voucher } from '../domain/permits.js';
import type { Encumbrance, Right } from '../domain/right.js';
import type { Bidder, Transfer } from '../domain/transfer.js';
import { ProjectedTable } from '../../sequencer/store/projected-table.js';
import { projectTerritory } from './territory.projection.js';

const RIGHTS = new ProjectedTable<Right>(
  'permit_rights',
  [['right_no', 'bigint', (r) => r.rightNo]],
  [
    ['plant_no', 'int', (r) => r.plantNo],
    ['district_no', 'int', (r) => r.districtNo],
    ['instrument_no', 'int', (r) => r.instrumentNo],
    ['origin', 'text', (r) => r.origin],
    ['start_day', 'date', (r) => r.startDay],
    ['end_day', 'date', (r) => r.endDay],
    ['quantity', 'bigint', (r) => r.quantity],
    ['paid_fen', 'bigint', (r) => r.paidFen],
    ['listed', 'bigint', (r) => r.listed],
    ['leased', 'bigint', (r) => r.leased],
    ['pledged', 'bigint', (r) => r.pledged],
  ],
);

const ENCUMBRANCES = new ProjectedTable<Encumbrance>(
  'permit_encumbrances',
  [['encumbrance_no', 'bigint', (e) => e.encumbranceNo]],
  [
    ['kind', 'text', (e) => e.kind],
    ['right_no', 'bigint', (e) => e.rightNo],
    ['quantity', 'bigint', (e) => e.quantity],
    ['lessee_no', 'int', (e) => e.lesseeNo],
    ['creditor', 'text', (e) => e.creditor],
    ['rank', 'int', (e) => e.rank],
    ['last_day', 'date', (e) => e.lastDay],
    ['state', 'text', (e) => e.state],
  ],
);

const TRANSFERS = new ProjectedTable<Transfer>(
  'permit_transfers',
  [['transfer_no', 'bigint', (t) => t.transferNo]],
  [
    ['right_no', 'bigint', (t) => t.rightNo],
    ['instrument_no', 'int', (t) => t.instrumentNo],
    ['seller_no', 'int', (t) => t.sellerNo],
    ['quantity', 'bigint', (t) => t.quantity],
    ['named_buyer', 'int', (t) => t.namedBuyer],
    ['across_regions', 'boolean', (t) => t.acrossRegions],
    ['ground', 'text', (t) => t.ground],
    ['state', 'text', (t) => t.state],
    ['note', 'text', (t) => t.note],
    ['pack_no', 'int', (t) => t.packNo],
    ['drafted_by', 'text', (t) => t.draftedBy],
    ['submitted_by', 'text', (t) => t.submittedBy],
    ['reviewed_by', 'text', (t) => t.reviewedBy],
    ['decided_by', 'text', (t) => t.decidedBy],
    ['overrides', 'jsonb', (t) => canonical(t.overrides as unknown as Json)],
    ['upper_approval', 'text', (t) => t.upperApproval],
    ['round', 'int', (t) => t.listing?.round ?? 0],
    ['method', 'text', (t) => t.listing?.method ?? ''],
    ['price_fen', 'bigint', (t) => t.listing?.priceFen ?? 0],
    ['start_fen', 'bigint', (t) => t.listing?.startFen ?? 0],
    ['deposit_fen', 'bigint', (t) => t.listing?.depositFen ?? 0],
    ['opens_at', 'bigint', (t) => t.listing?.opensAt ?? 0],
    ['closes_at', 'bigint', (t) => t.listing?.closesAt ?? 0],
    ['buyer_no', 'int', (t) => t.award?.plantNo ?? 0],
    ['award_price_fen', 'bigint', (t) => t.award?.priceFen ?? 0],
    ['value_fen', 'bigint', (t) => t.award?.valueFen ?? 0],
    ['buyer_fee_fen', 'bigint', (t) => t.award?.buyerFeeFen ?? 0],
    ['seller_fee_fen', 'bigint', (t) => t.award?.sellerFeeFen ?? 0],
    ['ratio_bps', 'int', (t) => t.award?.ratioBps ?? 0],
    ['seller_signed', 'text', (t) => t.sellerSigned],
    ['buyer_signed', 'text', (t) => t.buyerSigned],
    ['due_day', 'text', (t) => t.dueDay],
    ['certificate', 'text', (t) => t.certificate],
    ['permit_order', 'text', (t) => t.permitOrder],
    ['changing_by', 'text', (t) => t.changingBy],
    ['changed_at', 'bigint', (t) => t.changedAt],
  ],
);

const BIDDERS = new ProjectedTable<readonly [Bidder, Transfer]>(
  'permit_bidders',
  [
    ['transfer_no', 'bigint', ([, t]) => t.transferNo],
    ['round', 'int', ([b]) => b.round],
    ['plant_no', 'int', ([b]) => b.plantNo],
  ],
  [
    ['ratio_bps', 'int', ([b]) => b.ratioBps],
    ['deposit_fen', 'bigint', ([b]) => b.depositFen],
    ['deposit', 'text', ([b]) => b.deposit],
    ['price_fen', 'bigint', ([b]) => b.priceFen],
    ['quoted_at', 'bigint', ([b]) => b.quotedAt],
  ],
);

const VOUCHERS = new ProjectedTable<Voucher>(
  'permit_vouchers',
  [['voucher_no', 'bigint', (v) => v.voucherNo]],
  [
    ['kind', 'text', (v) => v.kind],
    ['subject_no', 'bigint', (v) => v.subjectNo],
  ],
  'append-only',
);

/** Rows of permits that changed since the last drain, parents before children. */
export function projectPermits(venueNo: number, permits: Permits): SqlStatement[] {
  const { rights, encumbrances, transfers, bidders, vouchers } = permits.dirty;
  return [
    ...projectTerritory(venueNo, permits.territory),
    ...RIGHTS.drain(venueNo, rights),
    ...ENCUMBRANCES.drain(venueNo, encumbrances),
    ...TRANSFERS.drain(venueNo, transfers),
    ...BIDDERS.drain(venueNo, bidders),
    ...VOUCHERS.drain(venueNo, vouchers),
  ];
}
