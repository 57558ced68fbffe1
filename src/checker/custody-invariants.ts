import { CASH, FIRST_USER_ACCOUNT, SYSTEM_ACCOUNTS } from '../ledger/index.js';
import type { VenueMachine } from '../machine.js';
import { Findings } from './findings.js';
import type { Verdict } from './invariant.js';

const PROMISES = {
  'C1 memory': 'what is not in a sink is what was issued less what was cancelled and surrendered',
  'C2 memory': 'frozen serials are with whom they were when they were frozen',
  'C3 memory':
    'an allowance is frozen for an order of court, a waiting transfer, a proposal or a hand-back, and for nothing else',
};
const RESERVING = new Set(['transfer-units', 'cancel-units', 'surrender-units']);

/** Safe movement: sinks, freezes, and what waiting transfers promise. */
export function custodyInvariants(machine: VenueMachine): Verdict[] {
  const findings = new Findings(PROMISES);
  sinks(machine, findings);
  frozenSerials(machine, findings);
  frozenUnits(machine, findings);
  return findings.verdicts();
}

function sinks({ registry, ledger, custody }: VenueMachine, findings: Findings): void {
  const { ISSUANCE, CANCELLED, SURRENDERED } = SYSTEM_ACCOUNTS;
  const alive = new Map<number, number>();
  for (const { account, asset, posted } of ledger.all())
    if (account !== ISSUANCE && account !== CANCELLED && account !== SURRENDERED)
      alive.set(asset, (alive.get(asset) ?? 0) + posted);
  for (const { instrumentNo } of registry.allInstruments()) {
    const born = registry.serials.born(instrumentNo);
    const cancelled = ledger.balance(CANCELLED, instrumentNo).posted;
    const surrendered = custody.surrenderedOf(instrumentNo);
    findings.check('C1 memory', born - cancelled - surrendered === (alive.get(instrumentNo) ?? 0), () => {
      return `instrument ${instrumentNo}: ${born} born, ${cancelled} cancelled, ${surrendered} surrendered, ${alive.get(instrumentNo)} alive`;
    });
  }
}

function frozenSerials({ registry, custody }: VenueMachine, findings: Findings): void {
  for (const { freezeNo, instrumentNo, first, last, kept } of custody.freezesOf('SERIALS')) {
    const held = new Map<number, number>();
    for (const block of registry.serials.holdersOf(instrumentNo, { first, last }))
      held.set(block.accountNo, (held.get(block.accountNo) ?? 0) + block.last - block.first + 1);
    const isThere = kept.every(({ accountNo, quantity }) => held.get(accountNo) === quantity);
    findings.check(
      'C2 memory',
      isThere && held.size === kept.length,
      () => `freeze ${freezeNo}: serials ${first}-${last} of ${instrumentNo} have moved`,
    );
  }
}

function frozenUnits({ registry, ledger, custody, approvals }: VenueMachine, findings: Findings): void {
  const due = new Map<string, number>();
  const owe = (account: number, asset: number, quantity: number): void => {
    const name = `${account} ${asset}`;
    due.set(name, (due.get(name) ?? 0) + quantity);
  };
  for (const { instrumentNo, kept } of custody.freezesOf('SERIALS'))
    for (const { accountNo, quantity } of kept) owe(accountNo, instrumentNo, quantity);
  for (const { fromAccount, instrumentNo, quantity } of custody.waiting())
    owe(fromAccount, instrumentNo, quantity);
  for (const { instrumentNo, lines } of registry.allBatches())
    for (const { accountNo, kept = 0 } of lines) if (kept > 0) owe(accountNo, instrumentNo, kept);
  for (const { action, payload } of approvals.allPending()) {
    const { fromAccount, accountNo, instrumentNo, batchNo, quantity } = payload as Record<string, number>;
    if (RESERVING.has(action)) owe(fromAccount ?? accountNo, instrumentNo, quantity);
    if (action === 'recall-units') owe(accountNo, registry.batch(batchNo)!.instrumentNo, quantity);
  }
  for (const { account, asset, frozen } of ledger.all()) {
    // Rights of discharge permits are frozen by their own register.
    if (asset === CASH || account < FIRST_USER_ACCOUNT || registry.instrument(asset)?.kind !== 'carbon')
      continue;
    const owed = (due.get(`${account} ${asset}`) ?? 0) + registry.frozenByCourt(account, asset);
    findings.check(
      'C3 memory',
      frozen === owed,
      () => `account ${account} instrument ${asset}: frozen ${frozen}, due are ${owed}`,
    );
  }
}
