import type { Json } from './kernel/json.js';
import { reject } from './kernel/rejection.js';
import { type ApprovalExecutors, Approvals, approvalsHandlers, projectApprovals } from './approvals/index.js';
import { Auctions, auctionsExecutors, auctionsHandlers, projectAuctions } from './auctions/index.js';
import {
  annulmentExecutors,
  Clearing,
  clearingHandlers,
  projectClearing,
  reserveExecutors,
} from './clearing/index.js';
import { Banking, bankingExecutors, bankingHandlers, projectBanking } from './banking/index.js';
import { Custody, custodyExecutors, custodyHandlers, projectCustody } from './custody/index.js';
import { Holdings, holdingsHandlers, projectHoldings } from './holdings/index.js';
import { Ledger, ledgerExecutors, projectLedger, titlesMoved } from './ledger/index.js';
import { Market, marketExecutors, marketHandlers, projectMarket } from './market/index.js';
import { Permits, permitsExecutors, permitsHandlers, projectPermits } from './permits/index.js';
import {
  OpeningHold,
  projectReconciliation,
  Reconciliation,
  reconciliationExecutors,
  reconciliationHandlers,
} from './reconciliation/index.js';
import { projectRegistry, Registry, registryExecutors, registryHandlers } from './registry/index.js';
import { projectRules, Rules, rulesExecutors, rulesHandlers } from './rules/index.js';
import type {
  CommandRecord,
  DecidedRecord,
  Handler,
  Machine,
  SqlStatement,
  VenueEvent,
} from './sequencer/index.js';

/** What four eyes may carry out, given by the contexts that own the actions. */
const EXECUTORS: ApprovalExecutors = {
  ...rulesExecutors,
  ...registryExecutors,
  // After the registry's: safe movement stands in front of some of its actions.
  ...custodyExecutors,
  ...ledgerExecutors,
  ...marketExecutors,
  ...annulmentExecutors,
  ...reserveExecutors,
  ...permitsExecutors,
  ...auctionsExecutors,
  ...bankingExecutors,
  ...reconciliationExecutors,
};

// A Map, not an object: a kind that comes from outside must not reach a prototype.
const HANDLERS = new Map<string, Handler<VenueMachine>>(
  [
    rulesHandlers,
    approvalsHandlers(EXECUTORS),
    registryHandlers,
    custodyHandlers,
    marketHandlers,
    clearingHandlers,
    permitsHandlers,
    auctionsHandlers,
    bankingHandlers,
    holdingsHandlers,
    reconciliationHandlers,
  ].flatMap((handlers) => Object.entries(handlers)),
);

/** Shared by all commands that nothing came of; whoever wrote into it would be stopped. */
const NO_EVENTS = Object.freeze([]) as unknown as VenueEvent[];

/** What a venue can be asked, and what four eyes can carry out: the audit trail has words for each. */
export const COMMAND_KINDS: readonly string[] = [...HANDLERS.keys()];
export const ACTIONS: readonly string[] = Object.keys(EXECUTORS);

/** Everything one venue knows, composed of its contexts' slices. Pure: replaying a journal rebuilds it anywhere. */
export class VenueMachine implements Machine {
  ledger = new Ledger();
  rules = new Rules();
  approvals = new Approvals();
  registry = new Registry();
  custody = new Custody();
  market = new Market();
  clearing = new Clearing();
  permits = new Permits();
  auctions = new Auctions();
  banking = new Banking();
  holdings = new Holdings();
  reconciliation = new Reconciliation();
  /** Whether an open break keeps an instrument shut; no state of its own. */
  readonly openings = new OpeningHold(() => this.reconciliation);
  /** The last command decided. */
  seq = 0;

  decide(record: CommandRecord): DecidedRecord {
    let ev = NO_EVENTS;
    // Most commands have one event: a list that begins with it takes a sixth of the memory of one that waits for more.
    const emit = (event: VenueEvent): void => {
      if (ev === NO_EVENTS) ev = [event];
      else ev.push(event);
    };
    const { seq, at, by, org, key, cmd } = record;
    this.seq = seq;
    const { postings } = this.ledger;
    const posted = postings.length;
    const handler = HANDLERS.get(cmd.kind);
    const outcome =
      handler === undefined
        ? reject('sequencer.command_unknown')
        : handler(this, cmd, { seq, at, by, org, emit });
    if (postings.length > posted) for (const event of titlesMoved(postings.slice(posted), ev)) emit(event);
    return outcome.ok
      ? { seq, at, by, org, key, cmd, ok: true, ans: outcome.value, ev }
      : { seq, at, by, org, key, cmd, ok: false, rej: outcome.rejection, ev: NO_EVENTS };
  }

  /** Rows in the order that constraints want them: what is referred to comes first. */
  drain(venueNo: number): SqlStatement[] {
    return [
      ...projectRules(venueNo, this.rules),
      ...projectRegistry(venueNo, this.registry),
      ...projectApprovals(venueNo, this.approvals),
      ...projectCustody(venueNo, this.custody),
      ...projectMarket(venueNo, this.market),
      ...projectLedger(venueNo, this.ledger),
      ...projectClearing(venueNo, this.clearing),
      ...projectPermits(venueNo, this.permits),
      ...projectAuctions(venueNo, this.auctions),
      ...projectBanking(venueNo, this.banking),
      ...projectHoldings(venueNo, this.holdings),
      ...projectReconciliation(venueNo, this.reconciliation),
    ];
  }

  letGo(): void {
    const {
      rules,
      registry,
      custody,
      approvals,
      market,
      ledger,
      clearing,
      permits,
      auctions,
      banking,
      holdings,
    } = this;
    for (const slice of [
      rules,
      registry,
      custody,
      approvals,
      market,
      ledger,
      clearing,
      permits,
      auctions,
      banking,
      holdings,
    ])
      slice.letGo();
    this.reconciliation.letGo();
  }

  dump(): Json {
    return {
      seq: this.seq,
      rules: this.rules.dump(),
      approvals: this.approvals.dump(),
      registry: this.registry.dump(),
      custody: this.custody.dump(),
      ledger: this.ledger.dump(),
      market: this.market.dump(),
      clearing: this.clearing.dump(),
      permits: this.permits.dump(),
      auctions: this.auctions.dump(),
      // A venue without bank accounts has the state, and the hash, that it had before there was banking.
      ...(this.banking.isUsed ? { banking: this.banking.dump() } : {}),
      holdings: this.holdings.dump(),
      reconciliation: this.reconciliation.dump(),
    };
  }

  restore(state: Json): void {
    const slices = state as Record<string, Json>;
    this.seq = slices.seq as number;
    this.rules = Rules.restore(slices.rules);
    this.approvals = Approvals.restore(slices.approvals);
    this.registry = Registry.restore(slices.registry);
    this.ledger = Ledger.restore(slices.ledger);
    this.market = Market.restore(slices.market);
    this.clearing = Clearing.restore(slices.clearing);
    // A snapshot of an older release knows no custody.
    this.custody = slices.custody === undefined ? new Custody() : Custody.restore(slices.custody);
    // A snapshot from before there were permits has none.
    if (slices.permits !== undefined) this.permits = Permits.restore(slices.permits);
    // A snapshot of an older release knows no auctions.
    this.auctions = slices.auctions === undefined ? new Auctions() : Auctions.restore(slices.auctions);
    this.banking = slices.banking === undefined ? new Banking() : Banking.restore(slices.banking);
    this.holdings = Holdings.restore(slices.holdings);
    this.reconciliation = Reconciliation.restore(slices.reconciliation);
  }
}
