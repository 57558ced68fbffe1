import type { ObjectKind } from './objects.js';

/** Who asks, as far as the trail needs to know. */
export interface Reader {
  readonly orgId: string;
  readonly roles: readonly string[];
  readonly scopes: Readonly<Record<string, string | undefined>>;
}

export interface ReaderReach {
  readonly org: string | null;
  readonly kinds: readonly ObjectKind[] | null;
  readonly office: boolean;
  readonly ownOrg: string;
  /** Whose deed it was is not shown, nor searched for, unless it was one's own organisation. */
  readonly masked: boolean;
}

/** Rulebook §6: the exchange reads the market's trail, masked; the clearing office what settlement needs. */
const OF_OFFICE: Readonly<Record<string, readonly ObjectKind[]>> = {
  exchange_op:
    `order trade day instrument switch intent negotiation bidding auction bid pack draft proposal transfer`.split(
      ' ',
    ) as ObjectKind[],
  clearing_op: 'order trade settlement account batch proposal instrument auction transfer reserve'.split(
    ' ',
  ) as ObjectKind[],
};

export function reachOf({ orgId, roles, scopes }: Reader): ReaderReach {
  const scope = scopes['audit.read'];
  const own = { org: orgId, kinds: null, office: false, ownOrg: orgId, masked: false };
  if (scope === 'all') return { ...own, org: null, office: true };
  if (scope !== 'venue') return own;
  const offices = roles.filter((role) => role in OF_OFFICE);
  // Who also supervises reads with the supervisor's eyes.
  const isSupervisor = roles.some((role) => role.startsWith('reg_'));
  const kinds = isSupervisor ? null : [...new Set(offices.flatMap((role) => OF_OFFICE[role]!))];
  const masked = !isSupervisor && roles.includes('exchange_op') && !roles.includes('clearing_op');
  return { ...own, org: null, kinds, masked };
}
