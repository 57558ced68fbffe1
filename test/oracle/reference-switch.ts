import type { Facts } from './reference-facts.js';
import type { ReferenceMarket } from './reference-market.js';

interface Switch {
  readonly no: number;
  readonly party: string;
  readonly org: string;
  readonly thing: number | null;
}

/** Kill switches as docs/risk-controls.md tells of them: a list, asked from end to end. */
export class ReferenceSwitches {
  engaged: Switch[] = [];

  constructor(private readonly market: ReferenceMarket) {}

  bars(org: string, thing: number): boolean {
    return this.engaged.some((one) => meets(one, org, thing));
  }

  decide(kind: string, c: Facts, seq: number): string | Facts | undefined {
    if (kind === 'engage-kill-switch') return this.engage(c, seq);
    if (kind !== 'release-own-kill-switch') return undefined;
    const own = this.engaged.find((one) => one.party === 'member' && one.org === c.org);
    if (own === undefined) return 'market.kill_switch_not_engaged';
    this.release(own.no);
    return { switchNo: own.no };
  }

  release(no: number): void {
    this.engaged = this.engaged.filter((one) => one.no !== no);
  }

  private engage(c: Facts, seq: number): string | Facts {
    const { market } = this;
    const { party, org, instrumentNo: thing } = c;
    if (thing !== null && !market.things.some((one) => one.no === thing)) return 'market.instrument_unknown';
    if (org !== '' && !market.parties.some((one) => one.org === org)) return 'market.organisation_unknown';
    if (this.engaged.some((one) => one.party === party && one.org === org && one.thing === thing))
      return 'market.kill_switch_engaged';
    const added = { no: seq, party, org, thing };
    this.engaged.push(added);
    const reached = market.openOrders().filter((o) => meets(added, o.party.org, o.thing.no));
    for (const order of reached) market.end(order, 'CANCELLED');
    market.blocks.withdrawOf((party, thing) => meets(added, party.org, thing.no));
    if (org !== '') market.biddings.withdrawOf((party, thing) => meets(added, party.org, thing.no));
    return { switchNo: seq, ordersCancelled: reached.length };
  }
}

function meets({ org, thing }: Switch, ofOrg: string, ofThing: number): boolean {
  return (org === '' || org === ofOrg) && (thing === null || thing === ofThing);
}
