import { add } from '../../kernel/amount.js';
import type { TradingDay } from '../../kernel/instant.js';
import { invariant } from '../../kernel/invariant.js';
import type { Json } from '../../kernel/json.js';
import type { CapEntry, District, DistrictCap, Reading } from './district.js';
import type { Plant, PlantFacts, Standing } from './plant.js';

/** Districts with their air, water and caps, and the plants that stand in them. */
export class Territory {
  private readonly districts = new Map<number, District>();
  private readonly plants = new Map<number, Plant>();
  private readonly accounts = new Map<number, Plant>();
  private readonly standings = new Map<string, Standing>();
  private readonly readings: Reading[] = [];
  /** The same by district and indicator. */
  private readonly readingsOf = new Map<string, Reading[]>();
  private readonly caps = new Map<string, DistrictCap>();
  private capEntries = 0;

  /** Changes since the last drain; not part of the state. */
  readonly dirty = {
    districts: new Set<District>(),
    plants: new Set<Plant>(),
    standings: new Set<Standing>(),
    readings: new Set<Reading>(),
    caps: new Set<DistrictCap>(),
    capEntries: new Set<CapEntry>(),
  };

  district(districtNo: number): District | undefined {
    return this.districts.get(districtNo);
  }

  get districtCount(): number {
    return this.districts.size;
  }

  plant(plantNo: number): Plant | undefined {
    return this.plants.get(plantNo);
  }

  get plantCount(): number {
    return this.plants.size;
  }

  plantOfAccount(accountNo: number): Plant | undefined {
    return this.accounts.get(accountNo);
  }

  standing(plantNo: number, instrumentNo: number): Standing | undefined {
    return this.standings.get(`${plantNo}:${instrumentNo}`);
  }

  /** What a district is judged by on a day: the newest reading that had begun. */
  reading(districtNo: number, indicator: string, day: TradingDay): Reading | undefined {
    let found: Reading | undefined;
    for (const reading of this.readingsOf.get(`${districtNo}:${indicator}`) ?? [])
      if (reading.day <= day && (found === undefined || reading.day >= found.day)) found = reading;
    return found;
  }

  cap(districtNo: number, instrumentNo: number): number | undefined {
    return this.caps.get(`${districtNo}:${instrumentNo}`)?.amount;
  }

  allCaps(): IterableIterator<DistrictCap> {
    return this.caps.values();
  }

  addDistrict(facts: Omit<District, 'districtNo'>): District {
    const district = { ...facts, districtNo: this.districts.size + 1 };
    this.districts.set(district.districtNo, district);
    this.dirty.districts.add(district);
    return district;
  }

  addPlant(facts: PlantFacts): Plant {
    invariant(!this.accounts.has(facts.accountNo), 'an account belongs to one plant');
    const plant = { ...facts, plantNo: this.plants.size + 1 };
    this.keepPlant(plant);
    return plant;
  }

  changePlant(plant: Plant, changes: Pick<Plant, 'ultraLow' | 'permitUntil'>): void {
    Object.assign(plant, changes);
    this.dirty.plants.add(plant);
  }

  addReading(facts: Omit<Reading, 'readingNo'>): Reading {
    const reading = { ...facts, readingNo: this.readings.length + 1 };
    this.keepReading(reading);
    this.dirty.readings.add(reading);
    return reading;
  }

  changeStanding(plantNo: number, instrumentNo: number, changes: Partial<Standing>): Standing {
    const known = this.standing(plantNo, instrumentNo);
    const none = {
      plantNo,
      instrumentNo,
      permitted: 0,
      need: 0,
      discharge: 0,
      asOf: '',
      changedAt: 0,
    } as const;
    const standing = Object.assign(known ?? { ...none }, changes);
    this.standings.set(`${plantNo}:${instrumentNo}`, standing);
    this.dirty.standings.add(standing);
    return standing;
  }

  /** The only way in which a cap moves. */
  moveCap(facts: Omit<CapEntry, 'entryNo'>): void {
    const name = `${facts.districtNo}:${facts.instrumentNo}`;
    const { districtNo, instrumentNo } = facts;
    const cap = this.caps.get(name) ?? { districtNo, instrumentNo, amount: 0 };
    cap.amount = add(cap.amount, facts.amount);
    invariant(cap.amount >= 0, 'a district cap is not negative');
    this.caps.set(name, cap);
    this.capEntries += 1;
    this.dirty.caps.add(cap);
    this.dirty.capEntries.add({ ...facts, entryNo: this.capEntries });
  }

  /** Forgets which rows changed, without writing them. */
  letGo(): void {
    for (const changed of Object.values(this.dirty)) changed.clear();
  }

  dump(): Json {
    const copies = (values: Iterable<object>): Json => [...values].map((value) => ({ ...value })) as Json;
    const byName = <T>(map: Map<string, T>): T[] =>
      [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
    return {
      districts: copies(this.districts.values()),
      plants: copies([...this.plants.values()].sort((a, b) => a.plantNo - b.plantNo)),
      standings: copies(byName(this.standings)),
      readings: copies(this.readings),
      caps: copies(byName(this.caps)),
      capEntries: this.capEntries,
    };
  }

  static restore(state: Json): Territory {
    const stored = state as unknown as {
      districts: District[];
      plants: Plant[];
      standings: Standing[];
      readings: Reading[];
      caps: DistrictCap[];
      capEntries: number;
    };
    const territory = new Territory();
    for (const district of stored.districts) territory.districts.set(district.districtNo, { ...district });
    for (const plant of stored.plants) territory.keepPlant({ ...plant });
    for (const standing of stored.standings)
      territory.standings.set(`${standing.plantNo}:${standing.instrumentNo}`, { ...standing });
    for (const reading of stored.readings) territory.keepReading({ ...reading });
    for (const cap of stored.caps) territory.caps.set(`${cap.districtNo}:${cap.instrumentNo}`, { ...cap });
    territory.capEntries = stored.capEntries;
    territory.letGo();
    return territory;
  }

  private keepReading(reading: Reading): void {
    const name = `${reading.districtNo}:${reading.indicator}`;
    this.readings.push(reading);
    const others = this.readingsOf.get(name);
    if (others === undefined) this.readingsOf.set(name, [reading]);
    else others.push(reading);
  }

  private keepPlant(plant: Plant): void {
    this.plants.set(plant.plantNo, plant);
    this.accounts.set(plant.accountNo, plant);
    this.dirty.plants.add(plant);
  }
}
