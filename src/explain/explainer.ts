import type { Json } from '../kernel/json.js';
import { RejectionError } from '../kernel/rejection.js';
import type { PublicIdKind, PublicIds } from '../platform/http/index.js';
import type { DecidedRecord } from '../sequencer/index.js';
import { explainBalance } from './balance-explained.js';
import type { ExplainTables } from './explain-tables.js';
import { type Explanation, money, type PackShown, units } from './explanation.js';
import { explainOrder } from './order-explained.js';
import { type BandFacts, explainRejection } from './rejection-explained.js';
import { explainTrade } from './trade-explained.js';

/** Numbers of a command that are shown as public ids. */
const NAMED: Readonly<Record<string, PublicIdKind>> = {
  accountNo: 'acc',
  orderNo: 'ord',
  proposalNo: 'prp',
  batchNo: 'bat',
};

/** What tells whose command it was. */
const WHOSE: ReadonlySet<string> = new Set(['accountNo', 'org', 'ownerGroup', 'clientOrderId']);

/** The chain behind a number, for one reader: `org` is whose numbers may be explained, null for everybody's. */
export class Explainer {
  constructor(
    private readonly tables: ExplainTables,
    private readonly ids: PublicIds,
  ) {}

  async order(venueNo: number, orderId: string, org: string | null): Promise<Explanation> {
    const order = await this.tables.order(venueNo, this.no('ord', venueNo, orderId), org);
    // A foreign order looks like none at all.
    if (order === undefined) throw new RejectionError({ code: 'market.order_unknown' });
    const goods = await this.tables.goods(venueNo, order.instrumentNo);
    const pack = await this.packOf(venueNo, order.packNo);
    const reference = await this.tables.reference(
      venueNo,
      order.instrumentNo,
      order.tradingDay,
      goods.referenceFen,
    );
    return explainOrder(orderId, order, goods, pack, reference);
  }

  async trade(venueNo: number, tradeId: string, org: string | null): Promise<Explanation> {
    const trade = await this.tables.trade(venueNo, this.no('trd', venueNo, tradeId), org);
    if (trade === undefined) throw new RejectionError({ code: 'explain.unknown_trade' });
    const goods = await this.tables.goods(venueNo, trade.instrumentNo);
    const sides = trade.sides.map(({ orderNo, ...side }) => ({
      ...side,
      orderId: this.ids.encode('ord', venueNo, orderNo),
    }));
    const settled = trade.settledSeq === null ? undefined : { seq: trade.settledSeq };
    const { annulled } = trade;
    const undone = annulled && {
      ...annulled,
      proposalId: this.ids.encode('prp', venueNo, annulled.proposalNo),
    };
    const pack = await this.packOf(venueNo, trade.packNo);
    return explainTrade(tradeId, trade, sides, goods, pack, settled, undone ?? undefined);
  }

  /** `which`: the command's place in the journal, or its idempotency key. Masked, it does not tell whose it was. */
  async rejection(
    venueNo: number,
    which: { seq: number } | { key: string },
    org: string | null,
    isMasked = false,
  ): Promise<Explanation> {
    const record =
      'seq' in which
        ? await this.tables.rejection(venueNo, which.seq, org)
        : await this.tables.rejectionOfKey(venueNo, which.key, org);
    if (record === undefined) throw new RejectionError({ code: 'explain.unknown_rejection' });
    const pack = record.rej?.rule && (await this.tables.pack(venueNo, record.rej.rule.pack));
    const facts = pack && (await this.bandFacts(venueNo, record, pack));
    return explainRejection(record, pack, facts, (field, value) =>
      isMasked && WHOSE.has(field) ? '…' : this.named(venueNo, field, value),
    );
  }

  async balance(venueNo: number, accountId: string, asset: string, org: string | null): Promise<Explanation> {
    const accountNo = this.no('acc', venueNo, accountId);
    if (!(await this.tables.owns(venueNo, accountNo, org)))
      throw new RejectionError({ code: 'registry.unknown_account' });
    const assetNo = await this.tables.assetNo(venueNo, asset);
    if (assetNo === undefined) throw new RejectionError({ code: 'registry.unknown_instrument' });
    const orderId = (orderNo: number): string => this.ids.encode('ord', venueNo, orderNo);
    const facts = await this.tables.balance([venueNo, accountNo, assetNo], orderId);
    const goods = assetNo === 0 ? undefined : await this.tables.goods(venueNo, assetNo);
    const text = (amount: number): string => (goods === undefined ? money(amount) : units(amount, goods));
    return explainBalance(`${accountId}/${asset}`, facts, text);
  }

  private async bandFacts(
    venueNo: number,
    { at, cmd }: DecidedRecord,
    { pack }: PackShown,
  ): Promise<BandFacts | undefined> {
    const order =
      typeof cmd.orderNo === 'number' ? await this.tables.order(venueNo, cmd.orderNo, null) : undefined;
    const instrumentNo = typeof cmd.instrumentNo === 'number' ? cmd.instrumentNo : order?.instrumentNo;
    const day = await this.tables.tradingDayAt(venueNo, pack.localTime(at).day);
    if (instrumentNo === undefined || day === undefined) return undefined;
    const goods = await this.tables.goods(venueNo, instrumentNo);
    return { goods, reference: await this.tables.reference(venueNo, instrumentNo, day, goods.referenceFen) };
  }

  private async packOf(venueNo: number, packNo: number): Promise<PackShown> {
    const pack = await this.tables.pack(venueNo, packNo);
    if (pack === undefined) throw new RejectionError({ code: 'rules.unknown_pack' });
    return pack;
  }

  private named(venueNo: number, field: string, value: Json): string {
    const kind = NAMED[field];
    return kind !== undefined && typeof value === 'number'
      ? this.ids.encode(kind, venueNo, value)
      : field.endsWith('Fen') || field === 'price'
        ? money(value as number)
        : String(value);
  }

  /** 0, which nothing has, for what is not an id of this venue. */
  private no(kind: PublicIdKind, venueNo: number, id: string): number {
    const named = this.ids.decode(kind, id);
    return named?.venueNo === venueNo ? named.no : 0;
  }
}
