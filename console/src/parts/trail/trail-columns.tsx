import { Button, type TableColumnType } from 'antd';
import type { Told } from '../../api/told';
import type { Say } from '../../words/define-words';
import { ShortText } from '../facts/copied-text';
import { Moment } from '../figures';
import type { words } from './words';
import './trail.css';

type Line = Told<'TrailLine'>;

/** A line at a glance; the rest of it is behind its button. */
export function trailColumns(
  say: Say<keyof typeof words.zh>,
  onOpen: (line: Line) => void,
): readonly TableColumnType<Line>[] {
  return [
    { title: say('at'), render: (_, { at }) => <Moment at={at} /> },
    {
      title: say('who'),
      render: (_, { who }) =>
        who.name ?? (who.personId === null ? say('nobody') : <ShortText of={who.personId} />),
    },
    {
      title: say('did'),
      render: (_, line) => (
        <Button
          type="link"
          style={{ padding: 0, height: 'auto', whiteSpace: 'normal', textAlign: 'left' }}
          aria-label={say('open.named', { did: line.did.text, seq: line.proof.seq })}
          onClick={() => onOpen(line)}
        >
          {line.did.text}
        </Button>
      ),
    },
    {
      title: say('object'),
      render: (_, { object }) => (
        <>
          {object.text} {object.name ?? <ShortText of={object.id} />}
        </>
      ),
    },
    {
      title: say('outcome'),
      render: (_, { outcome, times }) => (
        <div style={{ maxWidth: 260, whiteSpace: 'normal' }}>
          {outcome.text}
          {times > 1 && ` × ${times}`}
        </div>
      ),
    },
    {
      title: say('why'),
      render: (_, { why }) => <div className="trail-why">{why.reason || '—'}</div>,
    },
  ];
}
