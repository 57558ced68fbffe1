import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { RejectionError } from '../../kernel/rejection.js';
import type { Queues } from '../../platform/queue.js';
import { JOB_STATES, JobsDesk } from './jobs-desk.js';

const ADDED = Date.UTC(2026, 10, 24, 8, 30);

/** A job as BullMQ hands it over, as far as the desk looks at it. */
function jobOf(id: string | undefined, state: string | undefined, more: object = {}) {
  return {
    ...{ id, name: '4-1-3-1', attemptsMade: 2, stalledCounter: 1, failedReason: 'gone', timestamp: ADDED },
    ...{ finishedOn: ADDED + 1_500, data: { slug: 'demo' }, ...more },
    getState: async () => state,
  };
}
const SHOWN = {
  ...{ job: '9', name: '4-1-3-1', attempts: 2, stalled: 1, error: 'gone', data: { slug: 'demo' } },
  ...{ addedAt: '2026-11-24T08:30:00.000Z', finishedAt: '2026-11-24T08:30:01.500Z' },
};

/** One queue and the journal of the office, in memory; `said` has all that they were asked, in order. */
class Surroundings {
  readonly said: unknown[][] = [];
  job: ReturnType<typeof jobOf> | undefined;
  failsAt = '';
  /** The only line of the journal so far. */
  journal = '';

  private readonly queue = {
    getJobCounts: async (...states: string[]) => {
      this.said.push(['counts', ...states]);
      return { waiting: 3 };
    },
    isPaused: async () => true,
    getJobs: async (...facts: unknown[]) => {
      this.said.push(['jobs', ...facts]);
      return [jobOf('9', 'failed'), undefined, jobOf('10', 'failed')];
    },
    getJob: async (id: string) => {
      if (id !== '9' || this.job === undefined) return undefined;
      const retry = async (state: string): Promise<void> => void this.said.push(['retry', state]);
      const remove = async (): Promise<void> => void this.said.push(['remove']);
      return { ...this.job, retry, remove };
    },
  };

  private readonly client = {
    query: async (sql: string, values: unknown[] = []) => {
      const [verb] = sql.trim().split(' ');
      this.said.push([verb]);
      if (verb === this.failsAt) throw new Error(`no ${verb}`);
      if (sql.includes('FROM office_head')) return { rows: [{ last_seq: '6', head_hash: Buffer.alloc(32) }] };
      if (sql.includes('clock_timestamp')) return { rows: [{ at: '1700000000000000' }] };
      if (sql.includes('INTO office_journal')) this.journal = String(values.at(-1));
      return { rows: [] };
    },
    release: () => void this.said.push(['release']),
  };

  readonly desk = new JobsDesk(
    {
      names: () => ['settlement', 'settlement-day'],
      openQueue: (name: string) => {
        this.said.push(['open', name]);
        return this.queue;
      },
    } as unknown as Queues,
    { connect: async () => this.client } as unknown as Pool,
  );

  entry(): unknown {
    return JSON.parse(this.journal);
  }
}

let around: Surroundings;
beforeEach(() => void (around = new Surroundings()));

const OPENED = ['open', 'settlement'];
/** One entry, chained in a transaction of its own. */
const ON_RECORD = ['BEGIN', 'SELECT', 'SELECT', 'INSERT', 'UPDATE', 'COMMIT', 'release'].map((verb) => [
  verb,
]);

/** The refusal, and that nothing was written or done. */
async function refused(asked: Promise<unknown>): Promise<unknown> {
  const thrown = await asked.catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(RejectionError);
  expect(around.said.filter(([verb]) => verb !== 'open')).toEqual([]);
  return (thrown as RejectionError).rejection;
}

describe('the desk of the queues', () => {
  it('counts the jobs of every queue by state, and says whether it rests', async () => {
    expect(await around.desk.list()).toEqual([
      { queue: 'settlement', isPaused: true, jobs: { waiting: 3 } },
      { queue: 'settlement-day', isPaused: true, jobs: { waiting: 3 } },
    ]);
    const states = 'waiting active delayed prioritized waiting-children completed failed'.split(' ');
    expect(JOB_STATES).toEqual(states);
    expect(around.said.filter(([verb]) => verb === 'counts')).toEqual(Array(2).fill(['counts', ...states]));
  });

  it('shows a page of jobs in one state, without those that ended while it asked', async () => {
    expect(await around.desk.jobs('settlement', 'failed', 20, 10)).toEqual([
      { ...SHOWN, state: 'failed' },
      { ...SHOWN, state: 'failed', job: '10' },
    ]);
    expect(around.said).toEqual([OPENED, ['jobs', ['failed'], 20, 29]]);
  });

  it('knows only the queues that are open', async () => {
    expect(await refused(around.desk.jobs('secrets', 'failed', 0, 1))).toEqual({
      code: 'clearing.queue_unknown',
    });
    expect(around.said).toEqual([]);
  });
});

describe('a job that a person tries again', () => {
  it('is on record before it is tried', async () => {
    around.job = jobOf('9', 'failed');
    expect(await around.desk.retry('settlement', '9', 'usr_1', 'the disk is back')).toEqual({
      ...SHOWN,
      state: 'waiting',
    });
    expect(around.said).toEqual([OPENED, ...ON_RECORD, ['retry', 'failed']]);
    expect(around.entry()).toEqual({
      ...{ v: 1, seq: 7, at: 1_700_000_000_000_000, actor: 'usr_1', kind: 'job-retried' },
      ...{ subject: 'settlement/9', detail: { reason: 'the disk is back' } },
    });
  });

  it.each(['waiting', 'active', 'completed'])('must have failed, and is %s', async (state) => {
    around.job = jobOf('9', state);
    expect(await refused(around.desk.retry('settlement', '9', 'usr_1', 'x'))).toEqual({
      code: 'clearing.job_not_failed',
      data: { state },
    });
  });

  it.each(['BEGIN', 'INSERT', 'COMMIT'])(
    'is not tried where %s fails: nothing is on record',
    async (verb) => {
      around.job = jobOf('9', 'failed');
      around.failsAt = verb;
      await expect(around.desk.retry('settlement', '9', 'usr_1', 'x')).rejects.toThrow(`no ${verb}`);
      expect(around.said.slice(-3)).toEqual([[verb], ['ROLLBACK'], ['release']]);
    },
  );

  it('says what failed first where the rollback fails too, and gives the connection back', async () => {
    around.job = jobOf('9', 'failed');
    const desk = around.desk as unknown as { pool: { connect: () => Promise<object> } };
    const said: string[] = [];
    const query = async (sql: string): Promise<void> => {
      throw new Error(`no ${sql}`);
    };
    desk.pool.connect = async () => ({ query, release: () => said.push('release') });
    await expect(around.desk.retry('settlement', '9', 'usr_1', 'x')).rejects.toThrow('no BEGIN');
    expect(said).toEqual(['release']);
  });
});

describe('a job that a person cancels', () => {
  it.each(['waiting', 'failed', 'delayed'])('is on record before it is removed, %s', async (state) => {
    around.job = jobOf('9', state, { id: undefined, failedReason: undefined, finishedOn: undefined });
    expect(await around.desk.cancel('settlement', '9', 'usr_1', 'asked twice')).toEqual({
      ...SHOWN,
      ...{ job: '', state: 'cancelled', error: '', finishedAt: null },
    });
    expect(around.said).toEqual([OPENED, ...ON_RECORD, ['remove']]);
    expect(around.entry()).toMatchObject({
      ...{ actor: 'usr_1', kind: 'job-cancelled', subject: 'settlement/9' },
      detail: { reason: 'asked twice' },
    });
  });

  it('must not be in the hands of a worker', async () => {
    around.job = jobOf('9', 'active');
    expect(await refused(around.desk.cancel('settlement', '9', 'usr_1', 'x'))).toEqual({
      code: 'clearing.job_at_work',
    });
  });

  it.each([undefined, 'unknown'])('must be there, and its state is %p', async (state) => {
    around.job = jobOf('9', state);
    const code = 'clearing.job_unknown';
    expect(await refused(around.desk.cancel('settlement', '9', 'usr_1', 'x'))).toEqual({ code });
    expect(await refused(around.desk.retry('settlement', '9', 'usr_1', 'x'))).toEqual({ code });
    around.job = undefined;
    expect(await refused(around.desk.cancel('settlement', '9', 'usr_1', 'x'))).toEqual({ code });
  });
});
