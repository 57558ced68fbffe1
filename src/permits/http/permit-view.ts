import { CENTS, formatDecimal } from '../../kernel/decimal.js';
import { formatInstant } from '../../kernel/instant.js';
import type { PublicIdKind } from '../../platform/http/index.js';
import type { DistrictRow, PlantRow, RightRow, TransferRow } from '../queries/permit-tables.js';

type Encode = (kind: PublicIdKind, no: number) => string;

const money = (fen: string): string => formatDecimal(Number(fen), CENTS);
const orNull = (encode: Encode, kind: PublicIdKind, no: number): string | null =>
  no === 0 ? null : encode(kind, no);

export function showPlant(row: PlantRow, encode: Encode): object {
  return {
    plantId: encode('plt', row.plant_no),
    accountId: encode('acc', Number(row.account_no)),
    districtId: encode('dst', row.district_no),
    name: row.name,
    sector: row.sector,
    sourceClass: row.source_class,
    captivePower: row.captive_power,
    heatPart: row.heat_part,
    ultraLow: row.ultra_low,
    permitUntil: row.permit_until || null,
    standings: row.standings.map(({ symbol, scale, permitted, need, discharge, as_of: asOf }) => ({
      symbol,
      permitted: formatDecimal(permitted, scale),
      need: formatDecimal(need, scale),
      discharge: formatDecimal(discharge, scale),
      asOf: asOf || null,
      violation: discharge > permitted,
    })),
  };
}

export function showRight(row: RightRow, encode: Encode): object {
  const units = (text: string): string => formatDecimal(Number(text), row.unit_scale);
  return {
    rightId: encode('rgt', Number(row.right_no)),
    plantId: orNull(encode, 'plt', row.plant_no),
    districtId: encode('dst', row.district_no),
    symbol: row.symbol,
    origin: row.origin,
    startDay: row.start_day,
    endDay: row.end_day,
    quantity: units(row.quantity),
    listed: units(row.listed),
    leased: units(row.leased),
    pledged: units(row.pledged),
    encumbrances: row.encumbrances.map((one) => ({
      encumbranceId: encode('enc', one.no),
      kind: one.kind,
      quantity: formatDecimal(one.quantity, row.unit_scale),
      ...(one.kind === 'lease'
        ? { lesseeId: encode('plt', one.lessee) }
        : { creditor: one.creditor, rank: one.rank }),
      lastDay: one.last_day,
      state: one.state,
    })),
  };
}

export function showDistrict(row: DistrictRow, encode: Encode): object {
  return {
    districtId: encode('dst', row.district_no),
    name: row.name,
    city: row.city,
    basin: row.basin,
    caps: row.caps.map(({ symbol, scale, cap, rights }) => ({
      symbol,
      cap: formatDecimal(cap, scale),
      rights: formatDecimal(rights, scale),
    })),
    readings: row.readings.map(({ indicator, day, tenths, target_met: targetMet }) => ({
      ...{ indicator, day, value: formatDecimal(tenths, 1), targetMet },
    })),
  };
}

/** What the law makes public of a transfer: the notice, the result, the certificate. */
export function showNotice(row: TransferRow, encode: Encode): object {
  const isListed = row.round > 0;
  return {
    transferId: encode('ptr', Number(row.transfer_no)),
    symbol: row.symbol,
    quantity: formatDecimal(Number(row.quantity), row.unit_scale),
    seller: row.seller ?? 'government reserve',
    district: row.district,
    state: row.state,
    rules: row.pack,
    ...(row.overrides.length > 0 && {
      overrides: row.overrides.map(({ code, authority, reason, proposalNo }) => ({
        ...{ code, authority, reason },
        proposalId: encode('prp', proposalNo),
      })),
    }),
    ...(row.upper_approval !== '' && { upperApproval: row.upper_approval }),
    ...(isListed && {
      method: row.method,
      price: money(row.price_fen),
      startPrice: money(row.start_fen),
      deposit: money(row.deposit_fen),
      opensAt: formatInstant(Number(row.opens_at)),
      closesAt: formatInstant(Number(row.closes_at)),
    }),
    ...(row.buyer_no > 0 && {
      buyer: row.buyer,
      tradedPrice: money(row.award_price_fen),
      value: money(row.value_fen),
    }),
    ...(row.certificate !== '' && { certificate: row.certificate, permitOrder: row.permit_order }),
  };
}

/** The whole of it, for its parties and the offices. */
export function showTransfer(row: TransferRow, encode: Encode): object {
  return {
    ...showNotice(row, encode),
    rightId: encode('rgt', Number(row.right_no)),
    sellerId: orNull(encode, 'plt', row.seller_no),
    namedBuyerId: orNull(encode, 'plt', row.named_buyer),
    buyerId: orNull(encode, 'plt', row.buyer_no),
    acrossRegions: row.across_regions,
    ground: row.ground,
    note: row.note,
    replacementRatio: row.ratio_bps === 0 ? null : formatDecimal(row.ratio_bps, 4),
    sellerSigned: row.seller_signed !== '',
    buyerSigned: row.buyer_signed !== '',
    dueDay: row.due_day || null,
    changedAt: formatInstant(Number(row.changed_at)),
  };
}
