import type { Json } from '../../src/kernel/json.js';
import { startOfDay } from '../../src/kernel/instant.js';
import type { Rejection } from '../../src/kernel/rejection.js';
import { Clearing, clearingHandlers } from '../../src/clearing/index.js';
import { Ledger } from '../../src/ledger/index.js';
import { Market, marketExecutors, marketHandlers, type MarketWorld } from '../../src/market/index.js';
import type { Account, Instrument, Registry } from '../../src/registry/index.js';
import { type PackFile, Rules, shippedPack } from '../../src/rules/index.js';
import type { CommandContext, VenueEvent } from '../../src/sequencer/index.js';

export const HOUR = 3_600_000_000;
const BANK = 1;
const ISSUANCE = 2;
const HANDLERS = { ...marketHandlers, ...clearingHandlers };

/**
 * A pack file as shipped, with some of its values changed, or rules added that it has not. Trades are delivered at once
 * unless a test says otherwise: with the national market's own rule every test would have to close its day first.
 */
export function packWith(
  values: Record<string, Json>,
  shipped: Parameters<typeof shippedPack>[0] = 'cn-national-2026',
): PackFile {
  const file = structuredClone(shippedPack(shipped)) as unknown as PackFile;
  const keys = file.keys as Record<string, object>;
  for (const [key, value] of Object.entries({ 'settlement.delivery': 'IMMEDIATE', ...values }))
    keys[key] = { unit: 'of the test', legalBasis: 'the test', status: 'design', ...keys[key], value };
  return file;
}

interface Person {
  readonly org?: string;
  readonly ownerGroup?: string;
  readonly cash?: number;
  readonly units?: number;
  readonly state?: Account['state'];
  readonly kind?: Account['kind'];
}

/** A market with money and goods in it, driven by hand; accounts and instruments are simply there. */
export class TestMarket {
  readonly rules = new Rules();
  ledger = new Ledger();
  market = new Market();
  clearing = new Clearing();
  readonly events: VenueEvent[] = [];
  at: number;
  seq = 0;
  private readonly accounts = new Map<number, Account>();
  private readonly instruments = new Map<number, Instrument>();
  private readonly allocations = new Map<string, number>();
  private postings = 0;
  private composed: MarketWorld | undefined;

  constructor(
    pack: PackFile,
    readonly day = '2026-11-24',
  ) {
    this.rules.load(pack);
    this.at = startOfDay(day, 480) + 10 * HOUR;
  }

  get world(): MarketWorld {
    if (this.composed !== undefined) return this.composed;
    // Only what the market and clearing ask of a registry.
    const registry = {
      account: (no: number) => this.accounts.get(no),
      allAccounts: () => this.accounts.values(),
      instrument: (no: number) => this.instruments.get(no),
      accountsOf: (group: string) =>
        [...this.accounts.values()].filter(({ ownerGroup }) => ownerGroup === group),
      ownerGroups: () => new Set([...this.accounts.values()].map(({ ownerGroup }) => ownerGroup)).values(),
      shortOf: () => 0,
      allocated: (group: string, instrumentNo: number, year: number) =>
        this.allocations.get(`${group} ${instrumentNo} ${year}`) ?? 0,
      serials: { move: () => undefined },
    } as unknown as Registry;
    const { ledger, rules, market, clearing } = this;
    this.composed = { ledger, rules, market, clearing, registry };
    return this.composed;
  }

  instrument(instrumentNo: number, facts: Partial<Instrument> = {}): number {
    const defaults = {
      symbol: `I${instrumentNo}`,
      expiry: null,
      tickFen: 1,
      lotUnits: 1,
      packName: this.rules.all()[0].name,
    };
    const instrument = { ...defaults, referencePriceFen: 7463, state: 'TRADABLE', ...facts, instrumentNo };
    this.instruments.set(instrumentNo, instrument as Instrument);
    return instrumentNo;
  }

  account(
    accountNo: number,
    { org, ownerGroup, cash = 0, units = 0, state = 'ACTIVE', kind }: Person = {},
  ): number {
    const name = org ?? `org${accountNo}`;
    this.accounts.set(accountNo, {
      accountNo,
      org: name,
      ownerGroup: ownerGroup ?? name,
      state,
      kind,
    } as Account);
    this.give(accountNo, 0, cash);
    for (const instrumentNo of this.instruments.keys()) this.give(accountNo, instrumentNo, units);
    return accountNo;
  }

  /** Says that an owner group was given so much for a year; the units themselves come with the account. */
  allocate(ownerGroup: string, instrumentNo: number, year: number, quantity: number): void {
    this.allocations.set(`${ownerGroup} ${instrumentNo} ${year}`, quantity);
  }

  give(account: number, asset: number, amount: number): void {
    if (amount === 0) return;
    const source = asset === 0 ? BANK : ISSUANCE;
    this.ledger.post({ kind: 'test', no: ++this.postings }, [
      { account: source, asset, amount: -amount },
      { account, asset, amount },
    ]);
  }

  /** `answer` or, for a refusal, its code. */
  do(
    kind: string,
    facts: Record<string, Json | undefined>,
  ): { code: string; answer: Record<string, Json>; data?: unknown } {
    const outcome = HANDLERS[kind](this.world, { kind, ...facts }, this.context());
    if (outcome.ok) return { code: 'ok', answer: outcome.value as Record<string, Json> };
    return { code: outcome.rejection.code, answer: {}, data: outcome.rejection.data };
  }

  /** The whole refusal, or nothing where the command is accepted. */
  refusal(kind: string, facts: Record<string, Json | undefined>): Rejection | undefined {
    const outcome = HANDLERS[kind](this.world, { kind, ...facts }, this.context());
    return outcome.ok ? undefined : outcome.rejection;
  }

  place(
    accountNo: number,
    side: 'buy' | 'sell',
    quantity: number,
    price: number,
    more: Record<string, Json> = {},
  ): ReturnType<TestMarket['do']> {
    const org = this.accounts.get(accountNo)!.org;
    return this.do('place-order', {
      org,
      accountNo,
      instrumentNo: 1,
      side,
      type: 'limit',
      price,
      quantity,
      ...more,
    });
  }

  halt(instrumentNo: number | null, halted: boolean): void {
    const executor = marketExecutors[halted ? 'halt-trading' : 'resume-trading'];
    executor.execute(this.world, { instrumentNo, reason: 'test' }, this.context(), {
      proposalNo: 0,
      reserved: false,
    });
  }

  /** What an approved proposal does; a refusal's code where it is not to be. */
  sign(action: string, payload: Record<string, Json>): { code: string; answer: Record<string, Json> } {
    const executor = marketExecutors[action];
    const proposal = { proposalNo: 1, reserved: false };
    const context = this.context();
    const refusal = executor.check(this.world, payload, context, proposal);
    if (refusal !== undefined) return { code: refusal.code, answer: {} };
    return {
      code: 'ok',
      answer: executor.execute(this.world, payload, context, proposal) as Record<string, Json>,
    };
  }

  settleAll(): void {
    const first = this.clearing.firstPending;
    if (first === undefined) return;
    for (let from = first; this.clearing.pendingCount > 0; from += 10_000) {
      const { code } = this.do('settle-trades', { fromTrade: from, toTrade: from + 9_999 });
      if (code !== 'ok') throw new Error(code);
    }
  }

  clock(day: string, hours: number): void {
    this.at = startOfDay(day, 480) + Math.round(hours * HOUR);
  }

  /** The same market from its own dump. */
  reborn(): void {
    this.composed = undefined;
    const copy = (state: Json): Json => JSON.parse(JSON.stringify(state)) as Json;
    this.ledger = Ledger.restore(copy(this.ledger.dump()));
    this.market = Market.restore(copy(this.market.dump()));
    this.clearing = Clearing.restore(copy(this.clearing.dump()));
  }

  private context(): CommandContext {
    return {
      seq: ++this.seq,
      at: this.at,
      by: 'usr_test',
      org: '',
      emit: (event) => this.events.push(event),
    };
  }
}
