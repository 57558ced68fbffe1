import { batchLines } from '../../src/audit/index.js';
import { ClientHistory } from '../../src/checker/client-history.js';
import { Findings } from '../../src/checker/findings.js';
import type { Verdict } from '../../src/checker/invariant.js';
import { JournalReplay } from '../../src/checker/journal-replay.js';
import { referenceOf } from '../../src/banking/domain/references.js';
import { stateInvariants } from '../../src/checker/state-invariants.js';
import { stateHash } from '../../src/audit/index.js';
import { InvariantBroken } from '../../src/kernel/invariant.js';
import { VenueMachine } from '../../src/machine.js';
import {
  type CommandRequest,
  type DecidedRecord,
  type Receipt,
  VenueSequencer,
} from '../../src/sequencer/index.js';
import type { Json } from '../../src/kernel/json.js';
import type { Trade } from '../../src/market/index.js';
import { Client, type Reach } from './client.js';
import { deliveriesOf } from './delivery-wish.js';
import { Dice } from './dice.js';
import { EngineProcess } from './engine-process.js';
import { type Fault, Faults } from './faults.js';
import { BANK_NUMBER, DAY, type Founding, FOUNDINGS, foundingOf, MIDNIGHT, VENUE } from './founding.js';
import { type Interest, Interests } from './interests.js';
import { type Process, Scheduler } from './scheduler.js';
import { DiskConnection, SimulatedDisk } from './simulated-disk.js';
import { SimulatedQueue, SimulatedRuns } from './simulated-queue.js';
import { WorkerProcess } from './worker-process.js';

const HOUR_MICROS = 3_600_000_000;
const DAY_MICROS = 24 * HOUR_MICROS;
const SECOND_MICROS = 1_000_000;
/** How likely a crash is where an engine is often met; elsewhere it is rarer to be there at all. */
const CRASHES: Partial<Record<Fault, number>> = {
  'crash elsewhere in the engine': 0.05,
  'crash while loading': 0.12,
};
/** So far back the trades are that somebody wants annulled. */
const RECENT_BATCHES = 12;
/** As long as a process waits for an engine in another one. */
const ANSWER_TIMEOUT_MS = 20_000;
/** Steps while faults strike, and steps until everything promised has come true once they are over. */
const FAULTY_STEPS_MAX = 2_500;
const LIVENESS_STEPS_MAX = 6_000;

const PROMISES = {
  L0: 'no venue halts itself',
  L1: 'when faults stop, every command is answered, every trade settled and every run done within bounded steps',
  L2: 'a venue at rest can be asked what it holds',
  R1: 'a run is DONE only when its trades are settled',
  'I11 epoch': 'epochs in the journal never fall',
  'I12 live': 'the living state is what the journal gives',
  'I13 reload': 'a fresh start gives the living state',
};

/** One venue with everything around it: disk, queue, engines, workers, clients and what may befall them. */
export class World {
  readonly faults: Faults;
  readonly scheduler: Scheduler;
  private readonly findings = new Findings(PROMISES);
  private readonly history = new ClientHistory();
  private readonly disk: SimulatedDisk;
  private readonly queue: SimulatedQueue;
  private readonly runs: SimulatedRuns;
  private readonly engines: EngineProcess[] = [];
  private readonly clients: Client[];
  private readonly interests: Interests;
  private readonly verdictsOnTheWay: Verdict[] = [];
  /** The environment itself: what strikes from outside waits here. */
  private readonly fate: Process = { name: 'fate', alive: true };
  private worker: WorkerProcess;
  private clockOff = 0;
  /** Some schedules know no snapshot of the founding and are judged from the first record on. */
  private readonly isFromGenesis: boolean;
  private born = 0;
  private readonly snapshotCommands: number;

  static async of(seed: number, schedule: number, about?: readonly Interest[]): Promise<World> {
    const dice = new Dice(seed, schedule);
    return new World(dice, await foundingOf(dice.pick(FOUNDINGS)), about);
  }

  private constructor(
    readonly dice: Dice,
    private readonly founding: Founding,
    about?: readonly Interest[],
  ) {
    this.faults = new Faults(this.dice);
    this.scheduler = new Scheduler(this.dice, this.startsAt());
    this.disk = new SimulatedDisk(undefined, founding.batches);
    this.isFromGenesis = this.dice.chance(0.1);
    if (!this.isFromGenesis) this.disk.snapshots.push(founding.snapshot);
    this.queue = new SimulatedQueue(this.scheduler, this.faults, this.dice);
    this.runs = new SimulatedRuns(this.scheduler, this.faults, ({ fromTrade, toTrade }) => {
      const isSettled = this.disk.settled >= toTrade;
      this.findings.check(
        'R1',
        isSettled,
        () => `run ${fromTrade}-${toTrade}, settled are ${this.disk.settled}`,
      );
    });
    this.snapshotCommands = this.dice.between(1, 4);
    this.interests = new Interests(this.dice, about);
    this.clients = founding.traders.map((trader, i) => new Client(i + 1, trader, this.reach()));
    this.worker = this.newWorker();
  }

  get commands(): number {
    return this.disk.lastSeq - this.founding.batches.at(-1)!.lastSeq;
  }

  async run(): Promise<Verdict[]> {
    this.newEngine();
    for (const client of this.clients) void client.trade(this.dice.between(3, 9));
    while (this.scheduler.steps < FAULTY_STEPS_MAX && !this.clients.every(({ isDone }) => isDone)) {
      await this.scheduler.step();
      this.strike();
      this.keepAnEngine();
    }
    await this.comeToRest();
    return this.judge();
  }

  private startsAt(): number {
    const lateInTheDay = DAY_MICROS - this.dice.between(1, 3) * SECOND_MICROS;
    return MIDNIGHT + (this.dice.chance(0.3) ? lateInTheDay : this.dice.between(10, 22) * HOUR_MICROS);
  }

  private reach(): Reach {
    const { dice, scheduler, faults, history, founding, interests } = this;
    return {
      ...{ dice, scheduler, faults, history, founding, interests },
      submit: (request) => this.submit(request),
      durableSeq: () => this.disk.lastSeq,
      deliveries: () => {
        const machine = this.memory();
        return machine && deliveriesOf(machine);
      },
      annulment: () => this.annulment(),
      statement: () => this.statement(),
    };
  }

  /** As the door reads a trade from the tables; whoever holds its units now is read from the living memory. */
  private annulment(): Record<string, Json> | undefined {
    const machine = this.memory();
    const trades = this.disk.committed
      .slice(-RECENT_BATCHES)
      .flatMap((batch) => batchLines(batch))
      .flatMap((line) => (JSON.parse(line) as DecidedRecord).ev)
      .filter(({ type, tradeNo }) => type === 'TradeExecuted' && (tradeNo as number) <= this.disk.settled);
    if (machine === undefined || trades.length === 0) return undefined;
    const { tradeNo, instrumentNo, buyer, seller, quantity, value, buyerFee, sellerFee, ...rest } =
      this.dice.one(trades) as unknown as Trade;
    const serials: [number, number][] = [];
    let left = quantity;
    for (const { first, last, accountNo, instrumentNo: of } of machine.registry.serials.blocks()) {
      if (left === 0 || accountNo !== buyer || of !== instrumentNo) continue;
      const end = Math.min(last, first + left - 1);
      serials.push([first, end]);
      left -= end - first + 1;
    }
    return {
      ...{ tradeNo, instrumentNo, buyer, seller, quantity, serials, reason: 'a fault' },
      ...{ valueFen: value, buyerFeeFen: buyerFee, sellerFeeFen: sellerFee },
      ...{ packNo: rest.packNo, tradingDay: rest.tradingDay, method: rest.method ?? 'listed' },
    };
  }

  /** As the bank would write it: what members paid in, what nobody knows, and what was on its way out. */
  private statement(): Record<string, Json> | undefined {
    const machine = this.memory();
    const account = machine?.banking.account(1);
    if (machine === undefined || account === undefined) return undefined;
    const { dice } = this;
    const at = { currency: 'CNY', day: DAY, counterparty: '' };
    const member = referenceOf('account', dice.one(this.founding.traders).accountNo);
    const paidIn = { ...at, amountFen: 1 + dice.pick(50_000), text: dice.chance(0.7) ? member : 'thanks' };
    const paidOut = [...machine.banking.liveTransfers()]
      .filter(({ state }) => state === 'IN_TRANSIT')
      .map(({ amountFen, transferNo }) => {
        return { ...at, amountFen: 0 - amountFen, text: referenceOf('transfer', transferNo) };
      });
    const lines = [paidIn, ...paidOut];
    const openingFen = account.closingFen;
    const closingFen = lines.reduce((sum, { amountFen }) => sum + amountFen, openingFen);
    const days = { openingDay: DAY, closingDay: DAY };
    const statementId = `S${dice.pick(1e9)}`;
    const statement = {
      statementId,
      account: BANK_NUMBER,
      currency: 'CNY',
      openingFen,
      closingFen,
      ...days,
      lines,
    };
    return {
      ...{ fileId: statementId, fileHash: statementId.padEnd(64, '0'), format: 'sim' },
      statements: [{ ...statement, totals: null }],
    };
  }

  /** To the address in the venue's row, or, by a caller who has not looked again, to any engine that lives. */
  private async submit(request: CommandRequest): Promise<Receipt> {
    const living = this.engines.filter(({ alive }) => alive);
    const isOld = living.length > 1 && this.faults.strikes('engine chosen by an old address', 0.5);
    const engine = isOld ? this.dice.one(living) : living.find(({ name }) => name === this.disk.owner);
    if (engine === undefined) throw new Error('connection refused');
    return engine.submit(request);
  }

  private newEngine(): void {
    this.born += 1;
    const { scheduler, faults, disk, snapshotCommands } = this;
    const engine = new EngineProcess(`engine${this.born}`, {
      scheduler,
      store: (process) => new DiskConnection(disk, process, scheduler, faults),
      runs: (process) => this.runs.of(process),
      queue: (process) => this.queue.of(process),
      nowMicros: () => scheduler.now + this.clockOff,
      snapshotCommands,
      onHalt: (reason) => this.findings.check('L0', false, () => reason),
    });
    this.engines.push(engine);
    engine.start().catch((error: unknown) => {
      if (error instanceof InvariantBroken) this.findings.check('L0', false, () => String(error));
      scheduler.kill(engine);
    });
  }

  private newWorker(): WorkerProcess {
    this.born += 1;
    const worker: WorkerProcess = new WorkerProcess(`worker${this.born}`, {
      scheduler: this.scheduler,
      engine: {
        submit: async (_slug, request) => {
          await this.scheduler.gate(worker, 'submits');
          const tooLate = this.scheduler.sleep(worker, 'loses patience', ANSWER_TIMEOUT_MS).then(() => {
            throw new Error('no answer');
          });
          return Promise.race([this.submit(request), tooLate]);
        },
      },
      runs: (process) => this.runs.of(process),
      take: () => this.queue.take(),
    });
    void worker.work();
    return worker;
  }

  /** As a supervisor would: when the venue's owner is gone or has stopped, another engine is started. */
  private keepAnEngine(): void {
    const owner = this.engines.find(({ name }) => name === this.disk.owner);
    const isUp =
      owner === undefined ? this.engines.at(-1)!.alive : owner.alive && owner.sequencer.state !== 'stopped';
    // One that is still loading has not written its name yet.
    const isComing = this.engines.at(-1)!.alive && this.engines.at(-1)!.sequencer.state === 'loading';
    if (isUp || isComing) return;
    this.newEngine();
  }

  private strike(): void {
    if (!this.dice.chance(0.06)) return;
    const living = this.engines.filter(({ alive }) => alive);
    const { faults, scheduler, dice } = this;
    const victim = living.length > 0 ? dice.one(living) : undefined;
    if (victim !== undefined) this.maybeCrash(victim);
    if (faults.strikes('second engine while the first lives', 0.06)) this.newEngine();
    if (victim?.alive && faults.strikes('clean stop', 0.05))
      void victim.stop().then(() => scheduler.kill(victim));
    if (this.worker.job !== undefined && faults.strikes('crash of a worker between steps', 0.4))
      this.crashWorker();
    if (this.queue.jobs.length > 0 && faults.strikes('queue wiped', 0.2)) this.queue.jobs = [];
    if (!this.disk.isFull && faults.strikes('disk full', 0.08)) this.fillDisk();
    if (faults.strikes('clock jumps back', 0.1)) this.clockOff -= dice.pick(3 * HOUR_MICROS);
    if (faults.strikes('clock jumps forward', 0.1)) this.clockOff += dice.pick(2 * HOUR_MICROS);
    if (dice.chance(0.15)) this.lookIntoMemory(dice.one(this.engines));
  }

  private maybeCrash(engine: EngineProcess): void {
    const waits = this.scheduler.waitsOf(engine);
    const where = (prefix: string): boolean => waits.some((label) => label.startsWith(prefix));
    let fault: Fault = 'crash elsewhere in the engine';
    if (where('commit: begin')) fault = 'crash before commit';
    else if (where('commit:')) fault = 'crash after commit, before answer';
    else if (where('load:')) fault = 'crash while loading';
    else if (where('snapshot:')) fault = 'crash while saving a snapshot';
    if (this.faults.strikes(fault, CRASHES[fault] ?? 0.3)) this.scheduler.kill(engine);
  }

  private crashWorker(): void {
    const { job } = this.worker;
    this.scheduler.kill(this.worker);
    if (job !== undefined && this.faults.strikes('job of a dead worker again', 0.6)) this.queue.giveBack(job);
    this.worker = this.newWorker();
  }

  private fillDisk(): void {
    this.disk.isFull = true;
    this.scheduler.later(this.fate, 'disk freed', this.dice.pick(300), () => (this.disk.isFull = false));
  }

  /** At a moment like any other: what the machine holds must be sound. */
  private lookIntoMemory(engine: EngineProcess): void {
    if (!engine.alive || engine.sequencer.state !== 'open') return;
    engine.sequencer
      .ask((machine) => void this.verdictsOnTheWay.push(...stateInvariants(machine)))
      .catch(() => undefined);
  }

  /** Faults are over and clocks are right; now everything promised must come true. */
  private async comeToRest(): Promise<void> {
    this.faults.over = true;
    this.disk.isFull = false;
    this.clockOff = 0;
    const deadline = this.scheduler.steps + LIVENESS_STEPS_MAX;
    while (!this.isAtRest() && this.scheduler.steps < deadline) {
      await this.scheduler.step();
      this.keepAnEngine();
    }
    this.findings.check('L1', this.isAtRest(), () => this.unrest());
  }

  private isAtRest(): boolean {
    const owner = this.owner();
    return (
      this.clients.every(({ isDone }) => isDone) &&
      owner?.sequencer.state === 'open' &&
      this.disk.traded === this.disk.settled &&
      this.runs.notDone().length === 0
    );
  }

  private unrest(): string {
    const open = this.clients.filter(({ isDone }) => !isDone).length;
    const { traded, settled } = this.disk;
    const runs = this.runs.notDone().map(({ fromTrade, toTrade }) => `${fromTrade}-${toTrade}`);
    return `${open} clients wait, ${settled} of ${traded} trades settled, runs open: ${runs.join()}, venue ${this.owner()?.sequencer.state}`;
  }

  /** What the venue's living owner holds. */
  private memory(): VenueMachine | undefined {
    return (this.owner()?.sequencer as unknown as { machine: VenueMachine } | undefined)?.machine;
  }

  private owner(): EngineProcess | undefined {
    return this.engines.find(({ name, alive }) => alive && name === this.disk.owner);
  }

  private async judge(): Promise<Verdict[]> {
    const live = await this.livingState();
    const start = this.isFromGenesis ? undefined : this.founding.start();
    const { snapshots, committed } = this.disk;
    const replay = new JournalReplay(
      snapshots.filter((snapshot) => snapshot !== this.founding.snapshot),
      start,
    );
    for (const batch of committed) if (batch.firstSeq > (start?.seq ?? 0)) replay.take(batch);
    const told = replay.stateHash();
    if (live !== undefined) {
      this.findings.check('I12 live', live === told, () => `living ${live}, journal ${told}`);
      const fresh = await this.freshState().catch((error: unknown) => String(error));
      this.findings.check('I13 reload', fresh === live, () => `living ${live}, fresh ${fresh}`);
    }
    this.findings.check('L0', true, () => '');
    const { epochs } = this.disk;
    epochs.forEach((epoch, i) => {
      this.findings.check(
        'I11 epoch',
        i === 0 || epoch >= epochs[i - 1],
        () => `${epochs[i - 1]} and then ${epoch}`,
      );
    });
    return [
      ...this.verdictsOnTheWay,
      ...replay.verdicts(this.disk),
      ...this.history.verdicts(this.records()),
      ...this.findings.verdicts(),
    ];
  }

  private records(): DecidedRecord[] {
    const { batches, records } = this.founding;
    const later = this.disk.committed.slice(batches.length).flatMap(batchLines);
    return [...records, ...later.map((line) => JSON.parse(line) as DecidedRecord)];
  }

  /**
   * What the owner has in memory at a moment between two batches; nobody moves any more after it. An owner that is
   * being replaced just then refuses the question, and the next one is asked.
   */
  private async livingState(): Promise<string | undefined> {
    const deadline = this.scheduler.steps + LIVENESS_STEPS_MAX;
    let live: string | undefined;
    let asked: EngineProcess | undefined;
    while (live === undefined && this.scheduler.steps < deadline) {
      const owner = this.owner();
      // What a process was asked dies with it: whoever owns the venue then is asked again.
      if (asked?.alive !== true && owner?.sequencer.state === 'open') {
        asked = owner;
        void owner.sequencer
          .ask((machine) => {
            live = stateHash(machine.dump());
            for (const engine of this.engines) this.scheduler.kill(engine);
          })
          .catch(() => (asked = undefined));
      }
      if (live === undefined && !(await this.scheduler.step())) break;
      this.keepAnEngine();
    }
    this.findings.check('L2', live !== undefined, () => `the venue is ${this.owner()?.sequencer.state}`);
    return live;
  }

  private async freshState(): Promise<string> {
    const sequencer = new VenueSequencer<VenueMachine>({
      venueNo: VENUE.venueNo,
      owner: 'fresh',
      store: this.disk,
      newMachine: () => new VenueMachine(),
      nowMicros: () => this.scheduler.now,
    });
    await sequencer.start();
    return sequencer.ask((machine) => stateHash(machine.dump()));
  }
}
