export const ORG_KINDS = ['enterprise', 'regulator', 'operator', 'verifier', 'auditor'] as const;
export type OrgKind = (typeof ORG_KINDS)[number];

export interface Organisation {
  readonly orgId: string;
  readonly title: string;
  readonly kind: OrgKind;
  /** Organisations under one control; the market prevents trades inside a group. */
  readonly ownerGroup: string;
}
