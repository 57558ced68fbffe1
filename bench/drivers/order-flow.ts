import type { Command } from '../../src/sequencer/index.js';
import type { WorkloadCommand } from '../../test/support/workload.js';
import type { Furnished, Member } from './furnish.js';

/** What a workload's market orders accept: everything. */
const [HIGHEST_PRICE, LOWEST_PRICE] = [32_767, 100];
/** The workloads know a thousand accounts; where there are more, orders spread over all. */
const WORKLOAD_ACCOUNTS = 1_000;

/** A workload in the words of a venue. An order's number is the place of its command in the journal. */
export class OrderFlow {
  private readonly placed = new Map<number, { readonly orderNo: number; readonly org: string }>();

  constructor(private readonly venue: Furnished) {}

  /** `seq`: the place that this command will have. */
  next(wanted: WorkloadCommand, seq: number): { readonly org: string; readonly command: Command } {
    const { type, id, side, price, quantity } = wanted;
    if (type === 'cancel') {
      const { orderNo, org } = this.placed.get(id)!;
      this.placed.delete(id);
      return { org, command: { kind: 'cancel-order', org, orderNo } };
    }
    const { accountNo, org } = this.member(wanted);
    if (type === 'limit') this.placed.set(id, { orderNo: seq, org });
    const limit = type === 'market' ? (side === 'buy' ? HIGHEST_PRICE : LOWEST_PRICE) : price;
    const { instrumentNo } = this.venue;
    const timeInForce = type === 'limit' ? 'DAY' : 'IOC';
    const facts = { org, accountNo, instrumentNo, side, type: 'limit', price: limit, quantity, timeInForce };
    return { org, command: { kind: 'place-order', ...facts } };
  }

  private member({ side, id, account }: WorkloadCommand): Member {
    const members = side === 'buy' ? this.venue.buyers : this.venue.sellers;
    const spread = Math.ceil(members.length / WORKLOAD_ACCOUNTS);
    return members[(account - 1 + WORKLOAD_ACCOUNTS * (id % spread)) % members.length];
  }
}
