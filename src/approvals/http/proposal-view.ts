import { CENTS, formatDecimal } from '../../kernel/decimal.js';
import { formatInstant } from '../../kernel/instant.js';
import type { Json } from '../../kernel/json.js';
import type { PublicIdKind } from '../../platform/http/index.js';

export interface ProposalRow {
  readonly proposal_no: string;
  readonly action: string;
  readonly payload: Record<string, Json>;
  readonly payload_hash: string;
  readonly reason: string;
  readonly state: string;
  readonly maker: string;
  readonly maker_org: string;
  readonly owner_org: string;
  readonly next_power: string | null;
  readonly signatures: { by: string; org: string; power: string; seq: number; at: number }[];
  readonly note: string;
  readonly proposed_at: string;
  readonly changed_at: string;
  /** Of the instrument the payload names; null when it names none. */
  readonly unit_scale: number | null;
}

type Encode = (kind: PublicIdKind, no: number) => string;

/** Counted in units of the instrument that the payload names. */
const QUANTITIES: readonly string[] = ['quantity', 'permitted', 'need', 'discharge', 'granted', 'retired'];
const NAMED: Readonly<Record<string, readonly [string, PublicIdKind]>> = {
  accountNo: ['accountId', 'acc'],
  fromAccount: ['fromAccountId', 'acc'],
  toAccount: ['toAccountId', 'acc'],
  instrumentNo: ['instrumentId', 'ins'],
  auctionNo: ['auctionId', 'auc'],
  districtNo: ['districtId', 'dst'],
  plantNo: ['plantId', 'plt'],
  lesseeNo: ['lesseeId', 'plt'],
  namedBuyer: ['namedBuyerId', 'plt'],
  rightNo: ['rightId', 'rgt'],
  stockNo: ['rightId', 'rgt'],
  encumbranceNo: ['encumbranceId', 'enc'],
  transferNo: ['transferId', 'ptr'],
  tradeNo: ['tradeId', 'trd'],
  trusted: ['trustedAccountId', 'acc'],
  trustNo: ['trustId', 'tru'],
  freezeNo: ['freezeId', 'frz'],
  breakNo: ['breakId', 'brk'],
  bankNo: ['bankAccountId', 'bka'],
  withdrawalNo: ['withdrawalId', 'wdr'],
  paymentFileNo: ['paymentFileId', 'pmf'],
  fileNo: ['statementFileId', 'stf'],
  lineNo: ['lineId', 'lin'],
};

const INSTANTS: ReadonlySet<string> = new Set(['until', 'cancelUntil']);

/** Whose trade it is stays masked here; whoever may know reads the trade itself. */
const MASKED: ReadonlySet<string> = new Set(['buyer', 'seller', 'serials']);

/** A proposal as people read it: public ids, decimal strings, and the hash that every signer signs. */
export function showProposal(row: ProposalRow, encode: Encode): object {
  return {
    proposalId: encode('prp', Number(row.proposal_no)),
    action: row.action,
    payload: showPayload(row.payload, row.unit_scale ?? 0, encode),
    payloadHash: row.payload_hash,
    reason: row.reason,
    state: row.state,
    maker: row.maker,
    makerOrganisationId: row.maker_org,
    waitsFor: row.next_power,
    signatures: row.signatures.map(({ by, org, power, seq, at }) => ({
      by,
      organisationId: org,
      power,
      seq,
      at: formatInstant(at),
    })),
    note: row.note,
    proposedAt: formatInstant(Number(row.proposed_at)),
    changedAt: formatInstant(Number(row.changed_at)),
  };
}

export function showPayload(
  payload: Readonly<Record<string, Json | undefined>>,
  unitScale: number,
  encode: Encode,
): Record<string, Json> {
  const shown: Record<string, Json> = {};
  for (const [field, value] of Object.entries(payload)) {
    if (MASKED.has(field)) continue;
    const named = NAMED[field];
    // Nobody is named by zero: a transfer to whoever comes.
    if (named !== undefined && typeof value === 'number')
      shown[named[0]] = value === 0 ? null : encode(named[1], value);
    else if (field.endsWith('Fen') && typeof value === 'number')
      shown[field.slice(0, -3)] = formatDecimal(value, CENTS);
    else if ((field.endsWith('At') || INSTANTS.has(field)) && typeof value === 'number')
      shown[field] = formatInstant(value);
    else if (QUANTITIES.includes(field) && typeof value === 'number')
      shown[field] = formatDecimal(value, unitScale);
    else if (value !== undefined) shown[field] = value;
  }
  return shown;
}
