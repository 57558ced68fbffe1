import { bankingInvariants } from '../banking/index.js';
import { CASH, SYSTEM_ACCOUNTS } from '../ledger/index.js';
import { isUndelivered, owedBy } from '../clearing/index.js';
import { reconciliationInvariants } from '../reconciliation/index.js';
import type { VenueMachine } from '../machine.js';
import { marketInvariants, type Order } from '../market/index.js';
import { exactFee } from './exact-fee.js';
import { custodyInvariants } from './custody-invariants.js';
import { permitsInvariants } from '../permits/index.js';
import { Findings } from './findings.js';
import { type Verdict, verdict } from './invariant.js';

const PROMISES = {
  'I6 orders':
    'an order holds exactly what the rest of it may cost: its units, or its value and the fee on it',
  'I6 promises': 'what is outgoing and incoming is what waits for settlement, or is owed to the reserve',
  'I10 memory': 'trades are settled or wait, in one row without a gap',
  'I1 memory': 'units: what the issuance account owes is what was born',
  'S1 memory': 'a serial has one holder',
  'S2 memory': 'the serials of every account add up to its title',
};

/** What must hold in a venue's memory after every command; the simulator, tests and `verify` ask the same. */
export function stateInvariants(machine: VenueMachine): Verdict[] {
  const findings = new Findings(PROMISES);
  orderHolds(machine, findings);
  promises(machine, findings);
  settlementRow(machine, findings);
  births(machine, findings);
  serials(machine, findings);
  const { market, ledger } = machine;
  const looked = [...market.liveOrders()].length + [...ledger.all()].length;
  const promise = 'conserved, never overdrawn, holds are those of open orders, no crossed book';
  const permitPromise =
    'rights are units of their holders, promised once, under the caps of their districts; escrow is what is open';
  const transfers = machine.permits.transferCount;
  const cashPromise =
    'bank balances = cash sub-accounts + in transit + suspense, and each is the closing of its last released statement';
  const { banking } = machine;
  return [
    verdict('I1–I9 memory', promise, looked, marketInvariants(machine, machine.auctions.holds())),
    verdict('P1–P4 memory', permitPromise, transfers, permitsInvariants(machine)),
    ...custodyInvariants(machine),
    verdict('M1–M3 memory', cashPromise, banking.allAccounts().length, bankingInvariants(machine)),
    verdict(
      'R2 memory',
      'what an open break concerns is not open; no break is decided by nobody',
      machine.reconciliation.liveCount,
      reconciliationInvariants(machine),
    ),
    ...findings.verdicts(),
  ];
}

function orderHolds({ market, rules }: VenueMachine, findings: Findings): void {
  for (const order of market.liveOrders()) {
    const due = dueHold(order);
    findings.check(
      'I6 orders',
      order.held === due,
      () => `order ${order.orderNo} holds ${order.held}, due are ${due}`,
    );
  }
  function dueHold({ side, remaining, price, value, fees, packNo }: Order): number {
    if (side === 'sell') return remaining;
    const rest = remaining * price;
    return rest + exactFee(rules.pack(packNo)!, 'buy', value + rest) - fees;
  }
}

function promises({ clearing, ledger }: VenueMachine, findings: Findings): void {
  const due = new Map<string, { outgoing: number; incoming: number }>();
  const owe = (account: number, asset: number, outgoing: number, incoming: number): void => {
    const name = `${account} ${asset}`;
    const before = due.get(name) ?? { outgoing: 0, incoming: 0 };
    due.set(name, { outgoing: before.outgoing + outgoing, incoming: before.incoming + incoming });
  };
  const aside = clearing.failed();
  const undelivered = aside.filter(isUndelivered).map(({ trade }) => trade);
  for (const trade of [...clearing.pending(), ...undelivered]) {
    const { seller, buyer, instrumentNo, quantity, value, buyerFee, sellerFee } = trade;
    owe(seller, instrumentNo, quantity, 0);
    owe(buyer, instrumentNo, 0, quantity);
    owe(buyer, CASH, value + buyerFee, 0);
    owe(seller, CASH, 0, value - sellerFee);
  }
  for (const failure of aside) {
    if (failure.coveredBy === 0) continue;
    const { asset, amount } = owedBy(failure);
    owe(failure.accountNo, asset, amount, 0);
  }
  for (const { account, asset, outgoing, incoming } of ledger.all()) {
    const owed = due.get(`${account} ${asset}`) ?? { outgoing: 0, incoming: 0 };
    findings.check('I6 promises', outgoing === owed.outgoing && incoming === owed.incoming, () => {
      return `account ${account} asset ${asset}: outgoing ${outgoing}/${owed.outgoing} incoming ${incoming}/${owed.incoming}`;
    });
  }
}

function settlementRow({ clearing, market }: VenueMachine, findings: Findings): void {
  const numbers = clearing.pending().map(({ tradeNo }) => tradeNo);
  const inRow = numbers.every((no, i) => no === clearing.lastSettled + 1 + i);
  findings.check('I10 memory', inRow && clearing.lastSettled + numbers.length === market.tradeCount, () => {
    return `${clearing.lastSettled} settled, ${numbers.length} wait, ${market.tradeCount} were made`;
  });
}

function births({ registry, ledger }: VenueMachine, findings: Findings): void {
  for (const { instrumentNo } of registry.allInstruments()) {
    const born = registry.serials.born(instrumentNo);
    const owed = -ledger.balance(SYSTEM_ACCOUNTS.ISSUANCE, instrumentNo).posted;
    findings.check(
      'I1 memory',
      born === owed,
      () => `instrument ${instrumentNo}: ${born} born, ${owed} owed`,
    );
  }
}

function serials({ registry, ledger }: VenueMachine, findings: Findings): void {
  const held = new Map<string, number>();
  const blocks = [...registry.serials.blocks()].sort(
    (a, b) => a.instrumentNo - b.instrumentNo || a.first - b.first,
  );
  for (const [i, { instrumentNo, accountNo, first, last }] of blocks.entries()) {
    const before = blocks[i - 1];
    const apart = before === undefined || before.instrumentNo !== instrumentNo || before.last < first;
    findings.check('S1 memory', apart, () => `instrument ${instrumentNo} serial ${first} has two holders`);
    const name = `${accountNo} ${instrumentNo}`;
    held.set(name, (held.get(name) ?? 0) + last - first + 1);
  }
  for (const { account, asset, posted } of ledger.all()) {
    if (asset === CASH || account === SYSTEM_ACCOUNTS.ISSUANCE) continue;
    const has = held.get(`${account} ${asset}`) ?? 0;
    findings.check(
      'S2 memory',
      has === posted,
      () => `account ${account} has ${has} serials of ${asset} and title to ${posted}`,
    );
  }
}
