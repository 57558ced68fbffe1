/**
 * One real session on the running demo venue, through the public API: a regulator issues, two plants trade, the
 * worker settles. Prints what happens. `npm start` in another terminal first.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const url = process.env.AIRSHED_URL ?? `http://127.0.0.1:${process.env.PORT ?? 3000}`;
const dataDir = process.env.DATA_DIR ?? '.data';
const { venue, people } = JSON.parse(readFileSync(join(dataDir, 'demo-credentials.json'), 'utf8'));
const tokens = new Map();

async function call(login, method, path, body) {
  const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
  if (login !== null) headers.authorization = `Bearer ${await tokenOf(login)}`;
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers,
    body: body && JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok)
    throw new Error(`${login} ${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

async function tokenOf(login) {
  if (!tokens.has(login)) {
    const { password } = people.find((person) => person.login === login);
    const response = await fetch(`${url}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login, password }),
    });
    tokens.set(login, (await response.json()).token);
  }
  return tokens.get(login);
}

const say = (who, what) => console.log(`${who.padEnd(10)} ${what}`);
const at = `/venues/${venue}`;
const symbol = 'CEA-2026';
const accountOf = async (login) => (await call(login, 'GET', `${at}/accounts`)).items[0].accountId;
const holding = async (login, asset) =>
  (await call(login, 'GET', `${at}/holdings`)).items.find((item) => item.asset === asset);

const plantA = await accountOf('plant-a');
const plantB = await accountOf('plant-b');

const fileHash = createHash('sha256').update('allocation list of this session').digest('hex');
const lines = [{ accountId: plantA, quantity: '1000' }];
const draft = await call('issuer', 'POST', `${at}/allocation-batches`, {
  symbol,
  year: 2026,
  fileHash,
  lines,
});
await call('issuer', 'POST', `${at}/allocation-batches/${draft.batchId}/submit`, {});
say('issuer', `drafts and submits an allocation of 1,000 t of ${symbol} to Plant A`);
await call('approver', 'POST', `${at}/allocation-batches/${draft.batchId}/approve`, { fileHash });
say('approver', `compares the file hash ${fileHash.slice(0, 12)}… and approves`);
await call('clearing1', 'POST', `${at}/allocation-batches/${draft.batchId}/create`, {});
await call('clearing1', 'POST', `${at}/allocation-batches/${draft.batchId}/distribute`, {});
const { items } = await call('plant-a', 'GET', `${at}/accounts/${plantA}/serials`);
say('registry', `creates and distributes them, serials ${items[0].first}–${items[0].last}`);

const ask = { accountId: plantA, symbol, side: 'sell', price: '74.60', quantity: '100' };
const sold = await call('plant-a', 'POST', `${at}/orders`, ask);
say('plant-a', `sells ${sold.quantity} t at ${sold.price}: ${sold.status}, journal ${sold.seq}`);
const bid = { accountId: plantB, symbol, side: 'buy', price: '75.00', quantity: '60' };
const bought = await call('plant-b', 'POST', `${at}/orders`, bid);
const [fill] = bought.fills;
say(
  'plant-b',
  `buys ${bought.filled} t at ${fill.price} (limit ${bid.price}): ${bought.status}, rules ${bought.rulePack}`,
);

let waiting = 1;
while (waiting > 0) {
  await new Promise((resolve) => setTimeout(resolve, 50));
  ({ waiting } = await call('clearing1', 'GET', `${at}/settlement-runs/pending`));
}
const goods = await holding('plant-b', symbol);
const cash = await holding('plant-b', 'cash');
say('worker', `delivers versus payment: Plant B has ${goods.posted} t and ${cash.posted} yuan`);
say('you', 'prove it: npx airshed verify');
