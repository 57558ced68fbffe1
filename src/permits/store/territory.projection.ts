import type { SqlStatement } from '../../sequencer/domain/command.js';
import type { CapEntry, District, DistrictCap, Reading } from '../domain/district.js';
import type { Plant, Standing } from '../domain/plant.js';
import type { Territory } from '../domain/territory.js';
import { ProjectedTable } from '../../sequencer/store/projected-table.js';

const DISTRICTS = new ProjectedTable<District>(
  'permit_districts',
  [['district_no', 'int', (d) => d.districtNo]],
  [
    ['name', 'text', (d) => d.name],
    ['city', 'text', (d) => d.city],
    ['basin', 'text', (d) => d.basin],
  ],
);

const READINGS = new ProjectedTable<Reading>(
  'permit_readings',
  [['reading_no', 'bigint', (r) => r.readingNo]],
  [
    ['district_no', 'int', (r) => r.districtNo],
    ['indicator', 'text', (r) => r.indicator],
    ['day', 'date', (r) => r.day],
    ['tenths', 'bigint', (r) => r.tenths],
    ['target_met', 'boolean', (r) => r.targetMet],
    ['at', 'bigint', (r) => r.at],
  ],
  'append-only',
);

const PLANTS = new ProjectedTable<Plant>(
  'permit_plants',
  [['plant_no', 'int', (p) => p.plantNo]],
  [
    ['account_no', 'bigint', (p) => p.accountNo],
    ['district_no', 'int', (p) => p.districtNo],
    ['name', 'text', (p) => p.name],
    ['sector', 'text', (p) => p.sector],
    ['source_class', 'text', (p) => p.sourceClass],
    ['captive_power', 'boolean', (p) => p.captivePower],
    ['heat_part', 'boolean', (p) => p.heatPart],
    ['ultra_low', 'boolean', (p) => p.ultraLow],
    ['permit_until', 'text', (p) => p.permitUntil],
  ],
);

const STANDINGS = new ProjectedTable<Standing>(
  'permit_standings',
  [
    ['plant_no', 'int', (s) => s.plantNo],
    ['instrument_no', 'int', (s) => s.instrumentNo],
  ],
  [
    ['permitted', 'bigint', (s) => s.permitted],
    ['need', 'bigint', (s) => s.need],
    ['discharge', 'bigint', (s) => s.discharge],
    ['as_of', 'text', (s) => s.asOf],
    ['changed_at', 'bigint', (s) => s.changedAt],
  ],
);

const CAPS = new ProjectedTable<DistrictCap>(
  'permit_caps',
  [
    ['district_no', 'int', (c) => c.districtNo],
    ['instrument_no', 'int', (c) => c.instrumentNo],
  ],
  [['amount', 'bigint', (c) => c.amount]],
);

const CAP_ENTRIES = new ProjectedTable<CapEntry>(
  'permit_cap_entries',
  [['entry_no', 'bigint', (e) => e.entryNo]],
  [
    ['district_no', 'int', (e) => e.districtNo],
    ['instrument_no', 'int', (e) => e.instrumentNo],
    ['amount', 'bigint', (e) => e.amount],
    ['cause', 'text', (e) => e.cause],
    ['cause_no', 'bigint', (e) => e.causeNo],
    ['at', 'bigint', (e) => e.at],
  ],
  'append-only',
);

export function projectTerritory(venueNo: number, { dirty }: Territory): SqlStatement[] {
  return [
    ...DISTRICTS.drain(venueNo, dirty.districts),
    ...READINGS.drain(venueNo, dirty.readings),
    ...PLANTS.drain(venueNo, dirty.plants),
    ...STANDINGS.drain(venueNo, dirty.standings),
    ...CAPS.drain(venueNo, dirty.caps),
    ...CAP_ENTRIES.drain(venueNo, dirty.capEntries),
  ];
}
