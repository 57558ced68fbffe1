import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { useDesk } from '../../shell/use-desk';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { Moment } from '../figures';
import { PagedTable } from '../paged-table';
import { Empty } from '../states';
import { words } from './words';

type Item = Told<'InboxItem'>;
const LOOK_AGAIN_MS = 20_000;
const ALL = 500;

/** Which screen of a desk ends the waiting, by what waits. */
export type ScreenOf = (item: Item) => string | undefined;

/** What kinds of things wait now, as the service says them in this language. */
function useWaitingKinds(): ReadonlyMap<string, string> {
  const venue = useVenue();
  const { data } = useQuery({
    queryKey: ['tasks', venue, 'kinds'],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/inbox', {
          params: { path: { venue }, query: { limit: ALL } },
          signal,
        }),
      ),
    refetchInterval: LOOK_AGAIN_MS,
  });
  return new Map((data?.items ?? []).map(({ kind, what }) => [kind, what]));
}

/** What waits for this person: what, why, by when, and what happens otherwise; due first. */
export function InboxTable({ screenOf }: { screenOf: ScreenOf }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  const kinds = useWaitingKinds();
  const wide = (text: string): ReactNode => (
    <div style={{ minWidth: 120, maxWidth: 260, whiteSpace: 'normal' }}>{text}</div>
  );
  return (
    <PagedTable<Item>
      name="tasks"
      label={say('title')}
      rowKey={({ kind, subject }) => `${kind} ${subject}`}
      refetchInterval={LOOK_AGAIN_MS}
      load={({ limit, after, filters, signal }) =>
        answer(
          api.GET('/api/v1/venues/{venue}/inbox', {
            params: {
              path: { venue },
              query: {
                limit,
                ...(after !== undefined && { after }),
                ...(filters as { kind?: Item['kind'] }),
              },
            },
            signal,
          }),
        )
      }
      filters={[
        {
          field: 'kind',
          label: say('what'),
          options: [...kinds].map(([value, label]) => ({ value, label })),
        },
      ]}
      columns={[
        {
          title: say('what'),
          render: (_, item) => {
            const to = screenOf(item);
            const { what, name } = item;
            if (to === undefined) return wide(what);
            return (
              <Link to={`${desk}/${to}`} aria-label={say('open.named', { what, name })}>
                {wide(what)}
              </Link>
            );
          },
        },
        { title: say('which'), render: (_, { name }) => wide(name) },
        {
          title: say('due'),
          render: (_, { dueAt, dueDay }) =>
            dueAt !== null ? (
              <Moment at={dueAt} style="minute" />
            ) : dueDay !== null ? (
              say('due.day', { day: dueDay })
            ) : (
              <span className="quiet">{say('due.none')}</span>
            ),
        },
        { title: say('since'), render: (_, { since }) => <Moment at={since} style="minute" /> },
        { title: say('consequence'), render: (_, { consequence }) => wide(consequence) },
        { title: say('why'), render: (_, { why }) => wide(why) },
      ]}
      empty={
        <Empty title={say('none')}>
          <p>{say('none.next')}</p>
        </Empty>
      }
    />
  );
}
