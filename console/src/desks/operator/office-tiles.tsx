import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { answer, api } from '../../api/client';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { COUNTED_MAX, liveBreaksQuery, LOOK_AGAIN_MS } from './queries';
import { counted, Tile, toneOf } from './tile';
import { words } from './today-words';

export function BreaksTile(): ReactNode {
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

export function JobsTile(): ReactNode {
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

export function ApprovalsTile(): ReactNode {
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

export function ReportTile(): ReactNode {
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
