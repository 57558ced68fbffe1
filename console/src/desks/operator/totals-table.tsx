import type { ReactNode } from 'react';
import type { Told } from '../../api/told';
import { Mark } from '../../parts/mark';
import { useWords, wordOf } from '../../words/define-words';
import { words } from './reconciliation-words';

type Total = Told<'ReconciliationTotal'>;

/** The comparisons of a run, one kind a line: how many, and how many differ. */
export function TotalsTable({ totals }: { totals: readonly Total[] }): ReactNode {
  const say = useWords(words);
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={say('totals')}>
      <table className="dense" data-testid="totals">
        <thead>
          <tr>
            <th>{say('total')}</th>
            <th>{say('part')}</th>
            <th className="number">{say('compared')}</th>
            <th className="number">{say('different')}</th>
            <th>{say('verdict')}</th>
          </tr>
        </thead>
        <tbody>
          {totals.map(({ total, part, rows, different }) => (
            <tr key={`${total} ${part}`}>
              <th scope="row">{wordOf(say, words, 'total', total)}</th>
              <td>{wordOf(say, words, 'part', part)}</td>
              <td className="number">{rows}</td>
              <td className="number">{different}</td>
              <td>
                <Mark tone={different === 0 ? 'good' : 'bad'}>
                  {say(different === 0 ? 'ties' : 'differs')}
                </Mark>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
