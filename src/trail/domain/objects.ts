/** What a line of the trail can be about, with its words and the fields of commands and events that number it. */
export interface ObjectWords {
  readonly zh: string;
  readonly en: string;
  /** The first of them that is present names the object. */
  readonly fields: readonly string[];
  /** The kind of its public id; absent where its number or name is public as it is. */
  readonly id?: string;
}

const object = (zh: string, en: string, fields: readonly string[], id?: string): ObjectWords => ({
  zh,
  en,
  fields,
  ...(id !== undefined && { id }),
});

export const OBJECTS = {
  account: object('账户', 'account', ['accountNo', 'fromAccount'], 'acc'),
  order: object('申报', 'order', ['orderNo'], 'ord'),
  trade: object('成交', 'trade', ['tradeNo'], 'trd'),
  settlement: object('结算批次', 'settlement run', []),
  instrument: object('标的', 'instrument', ['instrumentNo'], 'ins'),
  day: object('交易日', 'trading day', ['day']),
  switch: object('紧急止损', 'kill switch', ['switchNo']),
  proposal: object('提案', 'proposal', ['proposalNo'], 'prp'),
  batch: object('配额批次', 'allocation batch', ['batchNo'], 'bat'),
  pack: object('规则包', 'rule pack', ['packNo']),
  draft: object('规则包草案', 'draft of a rule pack', ['draftNo'], 'drf'),
  intent: object('大宗意向', 'block intent', ['intentNo'], 'blk'),
  negotiation: object('大宗协商', 'block negotiation', ['negotiationNo'], 'neg'),
  bidding: object('单向竞价', 'one-way bidding', ['biddingNo'], 'owb'),
  auction: object('拍卖', 'auction', ['auctionNo'], 'auc'),
  bid: object('拍卖报价', 'bid of an auction', ['bidNo'], 'bid'),
  district: object('辖区', 'district', ['districtNo'], 'dst'),
  plant: object('排污单位', 'plant', ['plantNo'], 'plt'),
  right: object('排污权', 'discharge right', ['rightNo'], 'rgt'),
  encumbrance: object('权利负担', 'encumbrance', ['encumbranceNo'], 'enc'),
  transfer: object('排污权转让', 'transfer of a right', ['transferNo'], 'ptr'),
  trust: object('信任账户', 'trusted account', ['trustNo'], 'tru'),
  delayed: object('延时划转', 'delayed transfer', ['transferNo'], 'dtr'),
  freeze: object('编号冻结', 'freeze of serials', ['freezeNo'], 'frz'),
  certificate: object('持仓证明', 'holdings certificate', ['certificateNo'], 'crt'),
  bank: object('银行账户', 'bank account', ['bankNo'], 'bka'),
  withdrawal: object('出金', 'withdrawal', ['withdrawalNo', 'transferNo'], 'wdr'),
  payment: object('付款文件', 'payment file', ['paymentFileNo'], 'pmf'),
  statement: object('对账单', 'statement file', ['fileNo'], 'stf'),
  line: object('银行流水', 'bank line', ['lineNo'], 'lin'),
  dispute: object('结算异议', 'dispute', ['disputeNo']),
  break: object('对账差错', 'break of reconciliation', ['breakNo']),
  reserve: object('政府储备', 'government reserve', []),
  venue: object('市场', 'venue', []),
  person: object('人员', 'person', []),
  organisation: object('单位', 'organisation', []),
  session: object('会话', 'session', []),
  key: object('接口密钥', 'API key', []),
  office: object('审计记录', 'audit records', []),
} as const satisfies Readonly<Record<string, ObjectWords>>;

export type ObjectKind = keyof typeof OBJECTS;
export const OBJECT_KINDS = Object.keys(OBJECTS) as ObjectKind[];

/** Other fields that name an object which a line touches, so that its own timeline shows the line. */
export const TOUCHING_FIELDS: Readonly<Record<string, ObjectKind>> = {
  ...Object.fromEntries(
    OBJECT_KINDS.filter((kind) => kind !== 'instrument' && kind !== 'pack' && kind !== 'day').flatMap(
      (kind) => OBJECTS[kind].fields.map((field) => [field, kind]),
    ),
  ),
  // The same word in three contexts: see `kindOfField`.
  transferNo: 'transfer',
  toAccount: 'account',
  buyer: 'account',
  seller: 'account',
  counterparty: 'account',
  buyOrder: 'order',
  sellOrder: 'order',
  lesseeNo: 'plant',
  namedBuyer: 'plant',
  stockNo: 'right',
};

/** What a field of a line about such an object numbers; undefined for one that is no name. */
export function kindOfField(field: string, about: string): ObjectKind | undefined {
  const own = OBJECTS[about as ObjectKind]?.fields as readonly string[] | undefined;
  return own?.includes(field) ? (about as ObjectKind) : TOUCHING_FIELDS[field];
}

/** The kind of object that a public id names by its first letters; undefined for one that names none. */
export function kindOfId(id: string): ObjectKind | undefined {
  const prefix = id.slice(0, id.indexOf('_'));
  const office = OFFICE_IDS[prefix];
  return office ?? OBJECT_KINDS.find((kind) => (OBJECTS[kind] as ObjectWords).id === prefix);
}

/** Ids of the office are stored as they are shown. */
const OFFICE_IDS: Readonly<Record<string, ObjectKind | undefined>> = {
  usr: 'person',
  org: 'organisation',
  sid: 'session',
  key: 'key',
};
