import { randomUUID } from 'node:crypto';
import request, { type Response } from 'supertest';
import { IdentityAdmin, type Role, ROLES } from '../../src/identity/index.js';
import { type OpenDoor, PublicIds } from '../../src/platform/http/index.js';
import type { TransferMethod, TransferState } from '../../src/permits/domain/transfer.js';
import { openPool } from '../../src/platform/database.js';
import type { TestApp } from '../support/app.js';
import { PermitStory } from '../support/permit-story.js';
import { createSlowInstrument, CustodyObjects } from './custody-objects.js';
import { EventReader } from './event-reader.js';
import { A_PAYEE } from './doors-reach-banking.js';
import type { Ask } from './reach.js';
import { aBidding, done, VenueClient } from './venue-client.js';

export interface Named {
  readonly id: string;
  /** Of a proposal: what its signers sign. */
  readonly hash: string;
}

/** What one organisation has, one of each kind that a request can name. */
export interface Objects {
  readonly account: Named;
  /** The account that a transfer goes to. */
  readonly receiver: Named;
  readonly order: Named;
  readonly proposal: Named;
  readonly batch: Named;
  readonly bid: Named;
  /** Of the whole venue, and open. */
  readonly auction: Named;
  readonly key: Named;
  readonly person: Named;
  readonly organisation: Named;
  /** A trade with a third party: nobody else's. */
  readonly trade: Named;
  /** The idempotency key of a refused command. */
  readonly refusedKey: Named;
  /** A registered discharge right, and its plant. */
  readonly right: Named;
  readonly plant: Named;
  /** The plant that a right is lent or sold to. */
  readonly lessee: Named;
  /** A draft of its own. */
  readonly transfer: Named;
  /** A bidding, a fixed price and a signed contract with the government’s reserve. */
  readonly listing: Named;
  readonly offer: Named;
  readonly contract: Named;
  /** A block intent to the neighbour, what the neighbour answered, and an intent of the neighbour’s to this organisation. */
  readonly intent: Named;
  readonly negotiation: Named;
  readonly invitation: Named;
  /** A one-way bidding of the neighbour's, in which the first plant takes part. */
  readonly bidding: Named;
  /** An account it trusts, a transfer of its own that waits, a notice about it, and a certificate. */
  readonly trust: Named;
  readonly delayedTransfer: Named;
  readonly notice: Named;
  readonly certificate: Named;
  /** Asked for, and in no payment file. */
  readonly withdrawal: Named;
}

export type Plant = 'plant-a' | 'plant-b';

const PASSWORD = 'a password of the matrix';
const SYMBOL = 'CEA-2026';
const NEIGHBOUR = 'neighbour-ent_trader';
const ASK_PRICE = '80.00';
/** Ids that hold a venue and a number. */
const VENUE_KINDS: readonly string[] =
  'acc ord prp bat bid trd rgt plt ptr blk neg owb tru dtr ntc crt wdr'.split(' ');
const named = (id: string, hash = ''): Named => ({ id, hash });

/** Two plants that do business, a sister of the first in the same group, and one person of every other role. */
export class Tenants {
  readonly venue: VenueClient;
  private readonly logins = new Map<string, Promise<string>>();
  private readonly accounts = new Map<Plant, string>();
  private readonly batches = new Map<Plant, string>();
  private readonly keys = new Map<Plant, string>();
  private auction = '';
  private readonly trades = new Map<Plant, string>();
  private readonly refusedKeys = new Map<Plant, string>();
  private since = 0;
  private permits!: PermitStory;
  private listing = '';
  /** The account of a third organisation, which deals with both plants. */
  private neighbour = '';
  private bidding = '';

  private constructor(readonly app: TestApp) {
    this.venue = new VenueClient({ address: app.address, tokenOf: (login) => this.tokenOf(login) });
  }

  static async settle(app: TestApp): Promise<Tenants> {
    const tenants = new Tenants(app);
    tenants.since = await app.engine.ask('demo', ({ seq }) => seq);
    await tenants.hire('sister', 'enterprise', ['ent_trader', 'ent_manager'], tenants.orgOf('plant-a'));
    await tenants.hire('verifier', 'verifier', ['verifier']);
    await tenants.hire('neighbour', 'enterprise', ['ent_trader', 'ent_manager']);
    for (const plant of ['plant-a', 'plant-b'] as const) {
      const { accountId } = done(await tenants.venue.get(plant, 'accounts')).body.items[0];
      const lines = [{ accountId, quantity: '10000' }];
      tenants.accounts.set(plant, accountId);
      tenants.batches.set(plant, await tenants.venue.allocate(SYMBOL, lines, '1000000'));
      done(await tenants.venue.post(plant, 'kill-switches/own', { reason: 'a drill' }));
      done(await tenants.venue.post(`${plant}-manager`, 'kill-switches/own/release'));
    }
    await tenants.holdAuction();
    await tenants.dealWithAThird();
    await tenants.offerPermits();
    tenants.neighbour = await tenants.venue.openAccount('neighbour-ent_manager', 'Neighbour');
    await tenants.postBidding();
    await createSlowInstrument(app, tenants.venue);
    for (const plant of ['plant-a', 'plant-b'] as const) {
      await tenants.custodyOf(plant).allocate();
      const accountId = tenants.accounts.get(plant)!;
      const deduction = { accountId, symbol: SYMBOL, quantity: '7', reason: 'a loan of 2022' };
      done(await tenants.venue.agreed('issuer', ['approver'], 'deductions', deduction));
    }
    await tenants.openBank();
    // Everybody is signed in before anything is compared: signing in writes the office journal.
    for (const role of ROLES) for (const login of tenants.foreignersOf(role)) await tenants.tokenOf(login);
    return tenants;
  }

  /** From now on no money is entered by hand. */
  private async openBank(): Promise<void> {
    const bank = {
      kind: 'CLIENT',
      ...A_PAYEE,
      currency: 'CNY',
      openingBalance: '0',
      openingDay: '2026-01-01',
    };
    await this.venue.agreed('clearing1', ['clearing2'], 'bank-accounts', bank);
    for (const [plant, accountId] of this.accounts)
      await this.venue.agreed(`${plant}-manager`, ['clearing2'], 'bank-payees', { accountId, ...A_PAYEE });
  }

  private async postBidding(): Promise<void> {
    await this.venue.allocate(SYMBOL, [{ accountId: this.neighbour, quantity: '10' }], '1000000');
    await this.venue.agreed(NEIGHBOUR, ['exchange'], 'one-way-biddings', aBidding(this.neighbour, 86_400));
    const { items } = done(await this.venue.get(null, 'one-way-biddings')).body;
    this.bidding = items[0].biddingId;
    const accountId = this.accounts.get('plant-a')!;
    const path = `one-way-biddings/${this.bidding}/registrations`;
    done(await this.venue.post('plant-a', path, { accountId, quantity: '10' }));
  }

  /** Logins of this role outside Plant A. */
  foreignersOf(role: Role): readonly string[] {
    if (role === 'ent_trader') return ['plant-b', 'sister-ent_trader'];
    if (role === 'ent_manager') return ['plant-b-manager', 'sister-ent_manager'];
    if (role === 'verifier') return ['verifier-verifier'];
    return [this.app.demo.people.find(({ roles }) => roles.includes(role))!.login];
  }

  /** A login of this role in a plant. */
  static memberOf(plant: Plant, role: Role): string {
    return role === 'ent_manager' ? `${plant}-manager` : plant;
  }

  /** Fresh orders and proposals each time, because a request may use them up. */
  async objectsOf(plant: Plant): Promise<Objects> {
    const custody = this.custodyOf(plant);
    const accountId = this.accounts.get(plant)!;
    const other = this.accounts.get(plant === 'plant-a' ? 'plant-b' : 'plant-a')!;
    const sell = { accountId, symbol: SYMBOL, side: 'sell', price: ASK_PRICE, quantity: '2' };
    const giveUp = { accountId, symbol: SYMBOL, quantity: '1', reason: 'of one’s own' };
    const { orderId } = done(await this.venue.post(plant, 'orders', sell)).body;
    const { proposalId, payloadHash } = done(await this.venue.post(plant, 'cancellations', giveUp)).body;
    const block = { symbol: SYMBOL, side: 'sell', price: ASK_PRICE, quantity: '100' };
    const posted = { ...block, accountId, counterpartyId: this.neighbour };
    const { intentId } = done(await this.venue.post(plant, 'block-intents', posted)).body;
    const invited = { ...block, accountId: this.neighbour, counterpartyId: accountId };
    const answered = { intentId, accountId: this.neighbour };
    const { negotiationId } = done(await this.venue.post(NEIGHBOUR, 'block-negotiations', answered)).body;
    const invitation = done(await this.venue.post(NEIGHBOUR, 'block-intents', invited)).body;
    const wish = { accountId, amount: '0.01', transferId: randomUUID() };
    const { withdrawalId } = done(await this.venue.post(`${plant}-manager`, 'cash-withdrawals', wish)).body;
    return {
      account: named(accountId),
      withdrawal: named(withdrawalId),
      receiver: named(other),
      order: named(orderId),
      proposal: named(proposalId, payloadHash),
      batch: named(this.batches.get(plant)!),
      bid: named(await this.bidOf(plant, accountId)),
      auction: named(this.auction),
      key: named(await this.keyOf(plant)),
      person: named(this.personOf(plant)),
      organisation: named(this.orgOf(plant)),
      trade: named(this.trades.get(plant)!),
      refusedKey: named(this.refusedKeys.get(plant)!),
      ...(await this.permitsOf(plant)),
      intent: named(intentId),
      negotiation: named(negotiationId),
      invitation: named(invitation.intentId),
      bidding: named(this.bidding),
      trust: named(await custody.trust()),
      delayedTransfer: named(await custody.delayedTransfer()),
      notice: named(await custody.notice()),
      certificate: named(await custody.certificate()),
    };
  }

  private custodyOf(plant: Plant): CustodyObjects {
    return new CustodyObjects(this.venue, plant, this.accounts.get(plant)!, this.neighbour);
  }

  /**
   * Like the ids of `real`, of objects that never were: as the service would write them, made up, and with the numbers
   * of `own` objects in a venue that is not there.
   */
  neverWere(real: Objects, own: Objects): readonly Objects[] {
    const ids = this.app.app.get(PublicIds);
    const { venueNo } = this.app.engine.venue('demo');
    const never = (kind: Parameters<PublicIds['encode']>[0]) => ids.encode(kind, venueNo, 999_999);
    const beyond = {
      ...real,
      account: named(never('acc')),
      receiver: named(never('acc')),
      order: named(never('ord')),
      proposal: named(never('prp'), real.proposal.hash),
      batch: named(never('bat')),
      bid: named(never('bid')),
      right: named(never('rgt')),
      plant: named(never('plt')),
      transfer: named(never('ptr')),
      contract: named(never('ptr')),
      key: named(`key_${'0'.repeat(26)}`),
      trade: named(never('trd')),
      refusedKey: named(randomUUID()),
      intent: named(never('blk')),
      negotiation: named(never('neg')),
      invitation: named(never('blk')),
      bidding: named(never('owb')),
      trust: named(never('tru')),
      delayedTransfer: named(never('dtr')),
      notice: named(never('ntc')),
      certificate: named(never('crt')),
    };
    const forged = Object.fromEntries(
      Object.entries(beyond).map(([kind, { id, hash }]) => [
        kind,
        named(id.replace(/[0-9a-f]$/, flip), hash),
      ]),
    );
    const elsewhere = Object.fromEntries(
      Object.entries(own).map(([kind, { id, hash }]) => {
        const prefix = id.slice(0, 3) as Parameters<PublicIds['encode']>[0];
        const no = VENUE_KINDS.includes(prefix) ? ids.decode(prefix, id)!.no : undefined;
        return [
          kind,
          no === undefined ? beyond[kind as keyof Objects] : named(ids.encode(prefix, venueNo + 1, no), hash),
        ];
      }),
    );
    return [beyond, forged as unknown as Objects, elsewhere as unknown as Objects];
  }

  /** Notice, deposits of both plants, and a window that stays open. */
  private async holdAuction(): Promise<void> {
    const sellerAccountId = await this.venue.openSeller(SYMBOL, '1000', '1000000');
    const opens = Date.now() + 1_500;
    const window = {
      opensAt: new Date(opens).toISOString(),
      closesAt: new Date(opens + 86_400_000).toISOString(),
    };
    const goods = { symbol: SYMBOL, sellerAccountId, supply: '1000', reservePrice: '50.00', maxBids: 500 };
    this.auction = await this.venue.announceAuction({ title: 'Auction', ...goods, ...window });
    for (const [plant, accountId] of this.accounts)
      done(
        await this.venue.send('put', plant, `auctions/${this.auction}/guarantee`, {
          accountId,
          amount: '10000',
        }),
      );
    await new Promise((resolve) => setTimeout(resolve, opens - Date.now() + 50));
  }

  private async bidOf(plant: Plant, accountId: string): Promise<string> {
    const bid = { accountId, price: '60.00', quantity: '1' };
    return done(await this.venue.post(plant, `auctions/${this.auction}/bids`, bid)).body.bidId;
  }

  /** The buyer's own trade with Plant A, so that both know the price and neither whose order the other's was. */
  async trade(): Promise<{ soldBy: Named }> {
    const order = (accountId: string, side: string): object => ({
      ...{ accountId, side },
      ...{ symbol: SYMBOL, price: '75.00', quantity: '3' },
    });
    const sold = done(
      await this.venue.post('plant-a', 'orders', order(this.accounts.get('plant-a')!, 'sell')),
    );
    done(await this.venue.post('plant-b', 'orders', order(this.accounts.get('plant-b')!, 'buy')));
    await this.settled();
    return { soldBy: named(sold.body.orderId) };
  }

  /** Each plant sells to somebody else, and is refused something. */
  private async dealWithAThird(): Promise<void> {
    await this.hire('third', 'enterprise', ['ent_trader', 'ent_manager']);
    const third = await this.venue.openAccount('third-ent_manager', 'A third party');
    const money = { accountId: third, amount: '1000000.00', bankReference: 'B1' };
    await this.venue.agreed('clearing1', ['clearing2'], 'deposits', money);
    const order = (accountId: string, side: string, price: string): object => ({
      ...{ accountId, side, price },
      ...{ symbol: SYMBOL, quantity: '1' },
    });
    for (const [plant, accountId] of this.accounts) {
      done(await this.venue.post(plant, 'orders', order(accountId, 'sell', '76.00')));
      const { fills } = done(
        await this.venue.post('third-ent_trader', 'orders', order(third, 'buy', '76.00')),
      ).body;
      this.trades.set(plant, fills[0].tradeId);
      const key = randomUUID();
      await this.venue.post(plant, 'orders', order(accountId, 'sell', '999.00'), key);
      this.refusedKeys.set(plant, key);
    }
    await this.settled();
    const objection = { grounds: 'not what was agreed' };
    done(await this.venue.post('plant-a', `trades/${this.trades.get('plant-a')!}/disputes`, objection));
  }

  /** Written by hand, because no delivery fails in this venue by itself; taken away before its promises are checked. */
  async withFailedDelivery(): Promise<() => Promise<void>> {
    // The service itself may not take such a row away.
    const pool = openPool(this.app.database.ownerUrl);
    const ids = this.app.app.get(PublicIds);
    const { venueNo, no } = ids.decode('trd', this.trades.get('plant-a')!)!;
    const account = ids.decode('acc', this.accounts.get('plant-a')!)!.no;
    await pool.query(
      `INSERT INTO settlement_failures VALUES ($1, $2, 'GOODS', $3, 'FROZEN', 'RETRY', 1, NULL, 0, 1, 1, 0, '')`,
      [venueNo, no, account],
    );
    return async () => {
      await pool.query(`DELETE FROM settlement_failures`);
      await pool.end();
    };
  }

  private async settled(): Promise<void> {
    for (let tries = 0; ; tries++) {
      if (done(await this.venue.get('clearing1', 'settlement-runs/pending')).body.waiting === 0) return;
      if (tries > 200) throw new Error('not settled in 10 s');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** One bidding in which both plants are registered: a notice is nobody’s own. */
  private async offerPermits(): Promise<void> {
    this.permits = await PermitStory.begin(this.app);
    const transferNo = await this.permits.transferIn('LISTED', 'plant-a');
    await this.permits.register(transferNo, 'plant-b');
    this.listing = this.permitId('ptr', transferNo);
  }

  private async permitsOf(plant: Plant) {
    const other = plant === 'plant-a' ? 'plant-b' : 'plant-a';
    const transfer = async (state: TransferState, method?: TransferMethod): Promise<Named> =>
      named(this.permitId('ptr', await this.permits.transferIn(state, plant, method)));
    return {
      right: named(this.permitId('rgt', this.permits.rightNos.get(plant)!)),
      plant: named(this.permitId('plt', this.permits.plantNos.get(plant)!)),
      lessee: named(this.permitId('plt', this.permits.plantNos.get(other)!)),
      transfer: await transfer('DRAFT'),
      listing: named(this.listing),
      offer: await transfer('LISTED', 'FIXED_PRICE'),
      contract: await transfer('CONTRACTED'),
    };
  }

  private permitId(kind: 'rgt' | 'plt' | 'ptr', no: number): string {
    return this.app.app.get(PublicIds).encode(kind, this.app.engine.venue('demo').venueNo, no);
  }

  async knock(
    { method, path }: OpenDoor,
    { params = {}, query, body }: Ask,
    login: string,
  ): Promise<Response> {
    const verb = method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
    // `::` is how a route path writes a colon of its own (`orders::batch`).
    const address = path
      .replace(/(?<!:):(?!:)(\w+)/g, (_, name: string) => params[name] ?? (name === 'venue' ? 'demo' : 'x'))
      .replaceAll('::', ':');
    const call = request(this.app.address)
      [verb](address)
      .query(query ?? {})
      .set('Authorization', `Bearer ${await this.tokenOf(login)}`)
      .set('Idempotency-Key', randomUUID());
    return body === undefined ? call : call.send(body);
  }

  /** What a stream tells this caller of everything since the plants began. */
  async overhear(path: string, login: string, enough: boolean): Promise<string> {
    const address = `${this.app.address}${path.replace(':venue', 'demo')}?resume_from=${this.since}`;
    const reader = await EventReader.open(address, {
      authorization: `Bearer ${await this.tokenOf(login)}`,
    });
    // What was missed is written as soon as the stream opens; the pause is for whoever should hear nothing.
    if (enough) await reader.until((events) => events.length > 0);
    else await new Promise((resolve) => setTimeout(resolve, 200));
    reader.close();
    return JSON.stringify(reader.events);
  }

  private async hire(
    name: string,
    kind: 'enterprise' | 'verifier',
    roles: Role[],
    group?: string,
  ): Promise<void> {
    const admin = this.app.app.get(IdentityAdmin);
    const orgId = await admin.createOrganisation({ title: name, kind, ownerGroup: group });
    for (const role of roles) {
      const login = `${name}-${role}`;
      await admin.createPerson({ orgId, login, displayName: login, roles: [role], password: PASSWORD });
      this.logins.set(login, this.signIn(login));
    }
  }

  private tokenOf(login: string): Promise<string> {
    return this.logins.get(login) ?? this.app.tokenOf(login);
  }

  private async signIn(login: string): Promise<string> {
    const answer = await request(this.app.address)
      .post('/api/v1/sessions')
      .send({ login, password: PASSWORD });
    return done(answer).body.token as string;
  }

  /** An API key of the plant's trader. */
  private async keyOf(login: Plant): Promise<string> {
    const known = this.keys.get(login);
    if (known !== undefined) return known;
    const answer = await request(this.app.address)
      .post('/api/v1/api-keys')
      .set('Authorization', `Bearer ${await this.tokenOf(login)}`)
      .send({ label: `key of ${login}` });
    const { keyId } = done(answer).body;
    this.keys.set(login, keyId);
    return keyId;
  }

  private orgOf(plant: Plant): string {
    return this.app.demo.people.find(({ login }) => login === plant)!.orgId;
  }

  private personOf(plant: Plant): string {
    return this.app.demo.people.find(({ login }) => login === plant)!.personId;
  }
}

function flip(digit: string): string {
  return digit === '0' ? '1' : '0';
}
