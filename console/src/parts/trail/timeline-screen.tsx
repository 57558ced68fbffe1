import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { useDesk } from '../../shell/use-desk';
import { useWords } from '../../words/define-words';
import { language } from '../../words/language';
import { Moment, ZoneLabel } from '../figures';
import { Asked, Empty } from '../states';
import { LineChanges, TrailLineDrawer } from './trail-line-drawer';
import './trail.css';
import { words } from './words';

type Line = Told<'TrailLine'>;
const LINES = 50;

/** Everything that happened to one object, or that one person did, as a thread from the beginning. */
export default function TimelineScreen(): ReactNode {
  const say = useWords(words);
  const desk = useDesk();
  const { object, personId } = useParams();
  const [params, setParams] = useSearchParams();
  const after = params.get('after') ?? undefined;
  const [opened, setOpened] = useState<Line>();
  const query = useQuery({
    queryKey: ['timeline', object ?? personId ?? '', after ?? ''],
    queryFn: ({ signal }) => {
      const asked = {
        header: { 'accept-language': language() },
        query: { limit: LINES, ...(after !== undefined && { after }) },
      };
      return object === undefined
        ? answer(
            api.GET('/api/v1/trail/people/{personId}', {
              params: { ...asked, path: { personId: personId ?? '' } },
              signal,
            }),
          )
        : answer(
            api.GET('/api/v1/trail/objects/{object}', { params: { ...asked, path: { object } }, signal }),
          );
    },
  });
  return (
    <>
      <Asked query={query}>
        {({ items, next }) => (
          <>
            <div className="screen-head">
              <h1>
                {say(object === undefined ? 'timeline.person.title' : 'timeline.title', {
                  name: titleOf(items, object ?? personId ?? '', object === undefined),
                })}
              </h1>
              <ZoneLabel />
              <span className="quiet">{say('timeline.order')}</span>
              <span className="push" />
              <Link to={`${desk}/trail`}>{say('timeline.back')}</Link>
            </div>
            {items.length === 0 && (
              <Empty title={say('none')}>
                <Link to={`${desk}/trail`}>{say('timeline.back')}</Link>
              </Empty>
            )}
            <ol className="thread">
              {items.map((line) => (
                <Knot key={`${line.proof.seq} ${line.proof.line}`} line={line} onOpen={setOpened} />
              ))}
            </ol>
            <div className="row">
              {after !== undefined && <Button onClick={() => setParams({})}>{say('first')}</Button>}
              {next !== undefined && (
                <Button onClick={() => setParams({ after: next })}>{say('more')}</Button>
              )}
            </div>
          </>
        )}
      </Asked>
      {opened !== undefined && <TrailLineDrawer line={opened} onClose={() => setOpened(undefined)} />}
    </>
  );
}

function titleOf(items: readonly Line[], id: string, isPerson: boolean): string {
  if (isPerson) return items.find(({ who }) => who.personId === id)?.who.name ?? id;
  const line = items.find(({ object }) => object.id === id);
  return line === undefined ? id : `${line.object.text} ${line.object.name ?? id}`;
}

function Knot({ line, onOpen }: { line: Line; onOpen: (line: Line) => void }): ReactNode {
  const say = useWords(words);
  const { at, who, did, outcome, why } = line;
  const isRefused = outcome.code !== 'accepted';
  return (
    <li className={isRefused ? 'refused' : ''}>
      <div className="row">
        <Moment at={at} />
        <strong>{did.text}</strong>
        <span>{who.name ?? (who.personId === null ? say('nobody') : who.personId)}</span>
        <span className="quiet">{outcome.text}</span>
        <span className="push" />
        <Button
          size="small"
          aria-label={say('open.named', { did: did.text, seq: line.proof.seq })}
          onClick={() => onOpen(line)}
        >
          {say('open')}
        </Button>
      </div>
      {why.reason !== '' && <p>{why.reason}</p>}
      <details>
        <summary>{say(isRefused ? 'asked' : 'changed')}</summary>
        <LineChanges line={line} />
      </details>
    </li>
  );
}
