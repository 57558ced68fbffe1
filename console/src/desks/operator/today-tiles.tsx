import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { answer, api, type Page } from '../../api/client';
import { usePower } from '../../api/session';
import type { Tone } from '../../parts/mark';
import { useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { COUNTED_MAX, liveBreaksQuery, LOOK_AGAIN_MS, sessionQuery } from './queries';
import { words } from './today-words';

interface Shown {
  readonly value: string;
  readonly more: string;
  readonly tone: Tone;
}

/** Each question of the day: its answer, and the way to what is behind it. */
export function TodayTiles(): ReactNode {
  const isClearing = usePower('settlement.run');
  const isBank = usePower('bank.read');
  return (
    <ul className="tiles">
      <SessionTile />
      {isClearing && <SettlementTile />}
      <BreaksTile />
      <FailuresTile />
      <DisputesTile />
      {isBank && <FilesTile />}
      {isBank && <SuspenseTile />}
      {isClearing && <JobsTile />}
      <ApprovalsTile />
      <ReportTile />
    </ul>
  );
}

function Tile<T>({
  name,
  to,
  query,
  show,
}: {
  name: string;
  to: string;
  query: UseQueryResult<T>;
  show: (data: T) => Shown;
}): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const shown: Shown =
    query.data !== undefined
      ? show(query.data)
      : query.isError
        ? { value: '?', more: say('tile.failed'), tone: 'bad' }
        : { value: '…', more: '', tone: 'quiet' };
  return (
    <li>
      <Link className={`tile ${shown.tone}`} to={`/${venue}/operator/${to}`} data-tile={to}>
        <span className="quiet">{name}</span>
        <span className="value">{shown.value}</span>
        <span>{shown.more}</span>
      </Link>
    </li>
  );
}

const counted = ({ items, next }: Page<unknown>): string => `${items.length}${next === undefined ? '' : '+'}`;
const toneOf = ({ items }: Page<unknown>, some: Tone): Tone => (items.length === 0 ? 'good' : some);

function SessionTile(): ReactNode {
  const say = useWords(words);
  const mayRun = usePower('session.run');
  const query = useQuery(sessionQuery(useVenue()));
  return (
    <Tile
      name={say('tile.session')}
      to={mayRun ? 'sessions' : 'days'}
      query={query}
      show={({ tradingDay, status, halts, tradesWaitingForSettlement: count }) => ({
        value: `${tradingDay ?? '—'} ${wordOf(say, words, 'session', status)}`,
        more:
          halts.length > 0
            ? say('tile.session.halts', { count: halts.length })
            : say('tile.waiting', { count }),
        tone: status === 'HALTED' || halts.length > 0 ? 'bad' : 'good',
      })}
    />
  );
}

function SettlementTile(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const query = useQuery({
    queryKey: ['settlement-days', venue, 'newest'],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/settlement-days', {
          params: { path: { venue }, query: { limit: 1 } },
          signal,
        }),
      ),
    refetchInterval: LOOK_AGAIN_MS,
  });
  const day = query.data?.items[0];
  return (
    <Tile
      name={say('tile.settlement')}
      to={day === undefined ? 'settlement' : `settlement/days/${day.day}`}
      query={query}
      show={({ items: [newest] }) =>
        newest === undefined
          ? { value: '—', more: say('tile.settlement.none'), tone: 'quiet' }
          : {
              value: `${newest.day} ${say(`settlement.${newest.state}`)}`,
              more: say('tile.settlement.more', {
                trades: newest.trades,
                undelivered: newest.undelivered ?? '…',
              }),
              tone: newest.state === 'RUNNING' || newest.undelivered !== 0 ? 'warn' : 'good',
            }
      }
    />
  );
}

function BreaksTile(): ReactNode {
  const say = useWords(words);
  const query = useQuery(liveBreaksQuery(useVenue()));
  return (
    <Tile
      name={say('tile.breaks')}
      to="reconciliation/breaks?breaks.state=live"
      query={query}
      show={(page) => ({
        value: counted(page),
        more:
          page.items.length === 0
            ? say('tile.none')
            : say('tile.breaks.oldest', { days: Math.max(...page.items.map(({ ageDays }) => ageDays)) }),
        tone: toneOf(page, 'bad'),
      })}
    />
  );
}

function FailuresTile(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const query = useQuery({
    queryKey: ['failed-deliveries', venue, 'owed'],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/failed-deliveries', {
          params: { path: { venue }, query: { state: 'owed', limit: COUNTED_MAX } },
          signal,
        }),
      ),
    refetchInterval: LOOK_AGAIN_MS,
  });
  return (
    <Tile
      name={say('tile.failures')}
      to="failures"
      query={query}
      show={(page) => ({
        value: counted(page),
        more: say(page.items.length === 0 ? 'tile.none' : 'tile.failures.more'),
        tone: toneOf(page, 'bad'),
      })}
    />
  );
}

function DisputesTile(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const query = useQuery({
    queryKey: ['disputes', venue, 'newest'],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/disputes', {
          params: { path: { venue }, query: { limit: COUNTED_MAX } },
          signal,
        }),
      ),
    refetchInterval: LOOK_AGAIN_MS,
  });
  return (
    <Tile
      name={say('tile.disputes')}
      to="failures/disputes"
      query={query}
      show={({ items, next }) => {
        const open = {
          items: items.filter(({ state }) => state === 'OPEN'),
          ...(next !== undefined && { next }),
        };
        return {
          value: counted(open),
          more: say(open.items.length === 0 ? 'tile.none' : 'tile.disputes.more'),
          tone: toneOf(open, 'warn'),
        };
      }}
    />
  );
}

function FilesTile(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const query = useQuery({
    queryKey: ['bank-files', venue, 'waiting'],
    queryFn: async ({ signal }) => {
      const params = { path: { venue } };
      const [staged, quarantined, drafts] = await Promise.all([
        answer(
          api.GET('/api/v1/venues/{venue}/bank-statements', {
            params: { ...params, query: { state: 'STAGED', limit: COUNTED_MAX } },
            signal,
          }),
        ),
        answer(
          api.GET('/api/v1/venues/{venue}/bank-statements', {
            params: { ...params, query: { state: 'QUARANTINED', limit: COUNTED_MAX } },
            signal,
          }),
        ),
        answer(
          api.GET('/api/v1/venues/{venue}/payment-files', {
            params: { ...params, query: { state: 'DRAFT', limit: COUNTED_MAX } },
            signal,
          }),
        ),
      ]);
      return { staged, quarantined, drafts };
    },
    refetchInterval: LOOK_AGAIN_MS,
  });
  return (
    <Tile
      name={say('tile.files')}
      to="bank/statements"
      query={query}
      show={({ staged, quarantined, drafts }) => {
        const all = [staged, quarantined, drafts];
        return {
          value: `${all.reduce((sum, { items }) => sum + items.length, 0)}${all.some(({ next }) => next !== undefined) ? '+' : ''}`,
          more: say('tile.files.more', {
            staged: counted(staged),
            quarantined: counted(quarantined),
            drafts: counted(drafts),
          }),
          tone:
            quarantined.items.length > 0
              ? 'bad'
              : all.some(({ items }) => items.length > 0)
                ? 'warn'
                : 'good',
        };
      }}
    />
  );
}

function SuspenseTile(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const query = useQuery({
    queryKey: ['bank-lines', venue, 'suspense'],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/bank-lines', {
          params: { path: { venue }, query: { state: 'SUSPENSE', limit: COUNTED_MAX } },
          signal,
        }),
      ),
    refetchInterval: LOOK_AGAIN_MS,
  });
  return (
    <Tile
      name={say('tile.suspense')}
      to="bank/lines?bank-lines.state=SUSPENSE"
      query={query}
      show={(page) => ({
        value: counted(page),
        more: say(page.items.length === 0 ? 'tile.none' : 'tile.suspense.more'),
        tone: toneOf(page, 'warn'),
      })}
    />
  );
}

function JobsTile(): ReactNode {
  const say = useWords(words);
  const query = useQuery({
    queryKey: ['job-queues'],
    queryFn: ({ signal }) => answer(api.GET('/api/v1/job-queues', { signal })),
    refetchInterval: LOOK_AGAIN_MS,
  });
  return (
    <Tile
      name={say('tile.jobs')}
      to="jobs"
      query={query}
      show={({ items }) => {
        const failed = items.reduce((sum, { jobs }) => sum + (jobs['failed'] ?? 0), 0);
        const waiting = items.reduce((sum, { jobs }) => sum + (jobs['waiting'] ?? 0), 0);
        return {
          value: String(failed),
          more: say('tile.jobs.more', { waiting, paused: items.filter(({ isPaused }) => isPaused).length }),
          tone: failed > 0 ? 'bad' : 'good',
        };
      }}
    />
  );
}

function ApprovalsTile(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const query = useQuery({
    queryKey: ['proposals', venue, 'waiting'],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/proposals', {
          params: { path: { venue }, query: { view: 'waiting', limit: COUNTED_MAX } },
          signal,
        }),
      ),
    refetchInterval: LOOK_AGAIN_MS,
  });
  return (
    <Tile
      name={say('tile.approvals')}
      to="approvals"
      query={query}
      show={(page) => ({
        value: counted(page),
        more: say(page.items.length === 0 ? 'tile.none' : 'tile.approvals.more'),
        tone: toneOf(page, 'warn'),
      })}
    />
  );
}

function ReportTile(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const query = useQuery({
    queryKey: ['day-reports', venue, 'newest'],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/day-reports', {
          params: { path: { venue }, query: { limit: 1 } },
          signal,
        }),
      ),
    refetchInterval: LOOK_AGAIN_MS,
  });
  const day = query.data?.items[0]?.day;
  return (
    <Tile
      name={say('tile.report')}
      to={day === undefined ? 'days' : `days/${day}`}
      query={query}
      show={({ items: [newest] }) =>
        newest === undefined
          ? { value: '—', more: say('tile.report.none'), tone: 'quiet' }
          : { value: newest.day, more: say('tile.report.more', { seq: newest.seq }), tone: 'good' }
      }
    />
  );
}
