import { useQueries, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { components } from '../../api/generated/schema';
import { minus, percent } from '../../format/decimal';
import { Amount, Change, ZoneLabel } from '../../parts/figures';
import { instrumentsQuery, sessionQuery, tickerQuery } from '../../parts/market-queries';
import { Asked, Empty, Partial } from '../../parts/states';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { localName } from '../../words/local-name';
import { words } from './words';

type Instrument = components['schemas']['Instrument'];
type Ticker = components['schemas']['Ticker'];

/** Every instrument with its price and its day so far, for whoever is not signed in. */
export default function OverviewScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const instruments = useQuery(instrumentsQuery(venue));
  return (
    <>
      <div className="screen-head">
        <h1>{say('overview.title')}</h1>
        <Session />
      </div>
      <p>{say('overview.what')}</p>
      <section className="sheet" aria-label={say('overview.title')}>
        <Asked query={instruments}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={say('overview.none')}>{say('overview.none.next')}</Empty>
            ) : (
              <Prices instruments={items} />
            )
          }
        </Asked>
      </section>
    </>
  );
}

function Session(): ReactNode {
  const say = useWords(words);
  const { data } = useQuery(sessionQuery(useVenue()));
  if (data === undefined) return null;
  return (
    <span>
      <strong>{wordOf(say, words, 'session', data.status)}</strong>{' '}
      {data.tradingDay !== null && (
        <span className="quiet">{say('session.day', { day: data.tradingDay })}</span>
      )}{' '}
      <ZoneLabel />
    </span>
  );
}

function Prices({ instruments }: { instruments: readonly Instrument[] }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const currency = useCurrency();
  const tickers = useQueries({ queries: instruments.map(({ symbol }) => tickerQuery(venue, symbol)) });
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={say('overview.title')}>
      {tickers.some(({ isError }) => isError) && <Partial />}
      <table className="dense">
        <thead>
          <tr>
            <th>{say('overview.symbol')}</th>
            <th className="number">
              {say('overview.last')} ({currency})
            </th>
            <th className="number">{say('overview.change')}</th>
            <th className="number">{say('overview.band')}</th>
            <th className="number">{say('overview.volume')}</th>
            <th className="number">
              {say('overview.value')} ({currency})
            </th>
            <th className="number">{say('overview.trades')}</th>
          </tr>
        </thead>
        <tbody>
          {instruments.map((instrument, place) => (
            <Row key={instrument.symbol} instrument={instrument} ticker={tickers[place]?.data} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ instrument, ticker }: { instrument: Instrument; ticker: Ticker | undefined }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const { symbol, pollutant, zone, unitName } = instrument;
  const difference =
    ticker === undefined || ticker.last === null ? undefined : minus(ticker.last, ticker.previousClose);
  return (
    <tr data-symbol={symbol}>
      <td>
        <Link to={`/${venue}/trading/market?symbol=${encodeURIComponent(symbol)}`}>{symbol}</Link>{' '}
        <span className="quiet">
          {pollutant} · {localName(zone)}
        </span>
      </td>
      <td className="number">
        <strong>
          <Amount of={ticker?.last} />
        </strong>
      </td>
      <td className="number">
        {difference === undefined || ticker === undefined ? (
          <span className="quiet">{say('overview.untraded')}</span>
        ) : (
          <>
            <Change of={difference} /> <Change of={percent(difference, ticker.previousClose)} unit="%" />
          </>
        )}
      </td>
      <td className="number">
        <Amount of={ticker?.bandFloor} /> – <Amount of={ticker?.bandCeiling} />
      </td>
      <td className="number">
        <Amount of={ticker?.volume} unit={unitName} />
      </td>
      <td className="number">
        <Amount of={ticker?.value} />
      </td>
      <td className="number">{ticker?.trades ?? '—'}</td>
    </tr>
  );
}
