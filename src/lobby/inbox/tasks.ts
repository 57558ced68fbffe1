import type { PublicIdKind } from '../../platform/http/index.js';

/** One kind of thing that waits for somebody. */
export interface Task {
  /** Any one of them; a power over one's own organisation reads its own rows only. */
  readonly powers: readonly string[];
  /** What its subject's id is; null where the subject is a number of its own. */
  readonly id: PublicIdKind | null;
  /** Where the subject is read, after the venue; `:id` is the subject. */
  readonly at: string;
  /** Names of the doors that end the waiting; each asks for one of the powers. */
  readonly doors: readonly string[];
  /**
   * Rows `no, since, due, due_day, name` of the table `x`; `asked` holds venue_no, org, person, powers and now. Instants are
   * in microseconds, NULL and '' where there is no such term.
   */
  readonly rows: string;
}

const NO_TERM = `NULL::bigint, ''::text`;
const ofTable = (table: string, columns: string, where: string): string =>
  `SELECT ${columns} FROM ${table} x, asked WHERE x.venue_no = asked.venue_no AND ${where}`;
const OWN_ACCOUNT = `EXISTS (SELECT 1 FROM accounts a WHERE a.venue_no = x.venue_no AND a.account_no = x.account_no AND a.org = asked.org)`;
const ownPlant = (column: string): string =>
  `EXISTS (SELECT 1 FROM permit_plants p JOIN accounts a USING (venue_no, account_no) WHERE p.venue_no = x.venue_no AND p.plant_no = x.${column} AND a.org = asked.org)`;
/** No proposal about it waits for a signature already. */
const unproposed = (action: string, field: string, column: string): string =>
  `NOT EXISTS (SELECT 1 FROM proposals p WHERE p.venue_no = x.venue_no AND p.state = 'PENDING' AND p.action = '${action}' AND (p.payload->>'${field}')::bigint = x.${column})`;

const batch = (states: string, more = 'true'): string =>
  `SELECT x.batch_no, x.changed_at, ${NO_TERM}, i.symbol || ' ' || x.year FROM allocation_batches x JOIN instruments i USING (venue_no, instrument_no), asked
   WHERE x.venue_no = asked.venue_no AND x.state IN (${states}) AND ${more}`;
const permit = (state: string, more = 'true', term = NO_TERM): string =>
  `SELECT x.transfer_no, x.changed_at, ${term}, i.symbol FROM permit_transfers x JOIN instruments i USING (venue_no, instrument_no), asked
   WHERE x.venue_no = asked.venue_no AND x.state = '${state}' AND ${more}`;
const dispute = (where: string): string =>
  ofTable('settlement_disputes', `x.dispute_no, x.filed_at, x.deadline, '', x.grounds`, where);
const failure = (where: string): string =>
  `SELECT x.trade_no, x.since_at, x.next_at, ''::text, i.symbol FROM settlement_failures x JOIN trades t USING (venue_no, trade_no) JOIN instruments i USING (venue_no, instrument_no), asked
   WHERE x.venue_no = asked.venue_no AND ${where}`;
const auction = (state: string, more: string, due = 'NULL::bigint'): string =>
  ofTable(
    'auctions',
    `x.auction_no, x.changed_at, ${due}, ''::text, x.notice->>'title'`,
    `x.state = '${state}' AND ${more}`,
  );
const revealed = (part: string): string => `(x.openers->'${part}'->>'revealedAt')::bigint > 0`;
const mine = (part: string): string => `x.openers->'${part}'->>'by' = asked.person AND NOT ${revealed(part)}`;

export const TASKS = {
  PROPOSAL_TO_SIGN: {
    powers: ['proposal.read'],
    ...{ id: 'prp', at: 'proposals/:id', doors: ['approveProposal', 'returnProposal'] },
    rows: ofTable(
      'proposals',
      `x.proposal_no, x.changed_at, ${NO_TERM}, x.action`,
      `x.state = 'PENDING' AND x.next_power = ANY (asked.powers) AND x.maker <> asked.person
       AND NOT x.signatures @> jsonb_build_array(jsonb_build_object('by', asked.person))
       AND (x.next_within = 'office' OR x.owner_org = asked.org)`,
    ),
  },
  ACCOUNT_TO_REVIEW: {
    powers: ['account.review'],
    ...{ id: 'acc', at: 'accounts/:id', doors: ['reviewAccount'] },
    rows: ofTable(
      'accounts',
      `x.account_no, x.changed_at, ${NO_TERM}, x.title`,
      `x.state = 'APPLIED' AND x.applied_by <> asked.person`,
    ),
  },
  ACCOUNT_TO_APPROVE: {
    powers: ['account.approve'],
    ...{ id: 'acc', at: 'accounts/:id', doors: ['approveAccount'] },
    rows: ofTable(
      'accounts',
      `x.account_no, x.changed_at, ${NO_TERM}, x.title`,
      `x.state = 'UNDER_REVIEW' AND x.reviewed_by <> asked.person AND x.applied_by <> asked.person`,
    ),
  },
  BATCH_TO_SUBMIT: {
    powers: ['batch.submit'],
    ...{ id: 'bat', at: 'allocation-batches/:id', doors: ['submitAllocationBatch'] },
    rows: batch(`'DRAFT', 'RETURNED'`),
  },
  BATCH_TO_APPROVE: {
    powers: ['batch.approve'],
    ...{
      id: 'bat',
      at: 'allocation-batches/:id',
      doors: ['approveAllocationBatch', 'returnAllocationBatch'],
    },
    rows: batch(`'SUBMITTED', 'MISMATCH'`, `asked.person NOT IN (x.drafted_by, x.submitted_by)`),
  },
  BATCH_TO_CREATE: {
    powers: ['batch.execute'],
    ...{ id: 'bat', at: 'allocation-batches/:id', doors: ['createAllocationUnits'] },
    rows: batch(`'APPROVED'`),
  },
  BATCH_TO_DISTRIBUTE: {
    powers: ['batch.execute'],
    ...{ id: 'bat', at: 'allocation-batches/:id', doors: ['distributeAllocationBatch'] },
    rows: batch(`'CREATED', 'CREDITED_TO_PROVINCE'`),
  },
  NOTICE_TO_READ: {
    powers: ['transfer.propose', 'transfer.approve'],
    ...{ id: 'ntc', at: 'notices', doors: ['acknowledgeNotice'] },
    rows: ofTable(
      'notices',
      `x.notice_no, x.at, ${NO_TERM}, x.kind`,
      `x.org = asked.org AND x.caused_by <> asked.person AND NOT EXISTS (SELECT 1 FROM notice_acknowledgements k
         WHERE k.venue_no = x.venue_no AND k.notice_no = x.notice_no AND k.person_id = asked.person)`,
    ),
  },
  TRANSFER_TO_WATCH: {
    powers: ['transfer.propose', 'transfer.approve'],
    ...{ id: 'dtr', at: 'delayed-transfers', doors: ['cancelDelayedTransfer'] },
    rows: `SELECT x.transfer_no, x.approved_at, x.cancel_until, ''::text, i.symbol FROM delayed_transfers x JOIN instruments i USING (venue_no, instrument_no), asked
      WHERE x.venue_no = asked.venue_no AND x.org = asked.org AND x.state = 'WAITING' AND x.cancel_until > asked.now`,
  },
  BREAK_TO_EXPLAIN: {
    powers: ['break.propose'],
    ...{ id: 'brk', at: 'breaks/:id', doors: ['assignBreak', 'explainBreak'] },
    rows: ofTable(
      'reconciliation_breaks',
      `x.break_no, x.found_at, NULL::bigint, x.due_day, x.total || ' ' || x.part`,
      `x.state = 'OPEN'`,
    ),
  },
  BREAK_TO_DECIDE: {
    powers: ['break.propose'],
    ...{ id: 'brk', at: 'breaks/:id', doors: ['proposeBreakCorrection', 'proposeBreakAcceptance'] },
    rows: ofTable(
      'reconciliation_breaks',
      `x.break_no, x.changed_at, NULL::bigint, x.due_day, x.total || ' ' || x.part`,
      `x.state = 'EXPLAINED' AND ${unproposed('correct-break', 'breakNo', 'break_no')} AND ${unproposed('accept-break', 'breakNo', 'break_no')}`,
    ),
  },
  DISPUTE_TO_ANSWER: {
    powers: ['dispute.answer'],
    ...{ id: null, at: 'disputes', doors: ['acceptDispute', 'rejectDispute'] },
    rows: dispute(`x.state = 'OPEN'`),
  },
  DELIVERY_TO_DECIDE: {
    powers: ['settlement.run'],
    ...{ id: 'trd', at: 'failed-deliveries', doors: ['retryFailedDeliveries'] },
    rows: failure(
      `(x.state = 'RESERVE_COVERED' OR (x.state IN ('FAILED_GOODS', 'FAILED_CASH', 'RETRY') AND x.next_at IS NULL))`,
    ),
  },
  DELIVERY_OWED: {
    powers: ['order.place'],
    ...{ id: 'trd', at: 'failed-deliveries', doors: [] },
    rows: failure(`x.state NOT IN ('DELIVERED', 'RECOVERED') AND ${OWN_ACCOUNT}`),
  },
  PERMIT_TO_SUBMIT: {
    powers: ['permit.submit'],
    ...{ id: 'ptr', at: 'permit-transfers/:id', doors: ['submitPermitTransfer'] },
    rows: permit('DRAFT', `x.drafted_by <> asked.person AND ${ownPlant('seller_no')}`),
  },
  PERMIT_TO_REVIEW: {
    powers: ['permit.review'],
    ...{ id: 'ptr', at: 'permit-transfers/:id', doors: ['reviewPermitTransfer'] },
    rows: permit('SUBMITTED'),
  },
  PERMIT_TO_DECIDE: {
    powers: ['permit.approve'],
    ...{ id: 'ptr', at: 'permit-transfers/:id', doors: ['decidePermitTransfer'] },
    rows: permit('QUANTITY_REVIEW', `asked.person NOT IN (x.reviewed_by, x.drafted_by, x.submitted_by)`),
  },
  PERMIT_TO_LIST: {
    powers: ['permit.list'],
    ...{ id: 'ptr', at: 'permit-transfers/:id', doors: ['listPermitTransfer'] },
    rows: permit('ELIGIBLE'),
  },
  CONTRACT_TO_SIGN: {
    powers: ['permit.sign'],
    ...{ id: 'ptr', at: 'permit-transfers/:id', doors: ['signPermitContract'] },
    rows: permit(
      'TRADED',
      `((x.seller_signed = '' AND ${ownPlant('seller_no')}) OR (x.buyer_signed = '' AND ${ownPlant('buyer_no')}))`,
      'NULL::bigint, x.due_day',
    ),
  },
  CONTRACT_TO_PAY: {
    powers: ['permit.sign'],
    ...{ id: 'ptr', at: 'permit-transfers/:id', doors: ['payPermitContract'] },
    rows: permit('CONTRACTED', ownPlant('buyer_no'), 'NULL::bigint, x.due_day'),
  },
  PERMIT_TO_CERTIFY: {
    powers: ['permit.list'],
    ...{ id: 'ptr', at: 'permit-transfers/:id', doors: ['proposePermitCertificate'] },
    rows: permit('PAID', unproposed('certify-permit-transfer', 'transferNo', 'transfer_no')),
  },
  PERMIT_TO_CHANGE: {
    powers: ['permit.review'],
    ...{ id: 'ptr', at: 'permit-transfers/:id', doors: ['startPermitChange'] },
    rows: permit('CERTIFIED'),
  },
  PERMIT_TO_COMPLETE: {
    powers: ['permit.approve'],
    ...{ id: 'ptr', at: 'permit-transfers/:id', doors: ['completePermitTransfer'] },
    rows: permit('PERMIT_CHANGING', 'x.changing_by <> asked.person'),
  },
  BANK_LINE_UNCLEAR: {
    powers: ['cash.enter'],
    ...{
      id: 'lin',
      at: 'bank-lines',
      doors: ['proposeLineAssignment', 'proposeLineReturn', 'proposeLineClearance'],
    },
    rows: ofTable(
      'bank_lines',
      `x.line_no, x.changed_at, ${NO_TERM}, x.unclear`,
      `x.state = 'SUSPENSE' AND NOT EXISTS (SELECT 1 FROM proposals p WHERE p.venue_no = x.venue_no AND p.state = 'PENDING' AND (p.payload->>'lineNo')::bigint = x.line_no)`,
    ),
  },
  STATEMENT_TO_RELEASE: {
    powers: ['cash.enter'],
    ...{ id: 'stf', at: 'bank-statements/:id', doors: ['proposeStatementRelease', 'discardBankStatement'] },
    rows: ofTable(
      'statement_files',
      `x.file_no, x.imported_at, ${NO_TERM}, x.file_id`,
      `x.state = 'STAGED' AND ${unproposed('release-statements', 'fileNo', 'file_no')}`,
    ),
  },
  STATEMENT_IN_QUARANTINE: {
    powers: ['cash.enter'],
    ...{ id: 'stf', at: 'bank-statements/:id', doors: ['recheckBankStatement', 'discardBankStatement'] },
    rows: ofTable(
      'statement_files',
      `x.file_no, x.imported_at, ${NO_TERM}, x.file_id`,
      `x.state = 'QUARANTINED'`,
    ),
  },
  WITHDRAWAL_TO_FILE: {
    powers: ['cash.enter'],
    ...{ id: 'wdr', at: 'cash-withdrawals', doors: ['draftPaymentFile'] },
    rows: ofTable(
      'cash_transfers',
      `x.transfer_no, x.changed_at, ${NO_TERM}, x.payee_name`,
      `x.state = 'REQUESTED'`,
    ),
  },
  PAYMENT_FILE_TO_RELEASE: {
    powers: ['cash.enter'],
    ...{ id: 'pmf', at: 'payment-files', doors: ['proposePaymentFileRelease', 'discardPaymentFile'] },
    rows: ofTable(
      'payment_files',
      `x.payment_file_no, x.changed_at, ${NO_TERM}, x.message_id`,
      `x.state = 'DRAFT' AND ${unproposed('release-payment-file', 'paymentFileNo', 'payment_file_no')}`,
    ),
  },
  PAYMENT_FILE_TO_SEND: {
    powers: ['cash.enter'],
    ...{ id: 'pmf', at: 'payment-files', doors: ['markPaymentFileSent'] },
    rows: ofTable(
      'payment_files',
      `x.payment_file_no, x.changed_at, ${NO_TERM}, x.message_id`,
      `x.state = 'RELEASED'`,
    ),
  },
  AUCTION_HALF_TO_REVEAL: {
    powers: ['auction.open', 'auction.witness'],
    ...{ id: 'auc', at: 'auctions/:id', doors: ['revealAuctionHalf'] },
    rows: auction('ANNOUNCED', `x.closes_at <= asked.now AND (${mine('first')} OR ${mine('second')})`),
  },
  AUCTION_TO_UNSEAL: {
    powers: ['auction.run'],
    ...{ id: 'auc', at: 'auctions/:id', doors: ['unsealAuctionBids'] },
    rows: auction('ANNOUNCED', `${revealed('first')} AND ${revealed('second')}`),
  },
  AUCTION_TO_CLEAR: {
    powers: ['auction.run'],
    ...{ id: 'auc', at: 'auctions/:id', doors: ['clearAuction'] },
    rows: auction('OPENED', 'true'),
  },
  AUCTION_TO_SETTLE: {
    powers: ['auction.settle'],
    ...{ id: 'auc', at: 'auctions/:id', doors: ['settleAuction'] },
    rows: auction('CLEARED', 'true', `(x.result->>'payBy')::bigint`),
  },
} as const satisfies Readonly<Record<string, Task>>;

export type TaskKind = keyof typeof TASKS;
export const TASK_KINDS = Object.keys(TASKS) as [TaskKind, ...TaskKind[]];
