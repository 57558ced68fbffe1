import { beforeEach, describe, expect, it } from '@jest/globals';
import { type KillSwitch, KillSwitches, type SwitchScope } from '../../src/market/domain/kill-switches.js';

/** The switches that are engaged, without a market: whom each bars, and what is written down of it. */

let switches: KillSwitches;
beforeEach(() => {
  switches = new KillSwitches();
});

const engage = (
  switchNo: number,
  scope: SwitchScope,
  party: KillSwitch['party'] = 'operator',
): KillSwitch => {
  const how = { reason: 'a fault', engagedBy: 'usr_a', engagedAt: 7, ordersCancelled: 3 };
  const engaged = { switchNo, party, ...scope, ...how };
  switches.engage(engaged);
  return engaged;
};
const EVERYBODY: SwitchScope = { org: '', instrumentNo: null };

describe('the switches of a venue', () => {
  it('bar nobody, and leave nothing in the state, before the first', () => {
    expect(switches.areEngaged).toBe(false);
    expect([switches.barring('org_a', 1), switches.dump(), switches.changes]).toEqual([
      undefined,
      undefined,
      [],
    ]);
    engage(1, EVERYBODY);
    expect(switches.areEngaged).toBe(true);
  });

  it('bar by name only whom one names, in its instrument', () => {
    engage(1, EVERYBODY);
    expect(switches.barringByName('org_a', 1)).toBe(false);
    engage(2, { org: 'org_a', instrumentNo: 1 });
    expect(switches.barringByName('org_a', 1)).toBe(true);
    expect(switches.barringByName('org_a', 2)).toBe(false);
    expect(switches.barringByName('org_b', 1)).toBe(false);
    expect(switches.barring('org_b', 2)).toMatchObject({ switchNo: 1 });
  });

  it('are the same only of one party, one organisation and one instrument', () => {
    const scope = { party: 'operator', org: 'org_a', instrumentNo: 1 } as const;
    const engaged = engage(4, scope);
    expect(switches.same(scope)).toEqual(engaged);
    for (const other of [
      { party: 'regulator' as const },
      { org: 'org_b' },
      { instrumentNo: 2 },
      { instrumentNo: null },
    ])
      expect(switches.same({ ...scope, ...other })).toBeUndefined();
  });

  it('are written down when they are engaged and when they are released', () => {
    const engaged = engage(4, { org: 'org_a', instrumentNo: null });
    const release = { releasedBy: 'usr_b', releasedAt: 9, proposalNo: 2 };
    switches.release(engaged, release);
    expect(switches.changes).toEqual([
      { ...engaged, release: null },
      { ...engaged, release },
    ]);
    expect([switches.find(4), switches.areEngaged]).toEqual([undefined, false]);
  });

  it('are saved by number, whichever was restored first', () => {
    const [five, six, seven] = [5, 6, 7].map((no) => engage(no, { org: `org_${no}`, instrumentNo: null }));
    const saved = [seven!, five!, six!].map((one) => ({ ...one }));
    expect(KillSwitches.restore(saved).dump()).toEqual([five, six, seven]);
    expect(KillSwitches.restore(saved).changes).toEqual([]);
  });
});
