import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { grouped } from '../format/decimal';
import { useWords } from '../words/define-words';
import { language } from '../words/language';
import type { Judgement } from './verifier';
import { words } from './words';

/** One promise and whether it holds: never by colour alone. */
export function Verdict({ title, judgement }: { title: string; judgement: Judgement }): ReactNode {
  const say = useWords(words);
  const { ok, broken } = judgement;
  return (
    <p
      className={`note ${ok ? 'good' : 'bad'}`}
      role={ok ? 'status' : 'alert'}
      data-proof={ok ? 'ok' : 'broken'}
    >
      <span aria-hidden="true">{ok ? '✓' : '✗'} </span>
      <strong>{title}</strong> — {say(ok ? 'ok' : 'broken')}
      {broken !== undefined && <span>: {language() === 'en' ? broken.en : broken.zh}</span>}
    </p>
  );
}

/** What was judged, in numbers that one can compare elsewhere. */
export function CheckpointFacts({ judgement }: { judgement: Judgement }): ReactNode {
  const say = useWords(words);
  const { checkpoint, signedBy, witnessedBy } = judgement;
  if (checkpoint === undefined) return null;
  return (
    <dl className="facts">
      <dt>{say('origin')}</dt>
      <dd>
        <code>{checkpoint.origin}</code>
      </dd>
      <dt>{say('size')}</dt>
      <dd>{grouped(String(checkpoint.size))}</dd>
      <dt>{say('root')}</dt>
      <dd>
        <Long text={checkpoint.root} />
      </dd>
      <dt>{say('signed')}</dt>
      <dd>
        <code>{signedBy.join(', ')}</code>
      </dd>
      <dt>{say('witnessed')}</dt>
      <dd>
        {witnessedBy.length === 0 ? (
          <span className="quiet">{say('witnessed.none')}</span>
        ) : (
          <code>{witnessedBy.map(({ name }) => name).join(', ')}</code>
        )}
      </dd>
    </dl>
  );
}

const SHOWN = 16;

/** A long text, its beginning shown, the whole copied. */
export function Long({ text }: { text: string }): ReactNode {
  const say = useWords(words);
  const [isCopied, setCopied] = useState(false);
  return (
    <span>
      <code title={text}>{text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text}</code>{' '}
      <Button
        size="small"
        type="link"
        onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
      >
        {say(isCopied ? 'copied' : 'copy')}
      </Button>
    </span>
  );
}

/** The record's own words: they hash to the leaf that was proved. */
export function ToldText({ seq, told }: { seq: number; told: string }): ReactNode {
  const say = useWords(words);
  return (
    <details>
      <summary>
        {say('leaf')} {grouped(String(seq))}: {say('told')}
      </summary>
      <pre className="code" tabIndex={0}>
        {pretty(told)}
      </pre>
    </details>
  );
}

function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 1);
  } catch {
    return json;
  }
}
