import { useQueries, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Told } from '../../api/told';
import { minus } from '../../format/decimal';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { useInstruments } from '../facts/names';
import { Amount, Change, ZoneLabel } from '../figures';
import { Asked, Empty } from '../states';
import { LargeHolders } from './large-holders';
import { sessionQuery, tickerQuery } from '../market-queries';
import { WatchedTrades } from './watched-trades';
import { words } from './words';

/** The whole market at a glance: every instrument's day, who holds much, and each trade with both sides. */
export default function WatchScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  return (
    <>
      <div className="screen-head">
        <h1>{say('title')}</h1>
        <ZoneLabel />
      </div>
      <section className="sheet" aria-label={say('session')}>
        <Asked query={useQuery(sessionQuery(venue))}>
          {({ status, haltReason, tradingDay, tradesWaitingForSettlement: count }) => (
            <p className="row">
              <strong data-testid="session">{say(`session.${status}`)}</strong>
              {tradingDay !== null && <span>{say('session.day', { day: tradingDay })}</span>}
              <span className="quiet">{say('session.pending', { count })}</span>
              {haltReason !== '' && (
                <span className="note warn">{say('session.reason', { reason: haltReason })}</span>
              )}
            </p>
          )}
        </Asked>
      </section>
      <Instruments />
      <LargeHolders />
      <WatchedTrades />
    </>
  );
}

function Instruments(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const currency = useCurrency();
  const instruments = useInstruments();
  const tickers = useQueries({ queries: instruments.map(({ symbol }) => tickerQuery(venue, symbol)) });
  if (instruments.length === 0) return <Empty title={say('instruments.none')} />;
  return (
    <section className="sheet stack">
      <h2>{say('instruments')}</h2>
      <div className="scroll" tabIndex={0} role="region" aria-label={say('instruments')}>
        <table className="dense" data-testid="watch">
          <thead>
            <tr>
              <th>{say('symbol')}</th>
              <th>{say('state')}</th>
              <th className="number">
                {say('last')} ({currency})
              </th>
              <th className="number">{say('change')}</th>
              <th className="number">{say('previous')}</th>
              <th className="number">{say('band')}</th>
              <th className="number">{say('volume')}</th>
              <th className="number">
                {say('value')} ({currency})
              </th>
              <th className="number">{say('count')}</th>
            </tr>
          </thead>
          <tbody>
            {instruments.map(({ symbol, state, unitName }, at) => (
              <tr key={symbol}>
                <th scope="row">
                  {symbol} <span className="quiet">{unitName}</span>
                </th>
                <Day ticker={tickers[at]?.data} isRetired={state === 'RETIRED'} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Day({ ticker, isRetired }: { ticker: Told<'Ticker'> | undefined; isRetired: boolean }): ReactNode {
  const say = useWords(words);
  if (ticker === undefined) return <td colSpan={8}>…</td>;
  const { last, previousClose, bandFloor, bandCeiling, volume, value, trades, halted, killSwitch } = ticker;
  const state = isRetired ? 'retired' : killSwitch ? 'barred' : halted ? 'halted' : 'trading';
  return (
    <>
      <td>
        {state === 'trading' ? (
          say('state.trading')
        ) : (
          <strong>
            <span aria-hidden="true">⚠ </span>
            {say(`state.${state}`)}
          </strong>
        )}
      </td>
      <td className="number">
        <Amount of={last} />
      </td>
      <td className="number">{last === null ? '—' : <Change of={minus(last, previousClose)} />}</td>
      <td className="number">
        <Amount of={previousClose} />
      </td>
      <td className="number">
        <Amount of={bandFloor} /> – <Amount of={bandCeiling} />
      </td>
      <td className="number">
        <Amount of={volume} />
      </td>
      <td className="number">
        <Amount of={value} />
      </td>
      <td className="number">{trades}</td>
    </>
  );
}
