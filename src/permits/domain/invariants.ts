import { CASH, SYSTEM_ACCOUNTS } from '../../ledger/domain/system-accounts.js';
import { accountOf } from './escrow.js';
import { keepsUnits } from './transfer.js';
import type { PermitsWorld } from './world.js';

/** What must hold after every command; each broken fact is one sentence, none is the good news. */
export function permitsInvariants(world: PermitsWorld): string[] {
  return [...rights(world), ...promises(world), ...caps(world), ...escrow(world)];
}

/** Rights are units of their holders: frozen in a plant's account, all that the reserve has. */
function* rights(world: PermitsWorld): Generator<string> {
  const sums = new Map<string, number>();
  for (const right of world.permits.all().rights) {
    const name = `${accountOf(world, right.plantNo)} ${right.instrumentNo}`;
    sums.set(name, (sums.get(name) ?? 0) + right.quantity);
  }
  for (const { account, asset, posted, frozen } of world.ledger.all()) {
    const registered = sums.get(`${account} ${asset}`) ?? 0;
    const isReserve = account === SYSTEM_ACCOUNTS.PERMIT_RESERVE && asset !== CASH;
    if (isReserve ? registered !== posted : registered > frozen)
      yield `account ${account} has rights of ${registered} in asset ${asset}, posted ${posted}, frozen ${frozen}`;
  }
}

/** No right is promised twice: listed, lent and pledged units are what transfers, leases and pledges say. */
function* promises({ permits }: PermitsWorld): Generator<string> {
  const { rights, transfers, encumbrances } = permits.all();
  const listed = new Map<number, number>();
  const leased = new Map<number, number>();
  const pledged = new Map<number, number>();
  const count = (sums: Map<number, number>, no: number, by: number): unknown =>
    sums.set(no, (sums.get(no) ?? 0) + by);
  for (const { state, rightNo, quantity } of transfers)
    if (keepsUnits(state)) count(listed, rightNo, quantity);
  for (const { state, kind, rightNo, quantity } of encumbrances) {
    if (state !== 'ACTIVE') continue;
    if (kind === 'lease') count(leased, rightNo, quantity);
    else pledged.set(rightNo, Math.max(pledged.get(rightNo) ?? 0, quantity));
  }
  for (const right of rights) {
    const due = [listed, leased, pledged].map((sums) => sums.get(right.rightNo) ?? 0);
    const kept = [right.listed, right.leased, right.pledged];
    if (kept.join() !== due.join())
      yield `right ${right.rightNo} keeps ${kept.join()}, due are ${due.join()}`;
    if (due.reduce((a, b) => a + b) > right.quantity)
      yield `right ${right.rightNo} of ${right.quantity} is promised ${due.join()}`;
  }
}

/** Rights of a district stay under its cap. */
function* caps({ permits }: PermitsWorld): Generator<string> {
  const held = new Map<string, number>();
  for (const { districtNo, instrumentNo, quantity } of permits.all().rights) {
    const name = `${districtNo}:${instrumentNo}`;
    held.set(name, (held.get(name) ?? 0) + quantity);
  }
  for (const [name, quantity] of held) {
    const [districtNo, instrumentNo] = name.split(':').map(Number);
    const cap = permits.territory.cap(districtNo, instrumentNo) ?? 0;
    if (quantity > cap)
      yield `district ${districtNo} has rights of ${quantity} in ${instrumentNo}, its cap is ${cap}`;
    if (permits.held(districtNo, instrumentNo) !== quantity)
      yield `district ${districtNo} miscounts its rights`;
  }
}

/** In escrow lie the open deposits and what was paid for transfers without a certificate. */
function* escrow({ permits, ledger }: PermitsWorld): Generator<string> {
  let due = 0;
  for (const { state, bidders, award } of permits.all().transfers) {
    for (const { deposit, depositFen } of bidders) if (deposit === 'HELD') due += depositFen;
    if (state === 'PAID' && award !== null) due += award.valueFen + award.buyerFeeFen;
  }
  const has = ledger.balance(SYSTEM_ACCOUNTS.PERMIT_ESCROW, CASH).posted;
  if (has !== due) yield `escrow has ${has}, open deposits and payments are ${due}`;
}
