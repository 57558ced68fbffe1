import { isAmount } from '../../kernel/amount.js';
import { localTime, type TradingDay } from '../../kernel/instant.js';
import type { Json } from '../../kernel/json.js';
import { PERMIT_DISTRICTS_MAX, PERMIT_PLANTS_MAX } from '../../kernel/limits.js';
import { accept, reject, type Outcome, type Rejection } from '../../kernel/rejection.js';
import type { ApprovalExecutor, ApprovalExecutors } from '../../approvals/domain/executor.js';
import { isOpened } from '../../registry/domain/account.js';
import type { Command, CommandContext, Handlers } from '../../sequencer/domain/command.js';
import { rulesFor } from './assessment.js';
import type { District, Reading } from './district.js';
import { isViolation, type PlantFacts, type Standing } from './plant.js';
import { gramsOfUnit } from './quota.js';
import type { Right } from './right.js';
import { monthsAfter } from './term.js';
import type { PermitsWorld } from './world.js';

type Executor<Payload> = ApprovalExecutor<PermitsWorld, Payload>;
type RightFacts = Pick<
  Right,
  'plantNo' | 'instrumentNo' | 'quantity' | 'origin' | 'paidFen' | 'startDay' | 'endDay'
>;

const registerDistrict: Executor<Omit<District, 'districtNo'>> = {
  owner: () => '',
  check: ({ permits }) =>
    permits.territory.districtCount >= PERMIT_DISTRICTS_MAX
      ? { code: 'permits.too_many_districts' }
      : undefined,
  execute({ permits }, { name, city, basin }, context) {
    const { districtNo } = permits.territory.addDistrict({ name, city, basin });
    context.emit({ type: 'DistrictRegistered', districtNo, name });
    return { districtNo };
  },
};

const registerPlant: Executor<PlantFacts> = {
  owner: () => '',
  check(world, facts) {
    const { territory } = world.permits;
    if (territory.plantCount >= PERMIT_PLANTS_MAX) return { code: 'permits.too_many_plants' };
    const account = world.registry.account(facts.accountNo);
    if (account === undefined || !isOpened(account)) return { code: 'permits.account_not_active' };
    if (territory.plantOfAccount(facts.accountNo) !== undefined) return { code: 'permits.account_has_plant' };
    return territory.district(facts.districtNo) === undefined
      ? { code: 'permits.unknown_district' }
      : undefined;
  },
  execute({ permits }, facts, context) {
    const { plantNo } = permits.territory.addPlant(facts);
    context.emit({ type: 'PlantRegistered', plantNo, name: facts.name });
    return { plantNo };
  },
};

/** What its permit says of a plant; where it stands and whose it is do not change. */
const changePlant: Executor<{ readonly plantNo: number } & Pick<PlantFacts, 'ultraLow' | 'permitUntil'>> = {
  owner: () => '',
  check: ({ permits }, { plantNo }) =>
    permits.territory.plant(plantNo) === undefined ? { code: 'permits.unknown_plant' } : undefined,
  execute({ permits }, { plantNo, ultraLow, permitUntil }, context) {
    permits.territory.changePlant(permits.territory.plant(plantNo)!, { ultraLow, permitUntil });
    context.emit({ type: 'PlantChanged', plantNo, ultraLow, permitUntil });
    return { plantNo };
  },
};

const setStanding: Executor<Pick<Standing, 'plantNo' | 'instrumentNo' | 'permitted' | 'need'>> = {
  owner: () => '',
  check: (world, { plantNo, instrumentNo, permitted, need }) =>
    faultOfPlace(world, plantNo, instrumentNo) ??
    (isAmount(permitted) && isAmount(need) ? undefined : { code: 'permits.bad_quantity' }),
  execute({ permits }, { plantNo, instrumentNo, permitted, need }, context) {
    permits.territory.changeStanding(plantNo, instrumentNo, { permitted, need, changedAt: context.at });
    context.emit({ type: 'PlantStandingSet', plantNo, instrumentNo, permitted, need });
    return { plantNo, instrumentNo };
  },
};

const recordReading: Executor<Omit<Reading, 'readingNo' | 'at'>> = {
  owner: () => '',
  check({ permits }, { districtNo, tenths }) {
    if (permits.territory.district(districtNo) === undefined) return { code: 'permits.unknown_district' };
    return isAmount(tenths) ? undefined : { code: 'permits.bad_reading' };
  },
  execute({ permits }, { districtNo, indicator, day, tenths, targetMet }, context) {
    const facts = { districtNo, indicator, day, tenths, targetMet };
    const { readingNo } = permits.territory.addReading({ ...facts, at: context.at });
    context.emit({ type: 'DistrictReadingRecorded', readingNo, ...facts });
    return { readingNo };
  },
};

const setDistrictCap: Executor<{
  readonly districtNo: number;
  readonly instrumentNo: number;
  readonly quantity: number;
}> = {
  owner: () => '',
  check(world, { districtNo, instrumentNo, quantity }) {
    if (world.permits.territory.district(districtNo) === undefined)
      return { code: 'permits.unknown_district' };
    if (world.registry.instrument(instrumentNo)?.kind !== 'permit') return { code: 'permits.not_a_permit' };
    if (!isAmount(quantity)) return { code: 'permits.bad_quantity' };
    const held = world.permits.held(districtNo, instrumentNo);
    return quantity < held
      ? { code: 'permits.cap_below_rights', data: { held, asked: quantity } }
      : undefined;
  },
  execute({ permits }, { districtNo, instrumentNo, quantity }, { at, emit }, { proposalNo: causeNo }) {
    const amount = quantity - (permits.territory.cap(districtNo, instrumentNo) ?? 0);
    permits.territory.moveCap({ districtNo, instrumentNo, amount, cause: 'set', causeNo, at });
    emit({ type: 'DistrictCapSet', districtNo, instrumentNo, quantity });
    return { districtNo, instrumentNo, quantity };
  },
};

/** Units of the plant's account become a registered right: from now on they leave by the permit procedure alone. */
const registerRight: Executor<RightFacts> = {
  owner: () => '',
  check(world, { plantNo, instrumentNo, quantity, paidFen, startDay, endDay }, context) {
    const fault = faultOfPlace(world, plantNo, instrumentNo);
    if (fault !== undefined) return fault;
    const instrument = world.registry.instrument(instrumentNo)!;
    const rules = rulesFor(world, instrumentNo, context.at);
    if (!rules.ok) return rules.rejection;
    if (gramsOfUnit(instrument) === undefined) return { code: 'permits.unit_not_mass' };
    if (!isAmount(quantity) || quantity === 0 || !isAmount(paidFen)) return { code: 'permits.bad_quantity' };
    const latest = monthsAfter(startDay, rules.value.needed('term.months'));
    if (endDay < startDay || endDay > latest) return { code: 'permits.bad_term', data: { latest } };
    const { accountNo, districtNo } = world.permits.territory.plant(plantNo)!;
    const has = world.ledger.balance(accountNo, instrumentNo).withdrawable;
    if (has < quantity) return { code: 'permits.insufficient_units', data: { has, asked: quantity } };
    return noRoom(world, districtNo, instrumentNo, quantity);
  },
  execute(world, facts, context) {
    const { accountNo, districtNo } = world.permits.territory.plant(facts.plantNo)!;
    world.ledger.freeze(accountNo, facts.instrumentNo, facts.quantity);
    const { rightNo } = world.permits.addRight({ ...facts, districtNo });
    context.emit({ type: 'PermitRightRegistered', rightNo, ...facts });
    return { rightNo };
  },
};

export const territoryExecutors: ApprovalExecutors<PermitsWorld> = {
  'register-district': registerDistrict,
  'register-plant': registerPlant,
  'change-plant': changePlant,
  'set-standing': setStanding,
  'record-reading': recordReading,
  'set-district-cap': setDistrictCap,
  'register-right': registerRight,
};

interface RecordDischarge extends Command {
  readonly plantNo: number;
  readonly instrumentNo: number;
  readonly discharge: number;
  readonly asOf: TradingDay;
}

export const territoryHandlers: Handlers = { 'record-discharge': recordDischarge };

/** From the automatic monitors or the execution report: twelve months up to a day that has been. */
function recordDischarge(
  world: PermitsWorld,
  { plantNo, instrumentNo, discharge, asOf }: RecordDischarge,
  context: CommandContext,
): Outcome<Json> {
  const fault = faultOfPlace(world, plantNo, instrumentNo);
  if (fault !== undefined) return { ok: false, rejection: fault };
  if (!isAmount(discharge)) return reject('permits.bad_quantity');
  const rules = rulesFor(world, instrumentNo, context.at);
  const today = rules.ok ? rules.value.day : localTime(context.at, 0).day;
  if (asOf > today) return reject('permits.reading_ahead');
  const changed = { discharge, asOf, changedAt: context.at };
  const standing = world.permits.territory.changeStanding(plantNo, instrumentNo, changed);
  const violation = isViolation(standing);
  context.emit({ type: 'DischargeRecorded', plantNo, instrumentNo, discharge, asOf, violation });
  return accept({ plantNo, instrumentNo, discharge, permitted: standing.permitted, violation });
}

/** Rights of a district never add up to more than its cap. */
export function noRoom(
  { permits }: PermitsWorld,
  districtNo: number,
  instrumentNo: number,
  quantity: number,
): Rejection | undefined {
  const cap = permits.territory.cap(districtNo, instrumentNo);
  if (cap === undefined) return { code: 'permits.cap_missing' };
  const held = permits.held(districtNo, instrumentNo);
  return held + quantity > cap
    ? { code: 'permits.cap_exceeded', data: { cap, held, asked: quantity } }
    : undefined;
}

function faultOfPlace(world: PermitsWorld, plantNo: number, instrumentNo: number): Rejection | undefined {
  if (world.permits.territory.plant(plantNo) === undefined) return { code: 'permits.unknown_plant' };
  return world.registry.instrument(instrumentNo)?.kind === 'permit'
    ? undefined
    : { code: 'permits.not_a_permit' };
}
