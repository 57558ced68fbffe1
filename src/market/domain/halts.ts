import type { ApprovalExecutor, ApprovalExecutors } from '../../approvals/domain/executor.js';
import type { InstrumentMarket } from './instrument-market.js';
import { releaseKillSwitch } from './kill-switch-handlers.js';
import type { Market } from './market.js';
import { openOneWayBidding } from './one-way-notice.js';
import { HELD_BY_BREAK, type MarketWorld } from './world.js';

interface Halt {
  /** null: the whole venue. */
  readonly instrumentNo: number | null;
  readonly reason: string;
}

const haltTrading: ApprovalExecutor<MarketWorld, Halt> = {
  owner: () => '',
  check(world, halt) {
    if (unknown(world, halt)) return { code: 'market.instrument_unknown' };
    return target(world, halt).haltReason === '' ? undefined : { code: 'market.already_halted' };
  },
  execute(world, halt, { emit }) {
    // An empty reason would read as "not halted".
    keep(world, target(world, halt)).haltReason = halt.reason || 'halted';
    emit({ type: 'TradingHalted', instrumentNo: halt.instrumentNo, reason: halt.reason });
    return { instrumentNo: halt.instrumentNo, halted: true };
  },
};

const resumeTrading: ApprovalExecutor<MarketWorld, Halt> = {
  owner: () => '',
  check(world, halt) {
    if (unknown(world, halt)) return { code: 'market.instrument_unknown' };
    const { haltReason } = target(world, halt);
    if (haltReason === '') return { code: 'market.not_halted' };
    // Only the end of its case opens what a break keeps shut.
    return halt.instrumentNo !== null && haltReason === HELD_BY_BREAK
      ? world.openings?.faultOf(world, halt.instrumentNo, world.market.tradingDay)
      : undefined;
  },
  execute(world, halt, { emit }) {
    keep(world, target(world, halt)).haltReason = '';
    emit({ type: 'TradingResumed', instrumentNo: halt.instrumentNo, reason: halt.reason });
    return { instrumentNo: halt.instrumentNo, halted: false };
  },
};

export const marketExecutors: ApprovalExecutors<MarketWorld> = {
  'halt-trading': haltTrading,
  'resume-trading': resumeTrading,
  'release-kill-switch': releaseKillSwitch,
  'open-one-way-bidding': openOneWayBidding,
};

function unknown(world: MarketWorld, { instrumentNo }: Halt): boolean {
  return instrumentNo !== null && world.registry.instrument(instrumentNo) === undefined;
}

function target({ market, registry }: MarketWorld, { instrumentNo }: Halt): Market | InstrumentMarket {
  return instrumentNo === null
    ? market
    : market.of(instrumentNo, registry.instrument(instrumentNo)!.referencePriceFen);
}

function keep({ market }: MarketWorld, halted: Market | InstrumentMarket): Market | InstrumentMarket {
  return halted === market ? market : market.keep(halted as InstrumentMarket);
}
