/** The demo venue's cast: one person per desk, so that four eyes really need two logins. */
export interface DemoOrganisation {
  readonly key: string;
  readonly title: string;
  readonly kind: 'enterprise' | 'regulator' | 'operator' | 'verifier' | 'auditor';
}

export interface DemoPerson {
  readonly login: string;
  readonly displayName: string;
  readonly org: string;
  readonly roles: readonly string[];
}

export const DEMO_ORGANISATIONS: readonly DemoOrganisation[] = [
  { key: 'bureau', title: '示范市生态环境局 Demo Environment Bureau', kind: 'regulator' },
  { key: 'exchange', title: '示范环境能源交易所 Demo Exchange', kind: 'operator' },
  { key: 'plant-a', title: '甲热电厂 Plant A (heat and power)', kind: 'enterprise' },
  { key: 'plant-b', title: '乙钢铁厂 Plant B (steel)', kind: 'enterprise' },
  { key: 'auditor', title: '示范审计事务所 Demo Auditors', kind: 'auditor' },
];

export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { login: 'admin', displayName: '系统管理员 Administrator', org: 'exchange', roles: ['identity_admin'] },
  { login: 'issuer', displayName: '配额经办 Issuer', org: 'bureau', roles: ['reg_issuer'] },
  { login: 'issuer2', displayName: '配额经办二 Second issuer', org: 'bureau', roles: ['reg_issuer'] },
  { login: 'approver', displayName: '配额审批 Approver', org: 'bureau', roles: ['reg_approver'] },
  { login: 'exchange', displayName: '交易运营 Exchange operator', org: 'exchange', roles: ['exchange_op'] },
  { login: 'clearing1', displayName: '清算经办 Clearing (maker)', org: 'exchange', roles: ['clearing_op'] },
  { login: 'clearing2', displayName: '清算复核 Clearing (checker)', org: 'exchange', roles: ['clearing_op'] },
  { login: 'plant-a', displayName: '甲厂交易员 Trader of Plant A', org: 'plant-a', roles: ['ent_trader'] },
  {
    login: 'plant-a-manager',
    displayName: '甲厂负责人 Manager of Plant A',
    org: 'plant-a',
    roles: ['ent_manager'],
  },
  { login: 'plant-b', displayName: '乙厂交易员 Trader of Plant B', org: 'plant-b', roles: ['ent_trader'] },
  {
    login: 'plant-b-manager',
    displayName: '乙厂负责人 Manager of Plant B',
    org: 'plant-b',
    roles: ['ent_manager'],
  },
  { login: 'auditor', displayName: '审计员 Auditor', org: 'auditor', roles: ['auditor'] },
];
