import type { ReactNode } from 'react';
import { Amount } from '../../parts/figures';
import { BUCKETS } from '../../parts/holdings/buckets';
import { words as holdingWords } from '../../parts/holdings/words';
import { useCurrency } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import type { Holding } from './answers';
import { words } from './words';

/** What an account has, and in which bucket: only what is available can be sold or spent. */
export function HoldingsTable({ holdings }: { holdings: readonly Holding[] }): ReactNode {
  const say = useWords(words);
  const sayHolding = useWords(holdingWords);
  const currency = useCurrency();
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={say('holdings.title')}>
      <table className="dense" data-testid="holdings">
        <thead>
          <tr>
            <th>{sayHolding('asset')}</th>
            {BUCKETS.map((bucket) => (
              <th key={bucket} className="number">
                {sayHolding(bucket)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {holdings.map((holding) => (
            <tr key={`${holding.accountId} ${holding.asset}`} data-asset={holding.asset}>
              <th scope="row">
                {holding.asset === 'cash' ? `${sayHolding('cash')} (${currency})` : holding.asset}
              </th>
              {BUCKETS.map((bucket) => (
                <td key={bucket} className="number" data-bucket={bucket}>
                  {bucket === 'available' ? (
                    <strong>
                      <Amount of={holding[bucket]} />
                    </strong>
                  ) : (
                    <Amount of={holding[bucket]} />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
