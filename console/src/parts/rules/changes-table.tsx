import type { ReactNode } from 'react';
import type { Told } from '../../api/told';
import { useWords } from '../../words/define-words';
import { words } from './words';

type Change = Pick<Told<'RulePackChange'>, 'what' | 'kind' | 'before' | 'after'>;

/** What one pack says differently from another, rule by rule, old and new side by side. */
export function ChangesTable({ changes }: { changes: readonly Change[] }): ReactNode {
  const say = useWords(words);
  const sign = { added: '+', removed: '−', changed: '≠' };
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={say('changes')}>
      <table className="dense" data-testid="changes">
        <thead>
          <tr>
            <th>{say('key')}</th>
            <th />
            <th>{say('compare.old')}</th>
            <th>{say('compare.new')}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ what, kind, before, after }) => (
            <tr key={what} data-change={kind}>
              <td>
                <code>{what}</code>
              </td>
              <td>
                <span aria-hidden="true">{sign[kind]} </span>
                {say(`change.${kind}`)}
              </td>
              <td>
                <Said value={before} />
              </td>
              <td>
                <strong>
                  <Said value={after} />
                </strong>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Said({ value }: { value: unknown }): ReactNode {
  if (value === undefined) return <span className="quiet">—</span>;
  const isRule = typeof value === 'object' && value !== null && 'value' in value && 'legalBasis' in value;
  if (!isRule) return <code>{typeof value === 'string' ? value : JSON.stringify(value)}</code>;
  const rule = value as { value: unknown; unit?: string; legalBasis?: unknown };
  return (
    <>
      <code>{typeof rule.value === 'string' ? rule.value : JSON.stringify(rule.value)}</code> {rule.unit}
      <div className="quiet">{String(rule.legalBasis)}</div>
    </>
  );
}
