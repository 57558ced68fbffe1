import type { VenueMachine } from '../machine.js';
import type { Trade } from '../market/index.js';

type Bought = Pick<Trade, 'buyer' | 'instrumentNo' | 'quantity' | 'packNo'>;
/** The trade that was annulled, as its event tells it. */
export type ToldAnnulment = Bought & Pick<Trade, 'tradeNo' | 'tradingDay'>;

/** What was bought on this trading day under a T+1 rule, as the events tell it. */
export class ToldLocks {
  /** `account instrument` → units. */
  private readonly boughtToday = new Map<string, number>();

  constructor(private readonly machine: VenueMachine) {}

  open(): void {
    this.boughtToday.clear();
  }

  buy(bought: Bought): void {
    this.move(bought, bought.quantity);
  }

  giveBack(annulled: ToldAnnulment): void {
    if (annulled.tradingDay === this.machine.market.tradingDay) this.move(annulled, -annulled.quantity);
  }

  /** What the machine has locked, each beside what was bought. */
  *compared(): Generator<{ readonly holds: boolean; readonly what: string }> {
    for (const { account, asset, locked } of this.machine.ledger.all()) {
      const bought = this.boughtToday.get(`${account} ${asset}`) ?? 0;
      const what = `account ${account} has ${locked} of asset ${asset} locked, it bought ${bought} today`;
      yield { holds: locked === bought, what };
    }
  }

  private move({ buyer, instrumentNo, packNo }: Bought, units: number): void {
    if (!this.machine.rules.pack(packNo)!.t1Goods) return;
    const name = `${buyer} ${instrumentNo}`;
    this.boughtToday.set(name, (this.boughtToday.get(name) ?? 0) + units);
  }
}
