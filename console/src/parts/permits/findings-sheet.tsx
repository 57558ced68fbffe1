import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { answer, api } from '../../api/client';
import { useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { Mark } from '../mark';
import { Asked } from '../states';
import type { Transfer } from './queries';
import { words } from './words';

/** Every rung of eligibility as things stand, with the rule behind it. */
export function FindingsSheet({ transfer }: { transfer: Transfer }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const query = useQuery({
    queryKey: ['permit-findings', venue, transfer.transferId, transfer.state],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/permit-transfers/{transfer}/findings', {
          params: { path: { venue, transfer: transfer.transferId } },
          signal,
        }),
      ),
  });
  return (
    <section className="sheet stack" aria-labelledby="findings">
      <h2 id="findings">{say('findings')}</h2>
      <p className="quiet">{say('findings.about')}</p>
      <Asked query={query}>
        {({ items }) => (
          <div className="scroll" tabIndex={0} role="region" aria-label={say('findings')}>
            <table className="dense">
              <thead>
                <tr>
                  <th>{say('rung')}</th>
                  <th>{say('verdict')}</th>
                  <th>{say('basis')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map(({ code, passed, overridden, rule }) => (
                  <tr key={code} data-code={code} data-passed={passed}>
                    <td>{wordOf(say, words, 'code', code)}</td>
                    <td>
                      <Mark tone={passed ? 'good' : overridden ? 'warn' : 'bad'}>
                        {passed
                          ? say('passed')
                          : overridden
                            ? say('overridden', {
                                authority:
                                  transfer.overrides?.find((one) => one.code === code)?.authority ?? '',
                              })
                            : say('failed')}
                      </Mark>
                    </td>
                    <td>
                      {rule === null ? (
                        '—'
                      ) : (
                        <>
                          <code>
                            {rule.pack} · {rule.key}
                          </code>{' '}
                          <span className="quiet">{rule.legalBasis}</span>
                        </>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Asked>
    </section>
  );
}
