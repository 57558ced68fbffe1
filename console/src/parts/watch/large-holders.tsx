import { useQueries } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { useInstruments } from '../facts/names';
import { Amount } from '../figures';
import { holdersQuery, interventionsQuery } from './queries';
import { words } from './words';

/** Who holds more than may stay unnamed, and where the average price called for regulation. */
export function LargeHolders(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const currency = useCurrency();
  const symbols = useInstruments().map(({ symbol }) => symbol);
  const holders = useQueries({ queries: symbols.map((symbol) => holdersQuery(venue, symbol)) });
  const called = useQueries({ queries: symbols.map((symbol) => interventionsQuery(venue, symbol)) });
  if (symbols.length === 0) return null;
  return (
    <div className="columns">
      <section className="sheet stack">
        <h2>{say('holders')}</h2>
        {symbols.map((symbol, at) => {
          const items = holders[at]?.data?.items ?? [];
          if (items.length === 0)
            return (
              <p key={symbol} className="quiet">
                {say('holders.none', { symbol })}
              </p>
            );
          return (
            <table key={symbol} className="dense">
              <caption className="quiet">{symbol}</caption>
              <thead>
                <tr>
                  <th>{say('account')}</th>
                  <th className="number">{say('held')}</th>
                  <th className="number">{say('above')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((holder) => (
                  <tr key={holder.holders.join()}>
                    <td>{holder.holders.join('、')}</td>
                    <td className="number">
                      <Amount of={holder.held} />
                    </td>
                    <td className="number">
                      <Amount of={holder.publishedAbove} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          );
        })}
      </section>
      <section className="sheet stack">
        <h2>{say('interventions')}</h2>
        {symbols.map((symbol, at) => {
          const items = called[at]?.data?.items ?? [];
          if (items.length === 0)
            return (
              <p key={symbol} className="quiet">
                {say('interventions.none', { symbol })}
              </p>
            );
          return (
            <table key={symbol} className="dense">
              <caption className="quiet">{symbol}</caption>
              <thead>
                <tr>
                  <th>{say('at')}</th>
                  <th>{say('state')}</th>
                  <th className="number">
                    {say('average')} ({currency})
                  </th>
                  <th className="number">{say('threshold')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map(({ day, kind, average, threshold }) => (
                  <tr key={`${day} ${kind}`}>
                    <td>{day}</td>
                    <td>{say(`kind.${kind}`)}</td>
                    <td className="number">
                      <Amount of={average} />
                    </td>
                    <td className="number">
                      <Amount of={threshold} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          );
        })}
      </section>
    </div>
  );
}
