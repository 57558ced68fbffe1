interface Lane<T> {
  readonly member: string;
  items: T[];
  /** The first that has not been taken. */
  head: number;
}

/** Taken items are let go of in steps of so many. */
const COMPACT = 1_024;

/**
 * What waits, a lane for each member. Lanes are served in turn, one item each: a member who sends ten times what can be
 * served waits behind its own items, and nobody else does. Within a lane, first come is first served.
 */
export class FairQueue<T> {
  private readonly lanes = new Map<string, Lane<T>>();
  /** Lanes that are not empty, in the order of service. */
  private readonly ring: Lane<T>[] = [];
  private next = 0;
  private size = 0;

  get length(): number {
    return this.size;
  }

  lengthOf(member: string): number {
    const lane = this.lanes.get(member);
    return lane === undefined ? 0 : lane.items.length - lane.head;
  }

  push(member: string, item: T): void {
    let lane = this.lanes.get(member);
    if (lane === undefined) {
      lane = { member, items: [], head: 0 };
      this.lanes.set(member, lane);
      this.ring.push(lane);
    }
    lane.items.push(item);
    this.size += 1;
  }

  take(most: number): T[] {
    const taken: T[] = [];
    while (taken.length < most && this.size > 0) {
      const lane = this.ring[this.next];
      taken.push(lane.items[lane.head++]);
      this.size -= 1;
      if (lane.head === lane.items.length) this.close(lane);
      else this.next += 1;
      if (this.next >= this.ring.length) this.next = 0;
      if (lane.head === COMPACT) {
        lane.items = lane.items.slice(COMPACT);
        lane.head = 0;
      }
    }
    return taken;
  }

  private close(lane: Lane<T>): void {
    this.lanes.delete(lane.member);
    this.ring.splice(this.next, 1);
  }
}
