import type { VenueMachine } from '../machine.js';
import type { Trade } from '../market/index.js';
import type { DecidedRecord } from '../sequencer/index.js';
import { Findings } from './findings.js';
import type { Verdict } from './invariant.js';

const PROMISES = {
  'B1 journal': 'a block trades only the terms that both sides have confirmed since they were last offered',
};

/** What a command about a negotiation answers. */
interface Told {
  readonly negotiationNo: number;
  readonly version: number;
  readonly price: number;
  readonly quantity: number;
  readonly state: string;
}

interface Terms {
  readonly version: number;
  readonly price: number;
  readonly quantity: number;
  /** Organisations that have confirmed exactly these. */
  readonly confirmedBy: Set<string>;
}

const OFFERS = new Set(['answer-block-intent', 'offer-block-terms']);

/** Block negotiations told again from what was asked and answered. */
export class BlockHistory {
  private readonly findings = new Findings(PROMISES);
  private readonly terms = new Map<number, Terms>();

  /** Negotiations that go on where the telling starts are taken from there; nobody may have confirmed yet. */
  constructor({ market }: VenueMachine) {
    for (const negotiation of market.blocks.liveNegotiations()) this.offer(negotiation);
  }

  take({ seq, cmd, ok, ans, ev }: DecidedRecord): void {
    const trades = ev.filter(({ type, method }) => type === 'TradeExecuted' && method === 'block');
    if (!ok || (!OFFERS.has(cmd.kind) && cmd.kind !== 'confirm-block-terms')) {
      if (trades.length > 0) this.findings.check('B1 journal', false, () => `record ${seq} trades a block`);
      return;
    }
    const told = ans as unknown as Told;
    if (OFFERS.has(cmd.kind)) this.offer(told);
    else this.terms.get(told.negotiationNo)?.confirmedBy.add(cmd.org as string);
    const terms = this.terms.get(told.negotiationNo);
    const isAgreed = terms?.confirmedBy.size === 2 && (cmd.version ?? terms.version) === terms.version;
    const sound =
      trades.length === (isAgreed ? 1 : 0) &&
      (told.state === 'FILLED') === isAgreed &&
      (trades as unknown as Trade[]).every(
        ({ price, quantity }) => price === terms?.price && quantity === terms.quantity,
      );
    this.findings.check('B1 journal', sound, () => `record ${seq}: negotiation ${told.negotiationNo}`);
    if (told.state === 'FILLED') this.terms.delete(told.negotiationNo);
  }

  verdicts(): Verdict[] {
    return this.findings.verdicts();
  }

  private offer({ negotiationNo, version, price, quantity }: Omit<Told, 'state'>): void {
    this.terms.set(negotiationNo, { version, price, quantity, confirmedBy: new Set() });
  }
}
