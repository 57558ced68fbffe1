/**
 * The same peer as its framework's guide would have it: @nestjs/typeorm, entities, and a QueryRunner's transaction per
 * order that locks the account, saves the order, the account and two ledger entries. It does not match either.
 */
import { TypeOrmModule } from '@nestjs/typeorm';
import pg from 'pg';
import { DataSource, EntitySchema } from 'typeorm';
import { POOL_CONNECTIONS, servePeer, TABLES } from './peer-app.mjs';

const { PEER_DATABASE_URL } = process.env;
const amount = {
  type: 'bigint',
  transformer: { to: (value) => value, from: (text) => (text === null ? text : Number(text)) },
};
const id = { ...amount, primary: true, generated: 'identity', generatedIdentity: 'ALWAYS' };
const entity = (name, columns) =>
  new EntitySchema({ name, tableName: name.toLowerCase(), schema: 'peer', columns });

const Account = entity('Accounts', { id: { type: 'int', primary: true }, cash: amount, held: amount });
const Order = entity('Orders', {
  id,
  accountId: { type: 'int', name: 'account_id' },
  side: { type: 'text' },
  price: amount,
  quantity: amount,
  status: { type: 'text', default: 'OPEN' },
  idempotencyKey: { type: 'text', name: 'idempotency_key', unique: true },
  createdAt: { type: 'timestamptz', name: 'created_at', createDate: true },
});
const Entry = entity('Ledger', { id, accountId: { type: 'int', name: 'account_id' }, amount, ref: amount });

const setUp = new pg.Client({ connectionString: PEER_DATABASE_URL });
await setUp.connect();
await setUp.query(TABLES);
await setUp.end();
const app = await servePeer({
  book,
  imports: [
    TypeOrmModule.forRoot({
      type: 'postgres',
      url: PEER_DATABASE_URL,
      entities: [Account, Order, Entry],
      poolSize: POOL_CONNECTIONS,
    }),
  ],
});
const dataSource = app.get(DataSource);

async function book({ accountId, side, price, quantity, idempotencyKey }) {
  const runner = dataSource.createQueryRunner();
  await runner.connect();
  try {
    await runner.startTransaction();
    const { manager } = runner;
    const account = await manager.findOneOrFail(Account, {
      where: { id: accountId },
      lock: { mode: 'pessimistic_write' },
    });
    if (account.cash - account.held < price * quantity) throw new Error('insufficient');
    const order = await manager.save(Order, { accountId, side, price, quantity, idempotencyKey });
    account.held += price * quantity;
    await manager.save(Account, account);
    await manager.save(Entry, [
      { accountId, amount: -price * quantity, ref: order.id },
      { accountId, amount: price * quantity, ref: order.id },
    ]);
    await runner.commitTransaction();
    return order.id;
  } catch (error) {
    if (runner.isTransactionActive) await runner.rollbackTransaction();
    throw error;
  } finally {
    await runner.release();
  }
}
