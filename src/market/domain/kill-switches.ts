import type { Instant } from '../../kernel/instant.js';
import type { Json } from '../../kernel/json.js';

/** Whose hand is on it: a member bars itself, the operator and the regulator anybody. */
export type SwitchParty = 'member' | 'operator' | 'regulator';

/** Whom and what a switch bars. */
export interface SwitchScope {
  /** '': every organisation. */
  readonly org: string;
  /** null: every instrument. */
  readonly instrumentNo: number | null;
}

/** An engaged kill switch (紧急止损): in its scope no new order is taken, and none is open. */
export interface KillSwitch extends SwitchScope {
  /** The command that engaged it. */
  readonly switchNo: number;
  readonly party: SwitchParty;
  readonly reason: string;
  readonly engagedBy: string;
  readonly engagedAt: Instant;
  readonly ordersCancelled: number;
}

export interface SwitchRelease {
  readonly releasedBy: string;
  readonly releasedAt: Instant;
  /** null: a member's own, released by its manager. */
  readonly proposalNo: number | null;
}

/** A switch as it is kept for ever. */
export type SwitchChange = KillSwitch & { readonly release: SwitchRelease | null };

/** The switches of one venue that are engaged now. */
export class KillSwitches {
  private readonly engaged = new Map<number, KillSwitch>();
  /** Changes since the last drain; not part of the state. */
  readonly changes: SwitchChange[] = [];

  /** The one that keeps an organisation from placing orders; asked for everybody's orders with '' . */
  barring(org: string, instrumentNo: number): KillSwitch | undefined {
    if (this.engaged.size === 0) return undefined;
    for (const one of this.engaged.values()) if (isInScope(one, org, instrumentNo)) return one;
    return undefined;
  }

  get areEngaged(): boolean {
    return this.engaged.size > 0;
  }

  /** Is there one that means this organisation and not everybody? */
  barringByName(org: string, instrumentNo: number): boolean {
    return [...this.engaged.values()].some((one) => one.org !== '' && isInScope(one, org, instrumentNo));
  }

  find(switchNo: number): KillSwitch | undefined {
    return this.engaged.get(switchNo);
  }

  /** The same party's switch of the same scope. */
  same({
    party,
    org,
    instrumentNo,
  }: Pick<KillSwitch, 'party' | 'org' | 'instrumentNo'>): KillSwitch | undefined {
    for (const one of this.engaged.values())
      if (one.party === party && one.org === org && one.instrumentNo === instrumentNo) return one;
    return undefined;
  }

  engage(killSwitch: KillSwitch): void {
    this.engaged.set(killSwitch.switchNo, killSwitch);
    this.changes.push({ ...killSwitch, release: null });
  }

  release(killSwitch: KillSwitch, release: SwitchRelease): void {
    this.engaged.delete(killSwitch.switchNo);
    this.changes.push({ ...killSwitch, release });
  }

  /** Undefined where none is engaged, as in states saved before there were any. */
  dump(): Json | undefined {
    if (this.engaged.size === 0) return undefined;
    return [...this.engaged.values()].sort((a, b) => a.switchNo - b.switchNo).map((one) => ({ ...one }));
  }

  static restore(state: Json | undefined): KillSwitches {
    const switches = new KillSwitches();
    for (const one of (state ?? []) as unknown as KillSwitch[])
      switches.engaged.set(one.switchNo, { ...one });
    return switches;
  }
}

export function isInScope(scope: SwitchScope, org: string, instrumentNo: number): boolean {
  return (scope.org === '' || scope.org === org) && (scope.instrumentNo ?? instrumentNo) === instrumentNo;
}
