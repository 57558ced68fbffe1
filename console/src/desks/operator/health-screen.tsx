import { queryOptions, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { answer, api } from '../../api/client';
import { asRefusal } from '../../api/refusal';
import { ShortText } from '../../parts/facts/copied-text';
import { Moment, ZoneLabel } from '../../parts/figures';
import { Mark } from '../../parts/mark';
import { Asked, Empty } from '../../parts/states';
import { useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { words } from './health-words';
import { LOOK_AGAIN_MS, logsQuery } from './queries';

const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: ({ signal }) => answer(api.GET('/api/v1/health', { signal })),
  refetchInterval: LOOK_AGAIN_MS,
});

const readyQuery = queryOptions({
  queryKey: ['ready'],
  queryFn: async ({ signal }): Promise<boolean> => {
    try {
      await answer(api.GET('/readyz', { signal }));
      return true;
    } catch (error) {
      // It is said to be not ready; silence is another matter.
      if (asRefusal(error).problem.status === 503) return false;
      throw error;
    }
  },
  refetchInterval: LOOK_AGAIN_MS,
});

/** Does the service run, which versions, what waits, and what stands under the last checkpoint. */
export default function HealthScreen(): ReactNode {
  const say = useWords(words);
  return (
    <>
      <div className="screen-head">
        <h1>{say('title')}</h1>
        <ZoneLabel />
      </div>
      <div className="columns">
        <Service />
        <Checkpoint />
      </div>
    </>
  );
}

function Service(): ReactNode {
  const say = useWords(words);
  const ready = useQuery(readyQuery);
  return (
    <section className="sheet stack">
      <header>
        <h2>{say('service')}</h2>
        {ready.data !== undefined && (
          <Mark tone={ready.data ? 'good' : 'bad'}>{say(ready.data ? 'ready' : 'not.ready')}</Mark>
        )}
        {ready.isError && <Mark tone="bad">{say('silent')}</Mark>}
      </header>
      <Asked query={useQuery(healthQuery)}>
        {({ version, node, postgres, venues }) => (
          <>
            <dl className="facts">
              <dt>Airshed</dt>
              <dd>{version}</dd>
              <dt>Node.js</dt>
              <dd>{node}</dd>
              <dt>PostgreSQL</dt>
              <dd>{postgres}</dd>
            </dl>
            <div className="scroll" tabIndex={0} role="region" aria-label={say('venues')}>
              <table className="dense" data-testid="venues">
                <thead>
                  <tr>
                    <th>{say('venue')}</th>
                    <th>{say('state')}</th>
                    <th className="number">{say('records')}</th>
                    <th className="number">{say('waiting')}</th>
                    <th className="number">{say('unsettled')}</th>
                  </tr>
                </thead>
                <tbody>
                  {venues.map(({ venue, state, records, waiting, unsettled }) => (
                    <tr key={venue}>
                      <th scope="row">{venue}</th>
                      <td>
                        <Mark tone={state === 'open' || state === 'following' ? 'good' : 'bad'}>
                          {wordOf(say, words, 'state', state)}
                        </Mark>
                      </td>
                      <td className="number">{records ?? '—'}</td>
                      <td className="number">{waiting ?? '—'}</td>
                      <td className="number">{unsettled ?? '—'}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            <p className="quiet">{say('metrics')}</p>
          </>
        )}
      </Asked>
    </section>
  );
}

const keysQuery = (log: string) =>
  queryOptions({
    queryKey: ['logs', log, 'keys'],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/logs/{log}/keys', { params: { path: { log } }, signal })),
  });

const checkpointQuery = (log: string) =>
  queryOptions({
    queryKey: ['logs', log, 'checkpoint'],
    queryFn: ({ signal }) =>
      answer<string>(
        api.GET('/api/v1/logs/{log}/checkpoint', { params: { path: { log } }, parseAs: 'text', signal }),
      ),
    refetchInterval: LOOK_AGAIN_MS,
  });

/** Names in the signature lines of a signed note: `— name base64`. */
export function signersOf(note: string): string[] {
  return [...note.matchAll(/^— (\S+) \S+$/gmu)].map(([, name]) => name!);
}

function Checkpoint(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const logs = useQuery(logsQuery);
  const note = useQuery(checkpointQuery(venue));
  const keys = useQuery(keysQuery(venue));
  const log = logs.data?.items.find(({ name }) => name === venue);
  return (
    <section className="sheet stack">
      <h2>{say('checkpoint')}</h2>
      <Asked query={note}>
        {(text) => {
          const [origin, size, root] = text.split('\n');
          const signers = signersOf(text);
          const witnesses = (keys.data?.witnesses ?? []).filter(({ to }) => to === null);
          return (
            <>
              <dl className="facts" data-testid="checkpoint">
                <dt>{say('origin')}</dt>
                <dd>
                  <code>{origin}</code>
                </dd>
                <dt>{say('size')}</dt>
                <dd>{size}</dd>
                <dt>{say('root')}</dt>
                <dd>
                  <ShortText of={root} />
                </dd>
                <dt>{say('signed')}</dt>
                <dd>
                  <Moment at={log?.signedAt} />
                </dd>
              </dl>
              <h3>{say('witnesses')}</h3>
              {witnesses.length === 0 ? (
                <Empty title={say('witnesses.none')}>{say('witnesses.none.next')}</Empty>
              ) : (
                <ul>
                  {witnesses.map(({ vkey }) => {
                    const name = vkey.split('+')[0]!;
                    const hasSigned = signers.includes(name);
                    return (
                      <li key={vkey}>
                        {name}{' '}
                        <Mark tone={hasSigned ? 'good' : 'warn'}>
                          {say(hasSigned ? 'witness.signed' : 'witness.not.yet')}
                        </Mark>
                      </li>
                    );
                  })}
                </ul>
              )}
            </>
          );
        }}
      </Asked>
    </section>
  );
}
