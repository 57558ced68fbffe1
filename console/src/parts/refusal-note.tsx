import { Button } from 'antd';
import type { ReactNode } from 'react';
import { type Problem, type Refusal, type RuleBehind, UNREACHABLE } from '../api/refusal';
import { fromUnits } from '../format/fen';
import { useWords, wordOf } from '../words/define-words';
import { PowerName } from './facts/power-name';
import { Amount, Moment } from './figures';
import { openRule } from './open-rule';
import { words } from './words';

/** A refusal in words: what, in detail, the rule behind it and where to read it, and what to do now. */
export function RefusalNote({
  refusal,
  title,
  unitScale = 0,
}: {
  refusal: Refusal | undefined;
  title?: string | undefined;
  /** Decimal places of the instrument that it is about: the service names quantities in its smallest unit. */
  unitScale?: number;
}): ReactNode {
  const say = useWords(words);
  if (refusal === undefined) return null;
  const { problem, retryAfterSeconds } = refusal;
  const spoken =
    problem.code === UNREACHABLE
      ? say('refusal.unreachable')
      : problem.code === 'console.fault'
        ? `${say('refusal.fault')}: ${problem.title}`
        : problem.title;
  return (
    <div className="note bad stack" role="alert" data-code={problem.code}>
      <div>
        <strong>{title ?? say('refusal.title')}</strong>
        <p>{spoken}</p>
        {problem.detail !== undefined && <p className="quiet">{problem.detail}</p>}
        <Facts data={problem.data} unitScale={unitScale} />
        {problem.errors !== undefined && (
          <ul>
            {problem.errors.map(({ pointer, detail, code }) => (
              <li key={`${pointer} ${code}`}>
                <code>{pointer}</code> {detail ?? code}
              </li>
            ))}
          </ul>
        )}
      </div>
      {problem.rule !== undefined && <Rule rule={problem.rule} />}
      {refusal.isUnknown && problem.status !== -1 && <p>{say('refusal.unknown')}</p>}
      {retryAfterSeconds !== undefined && <p>{say('refusal.again', { seconds: retryAfterSeconds })}</p>}
      <p className="quiet">
        {say('refusal.code')} <code>{problem.code}</code>
      </p>
    </div>
  );
}

const QUANTITIES = new Set(
  'sellable needed min max step filled quantity available asked limit most withdrawable'.split(' '),
);
const CENTS = 2;
/** The service's own numbers of things say nothing to people, who know them by name. */
const INTERNAL = /No$|^retryAfterSeconds$/;
const INSTANTS = /(At|Until)$/;
const MICROS_IN_MS = 1_000;

/** The figures that decided, in the units that people read. */
function Facts({ data, unitScale }: { data: Problem['data']; unitScale: number }): ReactNode {
  const say = useWords(words);
  const facts = Object.entries(data ?? {}).filter(([name]) => !INTERNAL.test(name));
  if (facts.length === 0) return null;
  const scaleOf = (name: string): number =>
    /Fen$|Bps$/.test(name) ? CENTS : QUANTITIES.has(name) ? unitScale : 0;
  return (
    <p className="row">
      {facts.map(([name, value]) => (
        <span key={name}>
          {wordOf(say, words, 'fact', name)} <Fact name={name} value={value} scale={scaleOf(name)} />
        </span>
      ))}
    </p>
  );
}

function Fact({ name, value, scale }: { name: string; value: string | number; scale: number }): ReactNode {
  if (name === 'power') return <PowerName of={String(value)} />;
  if (INSTANTS.test(name) && typeof value === 'number')
    return <Moment at={new Date(Math.floor(value / MICROS_IN_MS)).toISOString()} />;
  return <Amount of={fromUnits(value, scale)} />;
}

function Rule({ rule }: { rule: RuleBehind }): ReactNode {
  const say = useWords(words);
  return (
    <div>
      <strong>{say('refusal.rule')}</strong>
      <p>
        <code>
          {rule.pack} · {rule.key}
        </code>
      </p>
      {rule.legalBasis !== undefined && (
        <p>
          {say('refusal.legal')}: {rule.legalBasis}
        </p>
      )}
      {rule.pack !== undefined && (
        <Button size="small" onClick={() => openRule(rule)}>
          {say('refusal.open')}
        </Button>
      )}
    </div>
  );
}
