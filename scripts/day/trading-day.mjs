/**
 * A scripted trading day at the doors of a fresh demonstration venue, from the first allocation to a bundle that is
 * verified where there is no database. Everything goes through the public API or the command line; the traders and the
 * bank are generated from a seed and say so. Throws at the first step that does not hold.
 */
import { createHash, createPublicKey, randomUUID, verify } from 'node:crypto';
import { generatedOrders, seededDice } from './generated-orders.mjs';

const SYMBOL = 'CEA-2026';
const ITEMS_TOGETHER = 200;
const WAIT_MS = 60_000;
const BANK = { name: 'Airshed Clearing 清算', bank: 'BKCHCNBJXXX', number: '110060149012345678901' };

/** A step that did not hold. */
export class StepFailed extends Error {}

/** @param {{ url: string, venue: string, people: {login: string, password: string}[], seed: number, orders: number, say: (line?: string) => void }} parts */
export async function tradingDay(parts) {
  const house = new House(parts);
  const { say } = house;
  const steps = [open, trade, move, bankFile, close, breakFound, nextOpening, resolve, report];
  const facts = {};
  for (const step of steps) {
    await step(house, facts);
    say();
  }
  return facts;
}

async function open(house, facts) {
  const { say, seed } = house;
  house.heading('1. A fresh venue 开市', `everything below is generated from seed ${seed}`);
  Object.assign(facts, await house.get(null, 'sessions/current'));
  holds(facts.status === 'OPEN', 'the venue is open');
  for (const plant of ['plant-a', 'plant-b'])
    facts[plant] = (await house.get(plant, 'accounts')).items[0].accountId;
  const fileHash = createHash('sha256').update(`generated allocation list, seed ${seed}`).digest('hex');
  const lines = ['plant-a', 'plant-b'].map((plant) => ({ accountId: facts[plant], quantity: '200000' }));
  const draft = { symbol: SYMBOL, year: 2026, fileHash, lines };
  const { batchId } = await house.post('issuer', 'allocation-batches', draft);
  await house.post('issuer', `allocation-batches/${batchId}/submit`);
  await house.post('approver', `allocation-batches/${batchId}/approve`, { fileHash });
  await house.post('clearing1', `allocation-batches/${batchId}/create`);
  await house.post('clearing1', `allocation-batches/${batchId}/distribute`);
  say(`  ${facts.tradingDay} is open; 200,000 t of ${SYMBOL} allocated to each of two plants by three desks`);
}

async function trade(house, facts) {
  const { say, dice, orders } = house;
  house.heading('2. Trading 交易', `${orders.toLocaleString('en')} generated orders`);
  const began = performance.now();
  const told = { OPEN: 0, PARTLY_FILLED: 0, FILLED: 0, CANCELLED: 0, refused: 0 };
  const wishes = generatedOrders(
    dice,
    orders,
    ['plant-a', 'plant-b'].map((login) => ({ login, accountId: facts[login] })),
  );
  for (let from = 0; from < wishes.length; from += ITEMS_TOGETHER) {
    const together = wishes.slice(from, from + ITEMS_TOGETHER);
    for (const login of ['plant-a', 'plant-b']) {
      const items = together
        .filter((wish) => wish.login === login)
        .map(({ order }) => ({ action: 'place', order: { symbol: SYMBOL, ...order } }));
      if (items.length === 0) continue;
      const answer = await house.post(login, 'orders:batch', { items });
      for (const { ok, order } of answer.items) told[ok ? order.status : 'refused'] += 1;
    }
  }
  await house.until(
    'every trade is settled',
    async () => (await house.get('clearing1', 'settlement-runs/pending')).waiting === 0,
  );
  const ticker = await house.get(null, `instruments/${SYMBOL}/ticker`);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  holds(Number(ticker.volume) > 0, 'something was traded');
  say(
    `  ${Object.entries(told)
      .map(([state, count]) => `${state} ${count}`)
      .join(', ')}`,
  );
  say(`  last ${ticker.last}, volume ${ticker.volume} t; placed, matched and settled in ${seconds} s`);
}

async function move(house, facts) {
  const { say } = house;
  house.heading('3. Money on its way 出金', 'a withdrawal, signed by four eyes, in a payment file');
  const account = {
    kind: 'CLIENT',
    ...BANK,
    currency: 'CNY',
    openingBalance: '0',
    openingDay: before(facts.tradingDay),
  };
  await house.agreed('clearing1', 'clearing2', 'bank-accounts', account);
  facts.bankAccountId = (await house.get(null, 'bank-accounts')).items[0].bankAccountId;
  const payee = {
    accountId: facts['plant-a'],
    name: 'Plant A (generated)',
    bank: '102100099996',
    number: '6222 0210 0101 2345',
  };
  await house.agreed('plant-a-manager', 'clearing2', 'bank-payees', payee);
  // The bank has nothing yet but what members pay in: the first statement brings it.
  await statement(house, facts, [[500_000_00, await house.reference('plant-a')]]);
  const wish = { accountId: facts['plant-a'], amount: '1000.00', transferId: `day-${house.seed}` };
  const { withdrawalId } = await house.post('plant-a-manager', 'cash-withdrawals', wish);
  const draft = { bankAccountId: facts.bankAccountId, withdrawalIds: [withdrawalId] };
  const { paymentFileId } = await house.post('clearing1', 'payment-files', draft);
  await house.agreed('clearing1', 'clearing2', `payment-files/${paymentFileId}/release`);
  const one = (await house.get('plant-a', 'cash-withdrawals')).items.find(
    (item) => item.withdrawalId === withdrawalId,
  );
  holds(one.state === 'IN_TRANSIT', 'the withdrawal is in transit');
  facts.withdrawal = one.reference;
  say(
    `  1,000.00 of plant A: asked for, filed, released by another: ${one.state}, reference ${one.reference}`,
  );
}

async function bankFile(house, facts) {
  const { say } = house;
  house.heading(
    '4. The bank’s statement 银行对账单',
    'generated; one of its three lines has a wrong digit in its reference',
  );
  const right = await house.reference('plant-b');
  const wrong = right.slice(0, -1) + String((Number(right.at(-1)) + 1) % 10);
  const lines = [
    [-1_000_00, facts.withdrawal],
    [80_000_00, await house.reference('plant-a')],
    [12_345_67, wrong],
  ];
  const forged = csvStatement(facts, lines, { closing: 1 });
  const tampered = await house.post('clearing1', 'bank-statements', forged);
  const { state, difference } = await house.get('clearing1', `bank-statements/${tampered.statementFileId}`);
  holds(state === 'QUARANTINED', 'a statement that does not foot is quarantined');
  say(`  a copy whose closing balance is a fen too high: ${state}, ${difference.code}`);
  await house.post('clearing1', `bank-statements/${tampered.statementFileId}/discard`, {
    note: 'tampered copy',
  });
  await statement(house, facts, lines);
  const tie = await house.get('clearing1', 'cash-tie');
  holds(
    tie.difference === '0.00' && tie.suspense.credits === '12345.67',
    'bank = sub-ledger + in transit + suspense',
  );
  say(
    `  the true file: imported by one, released by another; bank ${tie.bank}, in transit ${tie.inTransit.total}, without a name ${tie.suspense.credits}`,
  );
}

async function close(house, facts) {
  const { say } = house;
  house.heading('5. Day close 日终', 'settlement → reconciliation → day report → checkpoint, each by itself');
  const { tradingDay: day } = facts;
  const { ordersExpired } = await house.post('exchange', 'trading-days/close', { day });
  const settled = await house.until('the settlement of the day is confirmed', async () => {
    const found = await house.look('clearing1', `settlement-days/${day}`);
    return found?.state === 'CONFIRMED' && found;
  });
  say(
    `  ${day} closed, ${ordersExpired} orders expired; settlement ${settled.state}: ${settled.trades} trades, undelivered ${settled.undelivered}`,
  );
  holds(settled.undelivered === 0, 'every trade is delivered');
  facts.report = await house.until('the day has its report', () => house.look(null, `day-reports/${day}`));
  const run = await house.get('auditor', `reconciliations/${facts.report.run}`);
  say(
    `  reconciliation run ${run.run} at record ${run.asOfSeq}: ${run.compared} figures compared, ${run.breaks} different`,
  );
  for (const { total, part, rows, different } of run.totals)
    say(
      `    ${total.padEnd(7)} ${part.padEnd(10)} ${String(rows).padStart(5)} compared  ${different === 0 ? 'ties' : `${different} DIFFERENT`}`,
    );
  holds(run.breaks === 1, 'exactly the wrong line is a break');
}

async function breakFound(house, facts) {
  const { say } = house;
  house.heading('6. The break 对账差错', 'whose it is, how much, how old');
  const { items } = await house.get('auditor', 'breaks?state=live');
  holds(items.length === 1 && items[0].part === 'suspense', 'the wrong line is the break');
  facts.breakId = items[0].breakId;
  const { total, part, difference, venueAccount, state, ageDays, sinceDay } = items[0];
  say(
    `  ${facts.breakId}: ${total} ${part} ${difference} in ${venueAccount}, ${state} since ${sinceDay}, ${ageDays} days old`,
  );
}

async function nextOpening(house, facts) {
  const { say } = house;
  facts.next = after(facts.tradingDay);
  house.heading('7. The next opening is held 不得开市', facts.next);
  await house.post('exchange', 'trading-days/open', { day: facts.next });
  const { halted } = await house.get(null, `instruments/${SYMBOL}/ticker`);
  holds(halted === true, 'the instrument is halted');
  const refusal = await house.refused('exchange', 'resumptions', { symbol: SYMBOL, reason: 'we are late' });
  holds(refusal.code === 'reconciliation.break_open', 'nobody resumes it over the break');
  say(
    `  ${facts.next} opens with ${SYMBOL} halted; to resume it is refused: ${refusal.code} (${refusal.title})`,
  );
}

async function resolve(house, facts) {
  const { say } = house;
  house.heading('8. Resolved under four eyes 双人复核更正', 'new entries, nothing is changed');
  const at = `breaks/${facts.breakId}`;
  await house.post('clearing1', `${at}/assign`, { owner: 'clearing desk' });
  await house.post('clearing1', `${at}/explain`, {
    explanation: 'last digit of the reference of plant B is wrong',
  });
  const correction = { accountId: facts['plant-b'], reason: 'plant B’s payment, told by its bank' };
  const { proposalId, payloadHash } = await house.post('clearing1', `${at}/correct`, correction);
  const own = await house.refused('clearing1', `proposals/${proposalId}/approve`, { payloadHash });
  holds(own.code === 'approvals.four_eyes', 'nobody signs what he proposed');
  await house.post('clearing2', `proposals/${proposalId}/approve`, { payloadHash });
  say(
    `  assigned, explained, proposed by clearing1; clearing1 may not sign it (${own.code}); clearing2 signs: ${(await house.get('auditor', at)).state}`,
  );
  const run = await house.post('clearing1', 'reconciliations');
  const one = await house.get('auditor', at);
  holds(run.breaks === 0 && one.state === 'CLOSED', 'a new run finds nothing and closes the case');
  facts.lastSeq = run.seq;
  const { halted } = await house.get(null, `instruments/${SYMBOL}/ticker`);
  holds(halted === false, 'the instrument is open');
  say(`  run ${run.run}: ${run.breaks} different, the case is ${one.state}; ${SYMBOL} trades again`);
}

async function report(house, facts) {
  const { say } = house;
  const { report: day } = facts;
  house.heading('9. The day’s report 日报', 'signed with the log’s key; anybody may check it');
  holds(createHash('sha256').update(day.open).digest('hex') === day.openHash, 'the hash is that of the text');
  const { keys } = await house.top(`logs/${house.venue}/keys`);
  facts.keys = keys.map(({ vkey }) => vkey);
  holds(
    facts.keys.some((vkey) => isSigned(day.note, vkey)),
    'the note is signed by a key of the log',
  );
  holds(day.note.includes(`\n${day.fullHash}\n${day.openHash}\n`), 'the note is over these hashes');
  const { instruments, journal, state, checkpoint } = JSON.parse(day.open);
  for (const i of instruments.filter(({ trades }) => trades > 0))
    say(
      `  ${i.symbol}: open ${i.open} high ${i.high} low ${i.low} close ${i.close}, ${i.volume} ${i.unit}, ${i.value} CNY, ${i.trades} trades`,
    );
  say(
    `  journal head ${journal.head.slice(0, 16)}… at record ${journal.seq}; state ${state.hash.slice(0, 16)}…; checkpoint of ${checkpoint.size} records`,
  );
  say(`  public part ${day.openHash.slice(0, 16)}…, whole ${day.fullHash.slice(0, 16)}…: signature good`);
  const log = await house.until('report and correction are under a checkpoint', async () => {
    const { items } = await house.top('logs');
    const found = items.find(({ name }) => name === house.venue);
    return found.size >= facts.lastSeq && found;
  });
  say(`  newest checkpoint: ${log.size} records, the report and the correction among them`);
}

/** Imported by one, released by another. */
async function statement(house, facts, lines) {
  const { statementFileId, state } = await house.post(
    'clearing1',
    'bank-statements',
    csvStatement(facts, lines),
  );
  holds(state === 'STAGED', 'the statement ties and is staged');
  await house.agreed('clearing1', 'clearing2', `bank-statements/${statementFileId}/release`);
  facts.bankHas = (facts.bankHas ?? 0) + lines.reduce((sum, [fen]) => sum + fen, 0);
  facts.statements = (facts.statements ?? 0) + 1;
}

/** The bank’s next statement in our documented CSV, with the digest that it would tell us by another way. */
function csvStatement(facts, lines, { closing = 0 } = {}) {
  const { tradingDay: day, bankHas = 0, statements = 0 } = facts;
  const id = `generated-${statements + 1}${closing === 0 ? '' : '-tampered'}`;
  const sum = (side) =>
    lines.reduce((total, [fen]) => total + (Math.sign(fen) === side ? Math.abs(fen) : 0), 0);
  const text = [
    `airshed-statement,1,${id},${BANK.number},CNY,${day},${yuan(bankHas)},${day},${yuan(bankHas + sum(1) - sum(-1) + closing)}`,
    ...lines.map(([fen, reference]) => `line,${day},${yuan(fen)},CNY,${reference},generated`),
    `total,${lines.length},${yuan(sum(1))},${yuan(sum(-1))}`,
    '',
  ].join('\n');
  const bytes = Buffer.from(text);
  return {
    fileId: `${id}.csv`,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    content: bytes.toString('base64'),
  };
}

/** People at the doors of one venue, each with a session of their own. */
class House {
  tokens = new Map();

  constructor({ url, venue, people, seed, orders, say }) {
    Object.assign(this, { url, venue, people, seed, orders, dice: seededDice(seed) });
    this.say = say;
  }

  heading(title, more) {
    this.say(`${title} — ${more}`);
  }

  get(login, path) {
    return this.call(login, 'GET', path);
  }

  /** Undefined while there is nothing. */
  async look(login, path) {
    const { response, body } = await this.ask(login, 'GET', path);
    if (response.status === 404) return undefined;
    if (!response.ok) throw new StepFailed(`${path}: ${body.code}`);
    return body;
  }

  post(login, path, body = {}) {
    return this.call(login, 'POST', path, body);
  }

  async agreed(maker, checker, path, body = {}) {
    const { proposalId, payloadHash } = await this.post(maker, path, body);
    return this.post(checker, `proposals/${proposalId}/approve`, { payloadHash });
  }

  async refused(login, path, body) {
    const { response, body: problem } = await this.ask(login, 'POST', path, body);
    holds(!response.ok, `${path} is refused`);
    return problem;
  }

  async top(path) {
    const response = await fetch(`${this.url}/api/v1/${path}`);
    if (!response.ok) throw new StepFailed(`${path}: ${response.status}`);
    return response.json();
  }

  async reference(login) {
    return (await this.get(login, 'cash-routes')).items[0].depositReference;
  }

  async until(what, look) {
    const deadline = performance.now() + WAIT_MS;
    for (;;) {
      const seen = await look();
      if (seen) return seen;
      if (performance.now() > deadline) throw new StepFailed(`not in ${WAIT_MS / 1000} s: ${what}`);
      await new Promise((next) => setTimeout(next, 200));
    }
  }

  async call(login, method, path, body) {
    const { response, body: answer } = await this.ask(login, method, path, body);
    if (!response.ok)
      throw new StepFailed(`${login} ${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  }

  async ask(login, method, path, body) {
    const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    if (login !== null) headers.authorization = `Bearer ${await this.tokenOf(login)}`;
    const address = `${this.url}/api/v1/venues/${this.venue}/${path}`;
    const response = await fetch(address, { method, headers, body: body && JSON.stringify(body) });
    return { response, body: await response.json() };
  }

  async tokenOf(login) {
    if (!this.tokens.has(login)) {
      const { password } = this.people.find((person) => person.login === login);
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${this.url}/api/v1/sessions`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ login, password }),
      });
      this.tokens.set(login, (await response.json()).token);
    }
    return this.tokens.get(login);
  }
}

function holds(isTrue, what) {
  if (!isTrue) throw new StepFailed(`does not hold: ${what}`);
}

/** With nothing of ours: a C2SP signed note of an Ed25519 key. */
function isSigned(note, vkey) {
  const [, , ...rest] = vkey.split('+');
  const key = Buffer.from(rest.join('+'), 'base64').subarray(1);
  const text = note.slice(0, note.lastIndexOf('\n\n') + 1);
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key]);
  const publicKey = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  return note
    .slice(text.length + 1)
    .trimEnd()
    .split('\n')
    .some((line) => {
      const signature = Buffer.from(line.split(' ')[2], 'base64').subarray(4);
      return verify(null, Buffer.from(text), publicKey, signature);
    });
}

const shifted = (day, days) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
const before = (day) => shifted(day, -1);
const after = (day) => shifted(day, 1);

function yuan(fen) {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
