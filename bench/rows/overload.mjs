import { checkVenue } from '../../dist/src/checker/check-venue.js';
import { PublicIds } from '../../dist/src/platform/http/index.js';
import { once } from '../lib/ground.mjs';
import { count, median, range, round, say, sleep } from '../lib/measure.mjs';
import { LOAD_CONNECTIONS, loadRounds, loadSeconds } from '../lib/order-rounds.mjs';
import { openPool } from '../lib/postgres.mjs';
import { BenchService, secretsOf } from '../lib/service.mjs';

const FLOODING_MEMBERS = 4;
const FLOOD_CONNECTIONS = 1_024;
const TIMES_CAPACITY = 10;
const VICTIM = { connections: 16, rate: 100 };
/** What the flood needs to reach its height. */
const RISE_MS = 1_500;

/**
 * One member asks for little; four others send ten times what the service can do, in an open loop. The generators share
 * the service's two cores: what they take while they flood is missing in the goodput.
 */
export const overload = {
  no: 13,
  name: 'overload',
  title:
    'goodput at 10 × capacity ÷ peak; p99 of a member who asks for little ÷ the same on a half-loaded venue',
  async run(ground, meter) {
    const service = await BenchService.start(ground);
    const whole = await service.orderTask(LOAD_CONNECTIONS * (FLOODING_MEMBERS + 1));
    const [victim, ...flooders] = whole.members;
    const load = { ...whole, members: flooders, seconds: loadSeconds() };
    const side = {
      ground,
      meter,
      load,
      victim: { ...whole, ...VICTIM, members: [victim], seconds: loadSeconds() },
    };
    await closedLoop(side);
    const rounds = [];
    for (let no = 1; no <= loadRounds(); no++) {
      const peak = await meter.during(() => closedLoop(side));
      const half = await meter.during(() => halfLoaded(side, peak.rps / 2));
      // The service dies at the height of the last flood.
      const isLast = no === loadRounds();
      const flood = await meter.during(() => flooded(side, peak.rps, () => isLast && service.kill()));
      rounds.push({ peak: peak.rps, half, ...flood, goodput: flood.rate.ok / peak.rps });
      say(`  round ${no}: ${shownRound(rounds.at(-1))}`);
    }
    const back = await BenchService.start(ground, { dataDir: service.dataDir });
    const record = await lookAtTheRecord(
      ground,
      back,
      rounds.flatMap(({ acknowledged }) => acknowledged),
    );
    return {
      values: [
        {
          what: 'goodput ÷ peak',
          value: median(rounds.map(({ goodput }) => goodput)),
          unit: '',
          good: 0.9,
          ambitious: 0.95,
        },
        {
          what: 'p99 of the other member ÷ half-loaded',
          value: median(rounds.map(({ half, flooded: { p99 } }) => p99 / half.p99)),
          unit: '×',
          good: 2,
          ambitious: 1.2,
          less: true,
        },
      ],
      notes: notesOf(rounds),
      method:
        `${loadRounds()} rounds of ${loadSeconds()} s a phase, ${FLOODING_MEMBERS} members with ${count(FLOOD_CONNECTIONS)} connections flood, ` +
        `one asks ${VICTIM.rate} times a second; what is due and finds no free connection is never sent; the generators share the two cores`,
      gates: gatesOf(rounds, record),
    };
  },
};

/** As much as 64 connections of each flooding member can get out of it. */
const closedLoop = ({ ground, load }) =>
  once(ground, 'bench/lib/closed-loop.mjs', { ...load, connections: LOAD_CONNECTIONS * FLOODING_MEMBERS });

/** The member who asks for little, while the others together ask for half of the peak. */
async function halfLoaded({ ground, load, victim }, rate) {
  const others = once(ground, 'bench/lib/open-loop.mjs', {
    ...load,
    connections: LOAD_CONNECTIONS * FLOODING_MEMBERS,
    rate: Math.floor(rate),
    seconds: load.seconds + 1,
  });
  const other = ground.driver('bench/lib/open-loop.mjs');
  await sleep(500);
  const heard = await other.ask('run', victim);
  await others;
  await other.kill();
  return heard;
}

/** The same while the others ask for ten times the peak; `atItsHeight` happens before the flood ends. */
async function flooded({ ground, load, victim }, peak, atItsHeight) {
  const flood = ground.driver('bench/lib/flood.mjs');
  // A process that starts takes from the two cores: this one has started before the flood is measured.
  const other = ground.driver('bench/lib/open-loop.mjs');
  await flood.ask('begin', { ...load, connections: FLOOD_CONNECTIONS, rate: peak * TIMES_CAPACITY });
  await sleep(RISE_MS);
  const before = await flood.ask('tell');
  const heard = await other.ask('run', victim);
  const after = await flood.ask('tell');
  await atItsHeight();
  const { acknowledged, ...total } = await flood.ask('end');
  await flood.kill();
  await other.kill();
  const seconds = (after.at - before.at) / 1000;
  const rate = Object.fromEntries(
    Object.keys(total).map((what) => [what, (after[what] - before[what]) / seconds]),
  );
  return { flooded: heard, rate: { ...rate, due: (after.due - before.due) / seconds }, total, acknowledged };
}

/** After the restart: every acknowledged order is on record, and the record is what the journal says. */
async function lookAtTheRecord(ground, service, acknowledged) {
  const pool = openPool(ground, await service.databaseUrl());
  const ids = new PublicIds(secretsOf(service.dataDir).idSecret);
  const { rows } = await pool.query('SELECT order_no FROM orders');
  const found = new Set(rows.map(({ order_no: no }) => Number(no)));
  const { commands, verdicts } = await checkVenue(pool, 'demo');
  return {
    commands,
    acknowledged: acknowledged.length,
    lost: acknowledged.filter((id) => !found.has(ids.decode('ord', id)?.no)).length,
    broken: verdicts.filter(({ ok }) => !ok).map(({ id }) => id),
  };
}

const middle = (rounds, of) => median(rounds.map(of));

function notesOf(rounds) {
  const a = (of, digits = 0) =>
    digits === 0 ? count(middle(rounds, of)) : round(middle(rounds, of), digits);
  return [
    `peak ${a(({ peak }) => peak)} orders/s; under ${a(({ rate }) => rate.due)} due a second, of which ${a(({ rate }) => rate.sent)} sent: ` +
      `${a(({ rate }) => rate.ok)} acknowledged, ${a(({ rate }) => rate.tooMany)} times 429, ${a(({ rate }) => rate.unavailable)} times 503; ` +
      `goodput ÷ peak ${range(rounds.map(({ goodput }) => goodput))}`,
    `the other member: p50 ${a(({ half }) => half.p50, 1)} and p99 ${a(({ half }) => half.p99, 1)} ms half-loaded, ` +
      `p50 ${a(({ flooded: heard }) => heard.p50, 1)} and p99 ${a(({ flooded: heard }) => heard.p99, 1)} ms in the flood; ` +
      `ratios of p99 ${range(rounds.map(({ half, flooded: { p99 } }) => p99 / half.p99))}`,
  ];
}

function gatesOf(rounds, record) {
  const sum = (of) => rounds.reduce((total, one) => total + of(one), 0);
  const refused = sum(({ total }) => total.tooMany + total.unavailable);
  const [without, other] = [sum(({ total }) => total.withoutRetryAfter), sum(({ total }) => total.other)];
  const [due, ok] = ['due', 'ok'].map((what) => sum(({ half, flooded: heard }) => half[what] + heard[what]));
  return [
    {
      what: `${count(refused)} refused with 429 or 503, ${without} of them without Retry-After; ${other} other answers`,
      ok: refused > 0 && without === 0 && other === 0,
    },
    {
      what: `the other member was due ${count(due)} times and acknowledged ${count(ok)} times`,
      ok: due === ok,
    },
    {
      what: `${count(record.acknowledged)} of the flood acknowledged, ${record.lost} lost after kill -9 and restart`,
      ok: record.acknowledged > 0 && record.lost === 0,
    },
    {
      what: `every promise of the checker after ${count(record.commands)} commands${record.broken.map((id) => `, not ${id}`)}`,
      ok: record.broken.length === 0,
    },
  ];
}

const shownRound = ({ peak, half, flooded: heard, rate, goodput }) =>
  `peak ${count(peak)}/s; flood ${count(rate.due)} due, ${count(rate.sent)} sent, ${count(rate.ok)} acknowledged, ` +
  `${count(rate.tooMany + rate.unavailable)} refused a second (goodput ${round(goodput)}); ` +
  `other member p99 ${round(half.p99, 1)} → ${round(heard.p99, 1)} ms`;
