import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { importUkEts } from '../../src/cli/import-uk-ets.js';
import { loadOrders } from '../../src/cli/load-orders.js';
import { type OwnService, readVenueCredentials } from '../../src/cli/own-service.js';
import { readUkEts } from '../../src/cli/uk-ets-files.js';
import { SystemClock } from '../../src/platform/clock.js';
import { startTestApp, type TestApp } from '../support/app.js';

const OPERATORS = `Regulator,Account Holder Name,Operator ID,Installation name
EA,First Glass,10,Furnace one
EA,First Glass,11,Furnace two
SEPA,"Second, Steel",12,Mill
EA,Small Airline,13,`;
const ALLOCATION = `Installation ID,(A) Allocation (Standard) 2021,(B) Allocation (NER) 2021,(C) Allocation (Total) 2021,(A) Allocation (Standard) 2022,(B) Allocation (NER) 2022,(C) Allocation (Total) 2022
10,1000,5,1005,900,0,900
11,20,0,20,0,0,0
12,5000,0,5000,4000,100,4100`;

describe('import uk-ets and load orders', () => {
  let app: TestApp;
  let service: OwnService;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'airshed-import-'));
    app = await startTestApp();
    const { settings, database } = app;
    service = {
      ...app,
      platform: {
        settings,
        database,
        clock: new SystemClock(),
        secrets: { ownerPassword: '', appPassword: '', idSecret: '', internalSecret: '' },
      },
    };
  });
  afterAll(async () => {
    await app?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const write = (operators: string, allocation: string): void => {
    writeFileSync(join(folder, 'operators_emissions_surrenders_2021_2024.csv'), operators);
    writeFileSync(join(folder, 'free_allocation_2021_2026.csv'), allocation);
  };

  it('reads operators and years, and finds a row whose parts do not add up', () => {
    write(OPERATORS, ALLOCATION);
    const { operators, years } = readUkEts(folder);
    expect(operators.map(({ title }) => title)).toEqual([
      'Furnace one (10)',
      'Furnace two (11)',
      'Mill (12)',
      'Small Airline (13)',
    ]);
    expect(years.map(({ year, total, lines }) => [year, total, lines.length])).toEqual([
      [2021, 6025, 3],
      [2022, 5000, 2],
    ]);
    write(OPERATORS, ALLOCATION.replace('1000,5,1005', '1000,5,1006'));
    expect(() => readUkEts(folder)).toThrow('10 2021: A + B is not C');
    write(OPERATORS, `${ALLOCATION}\n99,1,0,1,1,0,1`);
    expect(() => readUkEts(folder)).toThrow('installation 99 has no operator');
  });

  it('credits every year exactly, and keeps every promise', async () => {
    write(OPERATORS, ALLOCATION);
    const imported = await importUkEts(service, 'uk-test', readUkEts(folder));
    expect(imported).toMatchObject({ ok: true, organisations: 3, accounts: 4 });
    expect(imported.years).toEqual([
      { year: 2021, symbol: 'UKA-2021', accounts: 3, file: 6025, venue: 6025 },
      { year: 2022, symbol: 'UKA-2022', accounts: 2, file: 5000, venue: 5000 },
    ]);
    expect(imported.check.verdicts.filter(({ ok }) => !ok)).toEqual([]);
    await expect(importUkEts(service, 'uk-test', readUkEts(folder))).rejects.toThrow(
      'the venue uk-test exists',
    );
  });

  it('trades a recorded day over HTTP, settles it, and counts what was refused', async () => {
    const file = join(folder, 'message.csv.gz');
    const day = [
      '1.0,1,2,10,2238100,-1', // 12's trader asks 10 at 223.81
      '1.0,1,3,10,2238000,1', // 10's trader bids 10 at 223.80
      '1.1,2,3,4,2238000,1', // … 6 of them left
      '1.2,4,2,7,2238100,-1', // somebody takes 7
      '1.3,1,4,10,9938100,-1', // far outside the band
      '1.4,3,3,6,2238000,1',
      '1.5,3,99,6,2238000,1', // from before the file began
    ];
    writeFileSync(file, gzipSync(`${day.join('\n')}\n`));
    const options = { venue: 'uk-test', symbol: 'UKA-2021', messages: 100, window: 2 };
    const loaded = await loadOrders(
      app.database.pool,
      app.address,
      readVenueCredentials(app.settings.DATA_DIR, 'uk-test'),
      file,
      options,
    );
    expect(loaded).toMatchObject({ ok: true, messages: 7, trades: 1, settled: 1 });
    expect(loaded.counts).toEqual({
      placed: 2,
      taken: 1,
      cancelled: 1,
      reduced: 1,
      withoutOrder: 1,
      fills: 1,
      refused: { 'market.price_out_of_band': 1 },
    });
  });
});
