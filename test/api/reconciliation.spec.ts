import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { checkVenue } from '../../src/checker/check-venue.js';
import { isSignedNote, parseVkey } from '../../src/proof/index.js';
import { parseNote } from '../../src/proof/domain/signed-note.js';
import { hashOf } from '../../src/reconciliation/domain/day-report.js';
import type { VenueMachine } from '../../src/machine.js';
import { countFigures } from '../../src/reconciliation/commands/reconcile.js';
import { bankDay } from '../checker/banking-faults.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { faultsOf } from './narrowed.js';
import { dayReports, reconciliations } from './narrowed-lists.js';
import { done, VenueClient } from './venue-client.js';

const SYMBOL = 'CEA-2026';
let app: TestApp;
let venue: VenueClient;
let superuser: pg.Client;
let a: string;
let b: string;
let day: string;
beforeAll(async () => {
  app = await startTestApp();
  venue = new VenueClient(app);
  superuser = new pg.Client(app.database.ownerUrl);
  await superuser.connect();
  a = done(await venue.get('plant-a', 'accounts')).body.items[0].accountId;
  b = done(await venue.get('plant-b', 'accounts')).body.items[0].accountId;
  await venue.allocate(SYMBOL, [{ accountId: a, quantity: '10000' }], '1000000');
  const order = { symbol: SYMBOL, price: '74.00', quantity: '10' };
  done(await venue.post('plant-a', 'orders', { ...order, accountId: a, side: 'sell' }));
  done(await venue.post('plant-b', 'orders', { ...order, accountId: b, side: 'buy' }));
  day = await app.engine.ask('demo', ({ market }) => market.tradingDay);
});
afterAll(async () => {
  await superuser?.end();
  await app?.close();
});

async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + 40_000;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (performance.now() > deadline) throw new Error(`not in 40 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
const settled = (): Promise<true> =>
  until('all trades are settled', async () => {
    const waiting = await app.engine.ask('demo', ({ clearing }) => clearing.pendingCount);
    return waiting === 0 ? true : undefined;
  });
const run = async (): Promise<{ run: number; breaks: number; open: number }> =>
  done(await venue.post('clearing1', 'reconciliations')).body;
const live = async (query = ''): Promise<Record<string, never>[]> =>
  done(await venue.get('auditor', `breaks?state=live${query}`)).body.items;
const partsOf = async (): Promise<string[]> =>
  (await live()).map(({ total, part, difference }) => `${total} ${part} ${difference}`).sort();
const halt = (): Promise<string> => app.engine.ask('demo', ({ market }) => market.find(1)!.haltReason);

/** What the superuser did, undone again. */
async function tampered(sql: string, back: string, look: () => Promise<void>): Promise<void> {
  await superuser.query(sql);
  await look();
  await superuser.query(back);
}

describe('the reconciliation of four totals', () => {
  it('ties a venue that nobody has touched', async () => {
    await settled();
    expect(await run()).toMatchObject({ run: 1, breaks: 0, open: 0 });
    const one = done(await venue.get('auditor', 'reconciliations/1')).body;
    expect(one).toMatchObject({ day, isClose: false, by: expect.any(String), breaks: 0 });
    const sums = one.totals.map((sum: Record<string, string>) => [
      sum.total,
      sum.part,
      sum.one === sum.other,
    ]);
    expect(sums).toEqual([
      ...[
        ['CASH', 'books', true],
        ['CASH', 'in_transit', true],
        ['CASH', 'unclear', true],
        ['CASH', 'venue', true],
      ],
      ['SUPPLY', 'supply', true],
      ...[
        ['TRADES', 'bought', true],
        ['TRADES', 'settled', true],
        ['TRADES', 'sides', true],
        ['TRADES', 'sold', true],
      ],
      ...[
        ['UNITS', 'books', true],
        ['UNITS', 'serials', true],
      ],
    ]);
    const units = done(await venue.get('auditor', 'reconciliations/1/figures?total=UNITS&limit=2')).body;
    expect([units.items.length, units.items[0].symbol, typeof units.next]).toEqual([2, SYMBOL, 'string']);
    expect(done(await venue.get('auditor', 'reconciliations/1/figures?different=true')).body.items).toEqual(
      [],
    );
    for (const path of ['reconciliations', 'breaks', `day-reports/${day}/full`])
      expect((await venue.get('plant-a', path)).status).toBe(403);
    expect((await venue.get('auditor', 'reconciliations/99')).body.code).toBe('reconciliation.unknown_run');
    expect((await venue.get('auditor', 'breaks/brk_x')).body.code).toBe('reconciliation.unknown_break');
  });

  it('names the account of a balance that was edited, a line of the bank, a settlement that was lost', async () => {
    const where = `venue_no = 1 AND account_no >= 100 AND asset_no =`;
    await tampered(
      `UPDATE balances SET posted = posted + 1 WHERE ${where} 1 AND posted > 0`,
      `UPDATE balances SET posted = posted - 1 WHERE ${where} 1 AND posted > 0`,
      async () => {
        await run();
        expect(await partsOf()).toEqual([
          ...['SUPPLY supply 2', 'UNITS books 1', 'UNITS books 1', 'UNITS serials -1', 'UNITS serials -1'],
        ]);
        expect((await live()).filter(({ accountId }) => accountId === a)).toHaveLength(2);
      },
    );
    await tampered(
      `CREATE TEMP TABLE lost AS SELECT * FROM settlements; DELETE FROM settlements`,
      `INSERT INTO settlements SELECT * FROM lost`,
      async () => {
        await run();
        expect(await partsOf()).toContain('TRADES settled 1');
      },
    );
    await tampered(
      `CREATE TEMP TABLE gone AS SELECT * FROM ledger_postings WHERE cause = 'trade' AND amounts[1] = -10;
       UPDATE ledger_postings SET accounts = accounts[2:], assets = assets[2:], amounts = amounts[2:] WHERE cause = 'trade' AND amounts[1] = -10`,
      `DELETE FROM ledger_postings p USING gone WHERE (p.cause, p.cause_no) = (gone.cause, gone.cause_no); INSERT INTO ledger_postings SELECT * FROM gone`,
      async () => {
        await run();
        expect(await partsOf()).toEqual(expect.arrayContaining(['TRADES sides 10', 'TRADES sold 10']));
      },
    );
    await bankDay(venue);
    await tampered(
      `UPDATE bank_lines SET amount_fen = amount_fen + 100 WHERE state = 'DEPOSITED'`,
      `UPDATE bank_lines SET amount_fen = amount_fen - 100 WHERE state = 'DEPOSITED'`,
      async () => {
        await run();
        expect(await partsOf()).toEqual(
          expect.arrayContaining(['CASH lines -1.00', 'CASH suspense 7.77', 'CASH suspense -0.50']),
        );
      },
    );
    const open = await live();
    for (const { breakId, part } of open)
      if (part !== 'suspense') {
        done(await venue.post('clearing1', `breaks/${breakId}/assign`, { owner: 'clearing desk' }));
        const explanation = 'edited by a test and restored from the journal';
        done(await venue.post('clearing1', `breaks/${breakId}/explain`, { explanation }));
      }
    expect(await live('&owner=clearing desk')).toHaveLength(open.length - 2);
    await run();
    expect(await partsOf()).toEqual(['CASH suspense -0.50', 'CASH suspense 7.77']);
  });
});

it('a venue whose memory is never where its tables are is not looked at', async () => {
  const { pool } = app.database;
  const ahead = {
    ...{ venues: () => [], venue: (slug: string) => app.engine.venue(slug), onCommitted: () => undefined },
    ...{ submit: () => Promise.reject(new Error('nothing is submitted')) },
    ask: <T>(slug: string, question: (machine: VenueMachine) => T) =>
      app.engine.ask(slug, (machine) =>
        question(Object.create(machine, { seq: { value: machine.seq + 1 } })),
      ),
  };
  const looking = countFigures({ pool, engine: ahead }, app.engine.venue('demo'), false);
  await expect(looking).rejects.toMatchObject({ rejection: { code: 'reconciliation.venue_busy' } });
});

describe('the close of a day', () => {
  it('goes from settlement to a run, a signed report and a checkpoint by itself', async () => {
    done(await venue.post('exchange', 'trading-days/close', { day }));
    const report = await until('the day has its report', async () => {
      const answer = await venue.get(null, `day-reports/${day}`);
      return answer.status === 200 ? answer.body : undefined;
    });
    const open = JSON.parse(report.open);
    expect(open).toMatchObject({
      ...{ venue: 'demo', day, settlement: { trades: 1, value: '740.00', undelivered: 0 } },
      reconciliation: { breaks: 2 },
      checkpoint: { size: expect.any(Number) },
    });
    expect(open.instruments).toContainEqual(
      expect.objectContaining({ symbol: SYMBOL, open: '74.00', close: '74.00', volume: '10', trades: 1 }),
    );
    expect(hashOf(report.open)).toBe(report.openHash);
    const told = await fetch(`${app.address}/api/v1/logs/demo/keys`);
    const { keys } = (await told.json()) as { keys: { vkey: string }[] };
    const known = keys.map(({ vkey }) => parseVkey(vkey)!);
    expect(isSignedNote(parseNote(report.note)!, known)).toBe(true);
    expect(report.note).toContain(`${day}\n${report.fullHash}\n${report.openHash}\n`);
    const full = done(await venue.get('approver', `day-reports/${day}/full`)).body;
    expect(hashOf(full.full)).toBe(full.fullHash);
    expect(JSON.parse(full.full).breaks.map(({ difference }: { difference: string }) => difference)).toEqual([
      '7.77',
      '-0.50',
    ]);
    expect(report.open).not.toContain('acc_');
    expect(done(await venue.get(null, `day-reports/${day}/text`)).text).toContain('day report 日报');
    expect(done(await venue.get(null, 'day-reports?limit=1')).body.items[0].day).toBe(day);
    for (const list of [reconciliations, dayReports]) expect(await faultsOf(venue, list)).toEqual([]);
    expect((await venue.get(null, 'day-reports/2001-01-01')).body.code).toBe('reconciliation.unknown_report');
    expect((await venue.get(null, 'day-reports/x')).body.code).toBe('reconciliation.unknown_report');
  });

  it('holds the next opening over money without a name, until two persons have said whose it is', async () => {
    const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
    done(await venue.post('exchange', 'trading-days/open', { day: next }));
    expect(await halt()).toBe('reconciliation');
    const resume = await venue.post('exchange', 'resumptions', { symbol: SYMBOL, reason: 'we are late' });
    expect([resume.status, resume.body.code]).toEqual([409, 'reconciliation.break_open']);
    const [debit, credit] = await live();
    expect([debit.difference, credit.difference, credit.ageDays]).toEqual(['-0.50', '7.77', 0]);
    const reason = 'told by the bank';
    const accept = { dueDay: next, reason: 'the bank gives the charge back tomorrow' };
    await venue.agreed('clearing1', ['clearing2'], `breaks/${debit.breakId}/accept`, accept);
    const same = await venue.post('clearing1', `breaks/${credit.breakId}/correct`, { accountId: b, reason });
    const { proposalId, payloadHash } = done(same).body;
    const alone = await venue.post('clearing1', `proposals/${proposalId}/approve`, { payloadHash });
    expect([alone.status, alone.body.code]).toEqual([409, 'approvals.four_eyes']);
    done(await venue.post('clearing2', `proposals/${proposalId}/approve`, { payloadHash }));
    expect(await halt()).toBe('reconciliation');
    expect((await live('&total=CASH')).map(({ state }) => state)).toEqual(['ACCEPTED', 'CORRECTED']);
    await run();
    expect(await halt()).toBe('');
    const corrected = done(await venue.get('auditor', `breaks/${credit.breakId}`)).body;
    expect(corrected).toMatchObject({ state: 'CLOSED', explanation: reason, proposalId });
    const again = await venue.post('clearing1', `breaks/${credit.breakId}/explain`, { explanation: 'x' });
    expect(again.body.code).toBe('reconciliation.break_closed');
  });

  it('leaves a venue whose every promise holds, and a report that cannot be changed unseen', async () => {
    const verdicts = async (): Promise<string[]> =>
      (await checkVenue(app.database.pool, 'demo')).verdicts.filter(({ ok }) => !ok).map(({ id }) => id);
    expect(await verdicts()).toEqual([]);
    await superuser.query(`ALTER TABLE day_reports DROP CONSTRAINT hashes_are_those_of_the_texts`);
    await superuser.query(`UPDATE day_reports SET open = replace(open, '740.00', '740.01')`);
    await superuser.query(`UPDATE reconciliation_breaks SET proposal_no = 999 WHERE state = 'ACCEPTED'`);
    expect(await verdicts()).toEqual([...['R2', 'R3', 'I12 reconciliation_breaks', 'I12 day_reports']]);
  });
});
